"""Line breaks that a paste lost come back before numbers, behind heads and titles (pure)."""

import re

from .lexicon import HEADS, SEATS
from .piece import Piece

CJK = r"\u3400-\u9fff○"
# A number at the beginning of a line or, in a text without line breaks, after a full stop.
NUMBERS = (
    r"(?:第[一二三四五六七八九十百]{1,4}[章节条部分步]{1,2}(?![\u3400-\u9fff]{0,3}段)[、,: .]?"
    r"|[一二三四五六七八九十]{1,3}、"
    r"|\([一二三四五六七八九十]{1,3}\)[、,.]?"
    r"|\d{1,2}(?:、|\.(?!\d)|,(?=[\u3400-\u9fff“《]))"
    r"|\(\d{1,2}\)[、,.]?|\d{1,2}\)[、,.]?"
    r"|[①-⑳㈠-㈩⑴-⒇])"
)
BREAK = re.compile(
    rf"(?<=[。;:!?])[ ”\"]?(?={NUMBERS})|(?<=[^\d第、,(,]) +(?={NUMBERS})"
    rf"|(?<=\))(?=\([一二三四五六七八九十]{{1,3}}\))"
)
KNOWN_HEAD = re.compile(rf"{NUMBERS} *{HEADS}(?:(?:及[{CJK}]{{2,4}})? +(?=\S{{4}})|(?={NUMBERS}))")
# A line so long has lost its breaks.
LOST = 250
AT_THE_TOP, LONGEST_TITLE = 100, 60  # characters
TITLE_END = re.compile(r"(?:方案|计划|通知|意见|办法|安排|预案|篇.{1,2})(?:\([^()]{1,12}\))?$")
TITLE_THEN_TEXT = re.compile(
    rf"[^,。;:《》 ]{{6,{LONGEST_TITLE}}}?(?:方案|工作计划|活动计划)"
    rf"(?![的中、和及与篇如以是由])(?=[{CJK}])"
)
GAPPED_HEAD = re.compile(rf"{NUMBERS} *[^,。;: ]{{2,20}}(?:\([^()]{{2,40}}\))? +(?=\S{{4}})")
_SEATS = "|".join(" *".join(seat) for seat in sorted(SEATS, key=len, reverse=True))
OFFICE = r"(?:领导小组|指挥部|小组|专班)?(?:下设|办公室)"
SEAT = re.compile(rf"(?<![副 ]) +(?=(?:{_SEATS}) *:|{OFFICE})")
GLUED_TITLE = re.compile(
    r"[^,。;:]{4,50}?(?:方案|计划)(?= *(?:为|根据|按照|近年来|随着|结合|近期)[^,。;]{4})(?!为期)"
)


def broken(line: Piece) -> list[Piece]:
    """Numbers in the middle of a line begin lines of their own."""
    is_lost = len(line) >= LOST
    top = _titles(line) if is_lost else [line]
    out = []
    for stretch in top:
        found = [*BREAK.finditer(stretch.text), *(SEAT.finditer(stretch.text) if is_lost else ())]
        cuts = [0, *sorted({match.end() for match in found}), len(stretch)]
        parts = [stretch[a:b].strip() for a, b in zip(cuts, cuts[1:], strict=False) if a < b]
        out += [cut for part in parts if part for cut in _after_head(part, is_lost=is_lost)]
    return out


def _titles(line: Piece) -> list[Piece]:
    """The title, and what a page set above it, apart from the text that follows them."""
    cuts = [0]
    for gap in re.finditer(r" +", line.text[:AT_THE_TOP]):
        if TITLE_END.search(line.text[cuts[-1] : gap.start()]):
            cuts.append(gap.end())
    glued = TITLE_THEN_TEXT.match(line.text, cuts[-1])
    if glued and len(line) - glued.end() >= LOST / 2:
        cuts.append(glued.end())
    return [line[a:b] for a, b in zip(cuts, [*cuts[1:], len(line)], strict=True)]


def _after_head(line: Piece, *, is_lost: bool) -> list[Piece]:
    """``一、工作目标 通过…``, ``五、实施步骤（一）…`` and a title that runs into the text."""
    found = KNOWN_HEAD.match(line.text) or GLUED_TITLE.match(line.text)
    if found is None and is_lost:
        found = GAPPED_HEAD.match(line.text)
    if not found:
        return [line]
    return [line[: found.end()].strip(), line[found.end() :]]
