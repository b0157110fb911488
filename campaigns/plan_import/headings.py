"""Title, theme and duration of a plan (pure)."""

import re

from . import dates
from .clean import Line
from .draft import Days, Found, Phase
from .lexicon import any_of
from .outline import Block
from .piece import Piece

PLANS = ("实施方案", "工作方案", "活动方案", "行动方案", "方案", "工作计划", "计划")
PAPER = any_of(
    [*PLANS, "实施意见", "意见", "实施办法", "办法", "工作要点", "要点", "工作安排", "安排", "预案"]
    + ["规划", "通知", "实施细则", "细则", "措施"]
)
DRAFTED = r"(?:范文)?(?:\((?:试行|草案|征求意见稿|[^()]{1,12})\))?"
TITLE = re.compile(rf"^(?P<t>[^。;:,]{{2,60}}{PAPER}{DRAFTED})(?:如下)?$")
HAN = "[一二三四五六七八九十\\d]"
PREFIX = re.compile(
    rf"^(?:第?{HAN}{{1,3}}篇[:、 ]*|篇{HAN}{{1,3}}[:、 ]*|\[[^\]]*\] *|【[^】]*】 *"
    r"|附件?\d*[:、 ]+|标题: *)"
)
SUFFIX = re.compile(
    rf" *(?:第?{HAN}{{0,3}}篇|篇{HAN}{{1,3}}|(?<=案|划)[一二三四五六七八九十]{{1,3}})$"
)
ISSUED = re.compile(
    r"关于(?:印发|下发|转发|发布|制定)[《“]?"
    rf"(?P<t>[^《》“”]{{4,60}}{PAPER})[》”]?的?(?:通知)?"
)
MADE = re.compile(
    r"(?:制定|制订|提出|拟定)(?:了)?(?:本|如下|以下|《)?"
    rf"(?P<t>[^,。;:《》本如以]{{6,50}}?{any_of(PLANS)})》?(?:如下)?[:。]"
)
# The first of two lines of a title: no date, number or issuer.
BEGINS_TITLE = re.compile(
    r"^(?=.{6})(?!.*(?:[\]〕]\d+号|文件|政府|办公室|委员会|党委|局|日|:)$).*[^\d:]$"
)
THEME = (
    re.compile(
        r"(?:以|围绕)[“\"'《](?P<t>[^“”\"'《》]{2,40})[”\"'》](?:为|这一|的)?(?:活动|宣传)?(?:主题|为题)"
    ),
    re.compile(r"主题(?:为|是|:|确定为|定为)+[:,]? ?[“\"《](?P<t>[^“”\"《》]{2,60})[”\"》]"),
    re.compile(r"主题(?:为|是|:)+ ?(?P<t>[^“”\"《》,。;:]{4,40})(?=[。;\n]|$)"),
)
MASKED = re.compile(r"^[xX×*某_ ○]+$")
LASTS = re.compile(r"时间|自|从|开展|定为|期|活动|行动|宣传周|宣传月|即日起")


def find_title(lines: list[Line]) -> Found | None:
    """The plan's own title.

    A first line that is one (perhaps over two lines, after 关于印发…的通知 that of the paper
    itself), or else what the first paragraph says is being made.
    """
    heads = _heads(lines)
    plain = [found for piece in heads if (found := as_title(piece))]
    own = [one for one in plain if not one.value.endswith("通知")]
    said = next((found for line in lines[:12] if (found := _made(line.piece))), None)
    if own and said and _is_page_title(own[0].value) and len(said.value) > len(own[0].value):
        return said
    if own:
        return _fullest(own)
    for line in lines[:6]:
        issued = ISSUED.search(line.text)
        if issued and not line.text[: issued.start()].strip("各县市区镇 :"):
            return Found(
                issued["t"], line.piece.span(*issued.span("t")), 0.8, "issued by the notice"
            )
    return (plain[0] if plain else None) or said


def _fullest(own: list[Found]) -> Found:
    """The title itself, where that of the page above it says the same with less."""
    first = re.sub(r"\([^()]{1,8}\)$", "", own[0].value)
    return next((one for one in own[1:3] if one.value.endswith(first)), own[0])


def _is_page_title(text: str) -> bool:
    """A title with nothing of its own: 电信诈骗方案."""
    return len(text) <= 8


def _heads(lines: list[Line]) -> list[Piece]:
    """The first lines without full stops, each alone and joined with the next."""
    out = []
    first = []
    for line in lines[:10]:
        if re.search(r"[。;]", line.text) or len(line.text) > 60:
            break
        first.append(line.piece)
    skip = False
    for i, piece in enumerate(first):
        joined = piece + first[i + 1] if i + 1 < len(first) else None
        if skip:
            skip = False
        elif as_title(piece):
            out.append(piece)
        elif joined is not None and BEGINS_TITLE.search(piece.text) and as_title(joined):
            out.append(joined)
            skip = True
    return out


def as_title(piece: Piece) -> Found | None:
    """The title when the line is one, without what a site or a collection put around it."""
    text, start = piece.text.strip(), 0
    prefix = PREFIX.match(text)
    start = prefix.end() if prefix else 0
    body = text[start:]
    suffix = SUFFIX.search(body)
    body = body[: suffix.start()] if suffix else body
    match = TITLE.match(body.strip("《》 "))
    if not match:
        return None
    words = match["t"]
    at = piece.text.find(words)
    return Found(words, piece.span(max(at, 0), max(at, 0) + len(words)), 0.9, "title line")


def _made(piece: Piece) -> Found | None:
    match = MADE.search(piece.text)
    if not match:
        return None
    return Found(match["t"], piece.span(*match.span("t")), 0.6, "said in the text")


def find_theme(root: Block) -> Found | None:
    """The slogan of the campaign; a masked one is none."""
    for block in root.walk():
        if block.text is None:
            continue
        if block.kind == "theme" and not block.is_numbered:
            words = block.text.strip('“”"。;: ')
            if 3 < len(words) <= 40 and not MASKED.match(words.text):
                return Found(words.text, words.span(), 0.8, "theme section")
        if block.kind == "theme" and block.is_numbered and block.head and block.body:
            words = block.body.strip("。;:, ")
            words = words[1:-1] if re.fullmatch('[“"][^“”"]+[”"]', words.text) else words
            if 3 < len(words) <= 40 and "。" not in words.text and not MASKED.match(words.text):
                return Found(words.text, words.span(), 0.8, "theme section")
        for pattern in THEME:
            match = pattern.search(block.text.text)
            if match and not MASKED.match(match["t"]):
                return Found(match["t"], block.text.span(*match.span("t")), 0.9, "theme words")
    return None


def find_period(root: Block, phases: list[Phase], year: int | None) -> Days | None:
    """The campaign's own span of days; else that of its dated phases."""
    stages = {one.span for one in phases}
    for block in _in_order(root):
        if block.text is None or block.kind == "phases" and block.is_numbered:
            continue
        if block.is_numbered and len(stages) > 1 and block.text.span() in stages:
            continue
        text = block.text.text
        for span in dates.spans(text, year) or _months(text, year, block):
            if span.start is None and span.end is None:
                continue
            near = text[max(0, span.a - 24) : span.b + 12]
            is_alone = len(text.strip(" 。")) <= span.b - span.a + 2
            if block.kind == "time" or LASTS.search(near) or is_alone:
                return Days(
                    span.start, span.end, block.text.span(span.a, span.b), 0.9, "days given"
                )
    dated = [one for i, one in enumerate(phases) if one.start or (i == 0 and one.end)]
    if len(dated) >= 2 and len(dated) == len(phases):
        spans = (dated[0].span, dated[-1].span)
        return Days(dated[0].start, dated[-1].end, spans[0], 0.7, "days of the stages")
    return None


# 决定于6月(份)在全县开展 is the whole month.
IN_MONTH = re.compile(
    r"(?:于|在|定于|将于)(?=(?:20\d\d年)?\d{1,2}月份?(?!\d|底|初|上旬|中旬|下旬))"
)


def _months(text: str, year: int | None, block: Block) -> list[dates.DaySpan]:
    """活动时间：6月 is the whole month, 活动时间：6月26日 that day."""
    said = IN_MONTH.search(text) if block.kind != "time" else None
    if block.kind != "time" and said is None:
        return []
    span = dates.whole(text, said.end() if said else 0, year)
    return [span] if span else []


def _in_order(root: Block) -> list[Block]:
    """Sections about time first, then the text before the first number, then the rest."""
    blocks = list(root.walk())
    times = [one for one in blocks if one.kind == "time"]
    opening = [one for one in root.parts if not one.is_numbered and one.kind != "time"]
    return [*times, *opening]
