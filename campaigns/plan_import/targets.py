"""Figures set as goals: at least, at most, down by, all of, none (pure)."""

import re
from collections.abc import Iterator

from .draft import Span, Target
from .lexicon import COUNTED, MEASURES
from .outline import Block
from .piece import Piece
from .sentences import sentences

HAN = {word: i for i, word in enumerate("零一二三四五六七八九十")}
HAN |= {"两": 2, "十五": 15, "二十": 20, "三十": 30, "百": 100, "一百": 100}
HAN_NUMBER = "|".join(sorted(HAN, key=len, reverse=True))
DIGITS = r"(?<![\d.])\d{1,9}(?:\.\d{1,4})?"
NUMBER = rf"(?P<n>{DIGITS}|{HAN_NUMBER}|百分之[一二三四五六七八九十百]+|半)"
FLOOR = (
    r"(?:≥|不少于|不低于|至少(?:要)?(?:[\u3400-\u9fff]{0,6}?)|达到?(?:了)?|提[升高][至到]"
    r"|不得少于|不得低于|力争达到?|确保达到?|保持在|高于|超过|突破|完成|覆盖率?)"
)
CEILING = r"(?:≤|不超过|不得超过|不高于|控制在|低于|不多于)"
CEILINGS = {"不超过", "不得超过", "不多于", "≤"}
FALL = r"(?:下降|减少|降低|压降)"
RISE = r"(?:上升|增长|提高|提升|增加)"
PERCENT = re.compile(
    rf"(?P<op>{FLOOR}|{CEILING}|{FALL}|{RISE}|为|是)(?:了|[^,。;:\d]{{1,12}}的)?{NUMBER}"
    r"(?P<u>%|‰|个百分点)(?P<up>以上|以下|以内)?"
)
AMOUNT = re.compile(
    r"(?P<op>不少于|不低于|达到?|≥|≤|不得少于|不得低于|至少|不超过|不得超过|不多于|突破)"
    rf"(?P<verb>[\u3400-\u9fff]{{0,6}}?)(?P<n>{DIGITS}|{HAN_NUMBER})"
    r"(?P<u>℃|°C|[\u3400-\u9fff]{1,2}?)(?P<what>[\u3400-\u9fff]{0,10})"
)
ABOVE = re.compile(
    rf"(?P<n>{DIGITS}|{HAN_NUMBER})(?P<u>%|{'|'.join(MEASURES)})(?P<up>以上|以下|以内)"
)
FOUR = re.compile(r"[“\"]?(?P<k>[一二两三四五六七八九])个(?:100|百分之百|1 0 0)%?[”\"]?")
RATE = re.compile(r"[\u3400-\u9fffA-Za-z“”0-9]{1,18}?率")
# 甲率、乙率均达到90%以上: the rates before the last one have the same figure.
RATES = re.compile(r"(?:[^,。;:、]{2,24}率(?:、|和|及|以及))+(?=[^,。;:、]{2,24}率)")
NO_CASE = re.compile(
    r"(?P<what>[^,。;:]{2,16}?)(?:力争)?(?<!或)(?:为|是|实现|控制为)(?:零|0)(?:起|件|人|例)?(?=[,。;]|$)"
)
ZEROS = re.compile(r"[“\"](?P<all>零[\u3400-\u9fff]{2,4}(?:、零[\u3400-\u9fff]{2,4})+)[”\"]")
ZERO = re.compile(
    r"[“\"]?(?:零|0)(?P<what>发案|发生|案发|新增|伤亡|种植|产量|火点|火情|火灾|黑斑|焚烧|溺水|涉案|死亡|感染|受骗|被骗|事故|死角|遗漏|盲区|失误|容忍|投诉"
    r"|上访|报告|增长|外流|滞留|涉诈|复吸)[”\"]?"
)
QUOTED_ZERO = re.compile(
    r"[“\"]零(?P<what>(?!距离|报告|容忍|基础|死角|遗漏|盲区|失误|增长|门槛|跑腿|成本|障碍)[\u3400-\u9fff]{2,7})[”\"]"
)
ALL = re.compile(
    r"(?P<rate>[\u3400-\u9fffA-Za-z“”]{2,20}?率?)"
    r"(?:达到?|为|实现|要达到?|均达到?|必须达到?)?(?:100%|百分之百|百分百)"
)
NAMED = re.compile(r"[”\"]?(?:要求|标准|规定|措施|制度|管理)")  # 落实“六个百分之百”要求
NOT_GOALS = {"死角", "遗漏", "盲区", "失误", "容忍", "报告", "增长"}
WHY_NOT = re.compile(r"(?:已|共|累计|占(?!比))[^,。]{0,10}$")
PAST = re.compile(r"20\d\d年[^,。]{0,20}(?:共|累计|发生|破获)|截至|截止目前|据统计")


def find_targets(root: Block) -> list[Target]:
    """All figures that must be reached, in order; one value of a sentence is told once."""
    out: list[Target] = []
    for block in root.walk():
        if block.text is None:
            continue
        for a, b in sentences(block.text):
            out += _in_sentence(block.text, a, b)
    return out


def _in_sentence(piece: Piece, a: int, b: int) -> list[Target]:
    text = piece.text[a:b]
    if PAST.search(text) or not re.search(r"\d|[零一二两三四五六七八九十百半]", text):
        return []
    found: list[tuple[int, int, Target]] = []
    for read in (_several, _percents, _amounts, _above, _zeros):
        for start, end, target in read(text):
            if all(end <= s or start >= e for s, e, _ in found):
                found.append((start, end, target))
    found += _shared(text, found)
    return [
        _placed(piece, a, start, end, t) for start, end, t in sorted(found, key=lambda one: one[0])
    ]


def _shared(text: str, found: list[tuple[int, int, Target]]) -> Iterator[tuple[int, int, Target]]:
    """甲率、乙率均达到90%以上: the rates before the last one have the same figure."""
    for _, end, target in list(found):
        start = max(text.rfind(mark, 0, end) for mark in ",。;:") + 1
        rates = RATES.match(text, start)
        if rates is None or not re.search("均|都", text[rates.end() : end]):
            continue
        at = start
        for rate in re.split(r"(?<=率)(?:、|和|及|以及)", rates.group())[:-1]:
            words = re.sub(r"^(?:力争|确保|实现|使)", "", rate)
            shared = _target(words, words, target.op, target.value, target.unit, "shared")
            yield at, at + len(rate), shared
            at += len(rate) + 1


def _placed(piece: Piece, a: int, start: int, end: int, target: Target) -> Target:
    return Target(
        target.text, target.metric, target.op, target.value, target.unit,
        piece.span(a + start, a + end), 0.85, target.reason,
    )  # fmt: skip


def _several(text: str) -> Iterator[tuple[int, int, Target]]:
    """甲率、乙率、丙率“三个100%” are three."""
    for match in FOUR.finditer(text):
        wanted = HAN[match["k"]]
        before = text[max(0, match.start() - 120) : match.start()]
        is_said_again = FOUR.search(text, match.end()) is not None
        rates = [m.group().strip("“”、和及") for m in RATE.finditer(before)][-wanted:]
        is_a_name = not rates and NAMED.match(text, match.end())
        if (len(rates) < wanted and is_said_again) or is_a_name:
            continue
        for i in range(wanted):
            metric = rates[i] if i < len(rates) else match.group()
            span = (
                (match.start(), match.end())
                if i == wanted - 1
                else (match.start() - 1 - i, match.start() - 1 - i)
            )
            yield (
                *span,
                _target(
                    text[max(0, match.start() - 60) : match.end()],
                    metric,
                    "==",
                    100,
                    "%",
                    "several goals",
                ),
            )


def _target(text: str, metric: str, op: str, value: float, unit: str, why: str) -> Target:
    return Target(
        text.strip(" ,。;、"), metric.strip(" ,。;、“”"), op, value, unit, Span(0, 0), 1, why
    )


def _number(text: str) -> float | None:
    if text.startswith("百分之"):
        return _number(text[3:])
    if text in HAN:
        return float(HAN[text])
    try:
        return float(text)
    except ValueError:
        return None


def _metric(text: str, at: int) -> str:
    """What the figure measures: the words before it in its clause."""
    start = max(text.rfind(mark, 0, at) for mark in ",。;:") + 1
    shared = RATES.match(text, start, at)
    start = shared.end() if shared and re.search("均|都", text[shared.end() : at + 4]) else start
    words = re.sub(r"(?:要|应|须|必须|力争|确保|努力|使|均|都|分别|以上)+$", "", text[start:at])
    return re.sub(r"^(?:力争|确保|使|努力|实现)", "", words)


def _percents(text: str) -> Iterator[tuple[int, int, Target]]:
    for match in PERCENT.finditer(text):
        value = _number(match["n"])
        if value is None or WHY_NOT.search(text[: match.start()]):
            continue
        op = _op(match["op"], match["up"], value)
        if op is None:
            continue
        metric = _metric(text, match.start())
        yield (
            match.start(),
            match.end(),
            _target(metric + match.group(), metric, op, value, _percent(match["u"]), "percent"),
        )
    for match in ALL.finditer(text):
        metric = re.sub(r"^(?:确保|力争|实现)", "", match["rate"])
        if re.search("[一二两三四五六七八九]个$", metric):
            continue
        yield match.end() - 4, match.end(), _target(match.group(), metric, "==", 100, "%", "all")


def _percent(unit: str) -> str:
    return unit if unit == "‰" else "%"


def _op(word: str, more: str | None, value: float) -> str | None:
    if re.fullmatch(FALL, word) or re.fullmatch(RISE, word):
        return "-" if re.fullmatch(FALL, word) else "+"
    if more == "以上":
        return ">="
    if more in ("以下", "以内") or re.fullmatch(CEILING, word):
        return "<="
    if word in ("为", "是", "完成") and value != 100:
        return None
    return "==" if value == 100 else ">="


def _amounts(text: str) -> Iterator[tuple[int, int, Target]]:
    """不少于2条, 至少组织一次, 不得超过1分钟."""
    for match in AMOUNT.finditer(text):
        value = _number(match["n"])
        unit = _measure(match["u"] + match["what"])
        if value is None or not unit:
            continue
        is_loose = match["op"] in ("达", "达到") and not (match["n"][0].isdigit() and unit != "个")
        if is_loose:
            continue
        op = "<=" if match["op"] in CEILINGS else ">="
        metric = _metric(text, match.start()) + match["verb"]
        end = match.start("u") + len(unit)
        yield (
            match.start(),
            end,
            _target(text[max(0, match.start() - 16) : end], metric, op, value, unit, "amount"),
        )


def _measure(text: str) -> str:
    many = "万" if text[:1] == "万" and not text.startswith(MEASURES) else ""
    bare = text.removeprefix(many)
    found = (word for word in sorted(MEASURES, key=len, reverse=True) if bare.startswith(word))
    unit = next(found, "")
    return many + unit if unit else ""


def _above(text: str) -> Iterator[tuple[int, int, Target]]:
    """5次以上, 90%以上."""
    for match in ABOVE.finditer(text):
        value = _number(match["n"])
        if value is None:
            continue
        op = ">=" if match["up"] == "以上" else "<="
        metric = _metric(text, match.start())
        yield (
            match.start(),
            match.end(),
            _target(metric + match.group(), metric, op, value, match["u"], "above"),
        )


def _zeros(text: str) -> Iterator[tuple[int, int, Target]]:
    for match in ZEROS.finditer(text):
        for one in re.finditer(r"零(?P<what>[\u3400-\u9fff]{2,4})", match["all"]):
            a, what = match.start("all") + one.start(), one["what"]
            target = _target(one.group(), what, "==", 0, COUNTED.get(what, "起"), "zero")
            yield a, a + len(one.group()), target
    for match in (*QUOTED_ZERO.finditer(text), *ZERO.finditer(text)):
        if match["what"] in NOT_GOALS:
            continue
        metric = _metric(text, match.start()).strip("“”") + match["what"]
        unit = COUNTED.get(match["what"], "起")
        yield match.start(), match.end(), _target(metric, metric, "==", 0, unit, "zero")
    for match in NO_CASE.finditer(text):
        metric = re.sub(r"^(?:力争|确保|使|努力|实现)", "", match["what"])
        yield match.start(), match.end(), _target(match.group(), metric, "==", 0, "起", "zero")
