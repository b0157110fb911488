"""How the text of a section falls into clauses, and how clauses are numbered (pure).

The numbers of official writing (一、（一）1.（1）) are recognised when text comes in and
made anew when it goes out, so that moving a clause never leaves a wrong number behind.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

PLAIN, FIRST, SECOND, THIRD = 0, 1, 2, 3
FIGURES = "〇一二三四五六七八九"
ALIKE = 0.5
TEXT, ITEM, TABLE = "text", "item", "table"
MARKS = (
    (FIRST, re.compile(r"^[（(][一二三四五六七八九十百]{1,4}[)）]\s*")),
    (SECOND, re.compile(r"^\d{1,3}(?:[.．](?!\d)|、)\s*")),
    (THIRD, re.compile(r"^[（(]\d{1,3}[)）]\s*")),
)
BULLET = re.compile(r"^[•·●]\s*|^[-*]\s+")
BULLET_OUT = "• "
ROW = re.compile(r"^\|(.*)\|$")
HEADING_MARK = re.compile(
    r"^(?:[一二三四五六七八九十百]{1,4}、|第[一二三四五六七八九十百]{1,4}[章节]\s?)\s*"
)


@dataclass(frozen=True)
class Paragraph:
    """A clause without its number; ``level`` 1 is （一）, 2 is 1., 3 is （1）, 0 is plain.

    ``kind`` is text, item (a bullet) or table; a table's text has a line for each row.
    """

    level: int
    text: str
    kind: str = TEXT


def parse_text(text: str) -> list[Paragraph]:
    """One clause for each line that is not blank, the number taken off and kept as a level.

    Lines between bars that follow each other are one table.
    """
    found: list[Paragraph] = []
    is_open = False
    for line in (line.strip() for line in text.replace("\u3000", " ").splitlines()):
        row = ROW.match(line)
        if row and is_open:
            table = found.pop()
            found.append(Paragraph(PLAIN, f"{table.text}\n{_row(row[1])}", TABLE))
        elif row:
            found.append(Paragraph(PLAIN, _row(row[1]), TABLE))
        elif line:
            found.append(_paragraph(line))
        is_open = bool(row)
    return [one for one in found if one.text.strip("|\n ")]


def clean_heading(text: str) -> str:
    """A heading without the number that was typed in front of it: the page counts by itself."""
    text = text.strip()
    return HEADING_MARK.sub("", text, count=1) or text


def _row(text: str) -> str:
    return "|".join(cell.strip() for cell in text.split("|"))


def _paragraph(line: str) -> Paragraph:
    bullet = BULLET.sub("", line, count=1)
    if bullet and bullet != line:
        return Paragraph(PLAIN, bullet, ITEM)
    for level, mark in MARKS:
        rest = mark.sub("", line, count=1)
        if rest and rest != line:
            return Paragraph(level, rest)
    return Paragraph(PLAIN, line)


def chinese_number(number: int) -> str:
    """1 to 99 as official writing counts: 一, 十, 二十三."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else ("十" if tens == 1 else FIGURES[tens] + "十")
    return front + (FIGURES[ones] if ones else "")


def numbers(levels: Iterable[int]) -> list[str]:
    """The number in front of each clause; a level starts anew below the one above it."""
    counts = [0, 0, 0, 0]
    labels = []
    for level in levels:
        if level == PLAIN:
            labels.append("")
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (THIRD - level)
        labels.append(_number(level, counts[level]))
    return labels


def _number(level: int, count: int) -> str:
    if level == FIRST:
        return f"（{chinese_number(count)}）"
    return f"{count}. " if level == SECOND else f"（{count}）"


def compose(paragraphs: Sequence[Paragraph]) -> str:
    """The text as an editor shows it: numbered, a line for each clause."""
    labels = numbers(paragraph.level for paragraph in paragraphs)
    return "\n".join(
        _line(label, paragraph) for label, paragraph in zip(labels, paragraphs, strict=True)
    )


def _line(label: str, paragraph: Paragraph) -> str:
    if paragraph.kind == TABLE:
        return "\n".join(f"| {' | '.join(row.split('|'))} |" for row in paragraph.text.split("\n"))
    return label + (BULLET_OUT if paragraph.kind == ITEM else "") + paragraph.text


def match_clauses(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new text the place of the old one it came from, or ``None`` for a new sentence.

    Equal texts first, in order; then the most alike, each old one used once. Alike means
    that half of the characters stand in the same order.
    """
    found: list[int | None] = [None] * len(new)
    left = set(range(len(old)))
    for place, text in enumerate(new):
        same = next((at for at in sorted(left) if old[at] == text), None)
        if same is not None:
            found[place] = same
            left.discard(same)
    pairs = []
    for place, text in enumerate(new):
        if found[place] is None:
            pairs += [(_alike(old[at], text), -abs(at - place), place, at) for at in left]
    for ratio, _near, place, at in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        if ratio >= ALIKE and found[place] is None and at in left:
            found[place] = at
            left.discard(at)
    return found


def _alike(old: str, new: str) -> float:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def compare(theirs: str, mine: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts line by line, each line with whether the other side lacks it."""
    left, right = theirs.splitlines(), mine.splitlines()
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    same_left = {block.a + step for block in blocks for step in range(block.size)}
    same_right = {block.b + step for block in blocks for step in range(block.size)}
    return (
        [(line, at not in same_left) for at, line in enumerate(left)],
        [(line, at not in same_right) for at, line in enumerate(right)],
    )
