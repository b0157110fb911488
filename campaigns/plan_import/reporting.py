"""Reporting duties: what is to be sent up, how often, by when, to whom (pure)."""

import re
from dataclasses import replace

from . import dates
from .draft import Reporting, Span
from .outline import Block
from .piece import Piece
from .sentences import sentences
from .units import is_unit

VERB = (
    r"(?:报送|上报|呈报|报告(?!报|上报|呈报|提交|送|交|和|及|、|\(|材料|表|书)|汇报(?!材料)|反馈|提交"
    r"|报备|报(?!告|送))"
)
OFFICES = (
    r"(?:办公室|办|局|处|科|室|部|中心|委|所|队|站|组|镇政府|政府|股|院|校|会"
    r"|公司|集团|行|联社|信用社|部门|机关|n?\d{3})"
)
TO = rf"(?:至|到|给|于)?(?P<to>[^,。;:、()“”《》]{{2,32}}?{OFFICES})"
AFTER = (
    r"(?=[,。;()]|$|备案|备查|汇总|存档|处|以便|并|同时"
    r"|(?:OA|oa|QQ|qq|电子|内网|工作|专用)?(?:邮箱|信箱))"
)
SENT = re.compile(rf"{VERB}{TO}{AFTER}")
# 交政教处, 发送至办公室: sends up only what has a day, a rhythm or an object of its own.
HANDED = re.compile(
    rf"(?:(?<![提移上递转成外社])交(?![通流给往])(?:至|到)?|发(?:送)?(?:至|到)|传(?:送)?(?:至|到)|送(?:至|到)){TO}{AFTER}"
)
MAILED = re.compile(r"(?:发送?|报送?|传|交)(?:至|到)[^,。;]{0,8}[\w.]{2,30}@")
SENDS = re.compile(rf"{VERB}|{HANDED.pattern}")
HOW = "书面|及时|如实|定期|统一|集中|并"
TOWARDS = re.compile(rf"(?:向|送|交){TO}(?:{HOW})*(?:{VERB}|备案)")
# 7月3日前报送总结: an object and nobody named.
OBJECT = re.compile(
    r"(?:报送|上报|呈报|提交|报)(?P<what>(?![至到给]|截止|时间)[^,。;:]{2,30})(?=[,。;]|$)"
)
# 材料统一发至某科邮箱: where everything goes that was asked for before.
ALL_TO = re.compile(
    rf"(?:以上|上述)?(?:材料|资料|情况|信息|报表|电子版|纸质版)[^,。;]{{0,12}}?(?:报送?|发送?|交|送|传)(?:至|到|给)?{TO}(?:邮箱|信箱|处)?(?=[,。;(]|$)"
)
LONGEST_MERE = 60
NO_WHOM = re.compile(
    r"(?:及时|准确及时|按时|按要求|定期|如实|逐级|统一|书面)+(?:报送|上报|报告|反馈|提交|汇报)(?=[,。;()]|$)"
    r"|(?:一周一|每周一|一月一|每月一|一日一|日)报告?(?=[,。;()]|$)|(?:进行|实行)(?:周|月|日)报"
)
WEEKLY = re.compile(r"每周|一周一|周报|逐周|每星期|周[一二三四五六日]前|按周")
MONTHLY = re.compile(r"每月|一月一|月报|逐月|每个月|按月")
DAILY = re.compile(r"每日|每天|一日一|日报(?!社|》)|逐日|当日")
OTHER = re.compile(r"每季|季报|每半年|每年|年度|每半月|每旬|分阶段|及时|随时|按时|定期|适时")
SELDOM = re.compile(r"每旬|每半月|每季|每半年|每年")
TIME_AHEAD = re.compile(r"[^,。;]{0,10}\d{1,2}日前,$")  # 9月30日前,各学院将…
ONCE = re.compile(
    r"名单|联络员|联系人|方案|总结|回执|承诺书|统计表|花名册|台账|清单|负责人|联系方式|通讯录|计划"
)
WHAT = re.compile(
    r"(?:将|把)(?P<what>[^,。;]{2,60}?)(?:于[^,。;]{2,20}前)?"
    rf"(?:及时|按时|按要求|统一|一并|汇总|整理|收集|盖章后|加盖公章后)*后?(?:{VERB}|交|发(?:送)?[至到]|送[至到]|向)"
)
WHAT_BEFORE = re.compile(
    r"(?:^|,|。|;|要|应|对)(?P<what>[^,。;将对]{2,40}?)"
    r"(?=(?:于|在|请于|每[周月日]|及时|按时|统一|(?<!\d)\d{1,2}月|本月)[^,。;]{0,18}?"
    rf"{VERB}|{VERB})"
)
NO_OBJECT = re.compile(
    r"^(?:并|且|由|请|请于|于\d*)?$|[年月日号前底须要应]$|^(?:各|全|如|对)|(?:及时|按时|定期|立即|准确)$"
    r"|^一[日周月]一$"
)
PAPERS = re.compile(
    r"(?:^|[,。;]|于|要|填写|形成|制定|整理|推荐|的)(?P<what>[^,。;将把于]{0,16}?"
    r"(?:总结|联络员|信息员|自查表|名单|材料|台账|清单|报表|方案|照片|图片|报告|回执|统计表|信息))(?![\u3400-\u9fff]*率)"
)
RHYTHM = re.compile(
    r"每[周月日天季][^,。;将把向]{0,12}?前|分阶段|及时|按时|定期|随时|立即|本月\d+日前"
)
MERE = re.compile(
    r"^[^,。;]{0,40}(?:将|把|请将|要|于|应|需)[^。;]{2,90}"
    rf"{VERB}[^,。;]{{0,36}}[,。;]?[^,。;]{{0,30}}$"
)
ORDERED = re.compile(r"(?:要|须|应|必须)[^,]{3,}")
ACTS_TOO = re.compile(
    r"开展(?!情况|工作情况|的)|制定(?!的)|组织(?!部)|建立|落实(?!情况)|宣传(?!工作|情况|活动|总结|图片)"
    r"|排查(?!情况|结果)|成立|配合|拍摄|发动|动员"
)
NOTES = re.compile(r"\([^()]*\)")
# Words with 报 that send nothing up.
POLICE = re.compile(
    r"报(?:案|警|道|纸|刊|名(?![单册])|销|酬|废|考|告会|社(?![区会保工]))"
    r"|举报|(?<![险灾疫雨警火汛舆案病苗水震旱])情报|填报|警报|海报|板报|墙报|黑板报|通报|周报(?=制|表)|月报表|预报|简报|晚报|公报|报表"
)


def is_mere_report(text: str) -> bool:
    """A sentence whose only order is to send something up."""
    if ALL_TO.match(text) and len(text) <= LONGEST_MERE:
        return True
    masked = POLICE.sub(lambda m: "＊" * len(m.group()), NOTES.sub("", text))
    if not MERE.match(masked) or ACTS_TOO.search(masked):
        return False
    first = masked.partition(",")[0]
    return bool(re.search(f"{VERB}|将|把|请", first)) or not ORDERED.search(first)


def find_reporting(root: Block, year: int | None) -> list[Reporting]:
    """All reporting duties in order."""
    out: list[Reporting] = []
    for block in root.walk():
        if block.text is None:
            continue
        start = len(block.head) if block.is_heading and block.head and block.body else 0
        near: list[Reporting] = []
        for a, b in sentences(block.text):
            if b <= start + 1:
                continue
            near += _in_sentence(block.text, a, b, year, block, near)
        out += _sent_together(near, block.text.text)
    return _each_once(out)


def _sent_together(duties: list[Reporting], text: str) -> list[Reporting]:
    """Duties that name nobody go where the end of their paragraph sends everything."""
    together = ALL_TO.search(text)
    if together is None or all(one.to for one in duties):
        return duties
    to = _whom(together["to"])
    return [one if one.to else replace(one, to=to) for one in duties]


def _in_sentence(
    piece: Piece, a: int, b: int, year: int | None, block: Block, near: list[Reporting]
) -> list[Reporting]:
    """Each verb is a duty with its own day and rhythm, and goes where the one before it went.

    ``near`` are the duties of the sentences before it in the same block.
    """
    text = piece.text[a:b]
    if near and ALL_TO.match(text):
        return []
    masked = POLICE.sub(lambda m: "＊" * len(m.group()), text)
    matches, found, done = _verbs(masked, year), [], 0
    for match in matches:
        groups = match.groupdict()
        is_alone = len(matches) == 1
        words = _around(text, match.start()) if is_alone else text[done : match.end()]
        rest = text if is_alone else ""
        is_same = bool(found) and dates.deadline(words, year) is not None
        what = _what(text, done, match) or (found[-1].what if is_same else "")
        to = _whom(groups["to"]) if groups.get("to") else _before([*near, *found])
        found.append(_made(piece.span(a, b), words, rest, to, what, year))
        done = match.end()
    if not found and not _is_talk(block):
        match = NO_WHOM.search(masked)
        if match:
            what = _what(text, 0, match)
            words = _around(text, match.start())
            found.append(_made(piece.span(a, b), words, text, None, what, year))
    return found


def _before(duties: list[Reporting]) -> str | None:
    return next((one.to for one in reversed(duties) if one.to), None)


def _verbs(text: str, year: int | None) -> list[re.Match]:
    """The words that send something up, in order, none within another."""
    found: list[re.Match] = []
    for pattern in (TOWARDS, SENT, HANDED, OBJECT, MAILED):
        for match in pattern.finditer(text):
            is_free = all(match.end() <= o.start() or match.start() >= o.end() for o in found)
            is_weak = pattern in (HANDED, OBJECT, MAILED)
            is_down = match.groupdict().get("to", "") and match["to"].startswith(("各", "全"))
            if is_down:
                continue
            if is_free and (not is_weak or _has_time(text, match, found, year)):
                found.append(match)
    return sorted(found, key=lambda one: one.start())


def _has_time(text: str, match: re.Match, before: list[re.Match], year: int | None) -> bool:
    start = max((o.end() for o in before if o.end() <= match.start()), default=0)
    clause = max(start, text.rfind(",", 0, match.start()) + 1)
    ahead = TIME_AHEAD.search(text[start:clause])
    words = (ahead.group() if ahead else "") + text[clause : match.end()]
    return bool(
        dates.deadline(words, year)
        or dates.days(words, year)
        or any(p.search(words) for p in (WEEKLY, MONTHLY, DAILY, SELDOM))
    )


def _is_talk(block: Block) -> bool:
    return block.kind in {"guiding", "goals", "contents", "theme"}


def _whom(text: str) -> str:
    return re.sub(r"^(?:至|到|给|送|于|在|我)(?=..)", "", text).strip()


def _made(
    span: Span, words: str, text: str, to: str | None, what: str, year: int | None
) -> Reporting:
    """A duty from its own ``words``; ``text`` is the sentence when it tells of this one alone."""
    due = dates.deadline(words, year) or dates.deadline(text, year)
    frequency = _frequency(words, text, what, has_day=due is not None)
    word = RHYTHM.search(words)
    return Reporting(
        frequency, str(due) if due else (word.group() if word else None), to, what,
        span, 0.9 if to else 0.6, "addressee" if to else "frequency",
    )  # fmt: skip


def _around(text: str, at: int) -> str:
    """The clause with the verb and the one before it."""
    start = max(text.rfind("。", 0, at), text.rfind(";", 0, at)) + 1
    commas = [m.start() + 1 for m in re.finditer(",", text[start:at])]
    begin = start + commas[-2] if len(commas) > 1 else start
    end = re.compile(r"[。;]|$").search(text, at).start()
    return text[begin:end]


def _what(text: str, start: int, match: re.Match) -> str:
    """What is sent: 将 it, 报送 it, or it stands before its day; never the sender or the day."""
    words = text[start : match.end()]
    given = list(WHAT.finditer(words))
    if given:
        return given[-1]["what"].strip(" ,").removesuffix("分阶段")
    after = re.match(r"[^,。;:()]{2,40}", text[match.end() :])
    own = match.groupdict().get("what") or (after.group() if after else "")
    if own and not re.match(r"备案|备查|汇总|存档|邮箱|以便|并|同时|处", own):
        return own.strip(" ,")
    before = list(WHAT_BEFORE.finditer(words))
    what = before[-1]["what"].strip(" ,") if before else ""
    if is_unit(what) or NO_OBJECT.search(what):
        papers = list(PAPERS.finditer(text[start : match.start()]))
        what = papers[-1]["what"].strip(" ,") if papers else ""
    return re.sub(r"^(?:[^,]*?(?:要|应|须|请)|如实)?(?:填写|形成|制定)?(?=..)", "", what)


def _frequency(clause: str, text: str, what: str, *, has_day: bool) -> str | None:
    for word, pattern in (("weekly", WEEKLY), ("monthly", MONTHLY), ("daily", DAILY)):
        if pattern.search(clause):
            return word
    if has_day or re.search(r"\d日前|[xX×]月\d{1,2}日", text):
        return "once"
    if OTHER.search(clause):
        return None
    return "once" if ONCE.search(what or clause) else None


def _each_once(found: list[Reporting]) -> list[Reporting]:
    seen, out = set(), []
    for one in found:
        key = (one.frequency, one.to, one.due, one.span)
        if key not in seen:
            seen.add(key)
            out.append(one)
    return out
