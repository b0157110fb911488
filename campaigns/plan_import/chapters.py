"""Several papers in one paste, and the cover notice before a plan (pure)."""

import re
from dataclasses import dataclass

from .clean import Line
from .draft import Found, Judgement, Span
from .headings import BEGINS_TITLE, as_title
from .outline import read_mark

LONGEST_ANNEX = 40
LONGEST_TITLE, FEWEST = 60, 2  # characters; numbered lines that make a plan
LONG_ENOUGH = 200  # characters of a plan without numbers
ENDED = tuple("。;:,")
MANY, NEAR = 6, 60  # numbered lines that are a plan before its annexes, not a notice
ANNEX = re.compile(r"^附 ?[件表] ?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?[:.、]?$")
# The second line of a title: a joining word, or nothing but the kind of paper.
GOES_ON = re.compile(r"和|及|与|的|暨|、|(?:实施|工作|活动|行动|专项)*(?:方案|计划)$")


@dataclass(frozen=True)
class Chapter:
    """One plan in a paste: its title, its lines from ``first`` up to ``last``, its place."""

    title: Found
    first: int
    last: int
    span: Span
    judgement: Judgement | None = None


def chapters(lines: list[Line]) -> list[Chapter]:
    """Stretches that begin with a title and have numbered items of their own.

    A notice that issues a plan has none: it goes with the plan that follows it.
    """
    starts = [
        (i, title)
        for i, line in enumerate(lines)
        if (title := _title(line)) and not _is_annex(lines, i)
    ]
    found = []
    ends = [*(i for i, _ in starts[1:]), len(lines)]
    for (first, title), last in zip(starts, ends, strict=False):
        marks = [mark for line in lines[first:last] if (mark := read_mark(line.text))]
        is_notice = title.value.endswith("通知")
        size = sum(len(line.text) for line in lines[first:last])
        if len(marks) >= FEWEST or (size >= LONG_ENOUGH and not is_notice):
            span = Span(lines[first].piece.at[0], lines[last - 1].piece.at[-1] + 1)
            found.append(Chapter(title, first, last, span))
    return found


def _is_annex(lines: list[Line], at: int) -> bool:
    """附件2 in the line above: a table or form of the plan before it, unless no plan came yet."""
    above = lines[at - 1].text.strip() if at else ""
    if not ANNEX.match(above):
        return False
    before = lines[max(0, at - NEAR) : at]
    return sum(1 for line in before if read_mark(line.text)) >= MANY


def without_cover(lines: list[Line]) -> list[Line]:
    """The plan alone, when a notice that issues it stands before its title."""
    found = chapters(lines)
    if not found or found[0].first == 0:
        return lines
    before = [title for line in lines[: found[0].first] if (title := _title(line))]
    is_cover = any(title.value.endswith("通知") for title in before) or any(
        "现印发" in line.text or "现将" in line.text for line in lines[: found[0].first]
    )
    first = found[0].first
    return lines[first - 1 if _is_second_line(lines, first) else first :] if is_cover else lines


def _is_second_line(lines: list[Line], at: int) -> bool:
    """Whether the title began in the line above: 甲镇秸秆禁烧 / 和综合利用工作方案."""
    above = lines[at - 1].piece
    is_open = BEGINS_TITLE.search(above.text) and len(above) <= 40 and not as_title(above)
    goes_on = GOES_ON.match(lines[at].text)
    return bool(is_open and goes_on and as_title(above + lines[at].piece))


def without_annexes(lines: list[Line]) -> list[Line]:
    """The plan without the list of its annexes: 附件:1.… 2.… are no headings."""
    out: list[Line] = []
    is_list = is_title = False
    for line in lines:
        if is_title and len(line.text) <= LONGEST_ANNEX and not line.text.endswith(ENDED):
            is_title = False
            continue
        is_title = ANNEX.match(line.text.strip()) is not None and bool(out)
        is_short = len(line.text) <= LONGEST_ANNEX and "。" not in line.text
        is_item = is_list and is_short and read_mark(line.text) is not None
        is_list = is_item or re.fullmatch(r"附件(?:清单|目录)?:", line.text.strip()) is not None
        if not is_item:
            out.append(line)
    return out


def _title(line: Line) -> Found | None:
    if len(line.text) > LONGEST_TITLE or read_mark(line.text):
        return None
    return as_title(line.piece)
