"""The text of an imported plan as sections and sentences, each with its place (pure)."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from campaigns.clauses import parse_text
from campaigns.sketches import SketchClause, SketchSection

NUMBER_BEFORE = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}[章节条]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[①-⑳])\s*$"
)
AROUND = " 　。；;：:，,、\t"
LONGEST_HEADING = 120
KIND_OF_PAPER = 6  # characters


@dataclass(frozen=True)
class Heading:
    """A heading that stands: its place, its level, its words and what it is about."""

    start: int
    end: int
    level: int
    words: str
    kind: str


@dataclass
class Written:
    """The sections, and for places of the text the key of the sentence that stands there."""

    sections: list[SketchSection] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def key_at(self, place: int) -> str:
        """The sentence at a place; that before it where a heading alone stands there."""
        at = bisect_right(self.starts, place) - 1
        return self.keys[at] if at >= 0 else ""


def paragraphs(text: str, headings: Iterable[Heading] = ()) -> list[tuple[int, int]]:
    """Where each paragraph stands; a heading begins one also where line breaks were lost."""
    cuts = {0, len(text)} | {found.end() for found in re.finditer("\n", text)}
    for one in headings:
        line = text.rfind("\n", 0, one.start) + 1
        before = NUMBER_BEFORE.search(text[line : one.start])
        cuts.add(line + before.start() if before else one.start)
    places = sorted(cuts)
    return [
        (start, end)
        for start, end in zip(places, places[1:], strict=False)
        if text[start:end].strip()
    ]


def write_text(
    text: str, headings: Sequence[Heading], first: str, first_kind: str, title: str = ""
) -> Written:
    """The plan's sections; those of the highest level begin one, the rest stay sentences.

    What stands before the first of them becomes a section called ``first``. The lines of the
    ``title`` are no sentence of the plan.
    """
    top = min((one.level for one in headings), default=0)
    begins = {one.start: one for one in headings if one.level == top}
    out = Written()
    sections: list[tuple[str, str, list[SketchClause]]] = []
    for start, end in paragraphs(text, headings):
        heading = next((begins[at] for at in begins if start <= at < end), None)
        rest = text[start:end]
        if heading is not None:
            sections.append((heading.kind, heading.words[:LONGEST_HEADING], []))
            rest = text[heading.end : end].strip(AROUND + "\n")
        elif not any(clauses for _kind, _words, clauses in sections) and _stands_in(rest, title):
            continue
        elif not sections:
            sections.append((first_kind, first, []))
        _add(out, sections[-1][2], start, rest)
    out.sections = [SketchSection(kind, words, clauses) for kind, words, clauses in sections]
    return out


def _stands_in(line: str, title: str) -> bool:
    """Whether the line is the title or, of one over several lines, a part of it.

    A campaign goes by the title without the word for the kind of paper (实施方案).
    """
    words, whole = "".join(line.split()), "".join(title.split())
    if len(words) < 2 or len(whole) < 2:
        return False
    return words in whole or (whole in words and len(words) - len(whole) <= KIND_OF_PAPER)


def _add(out: Written, clauses: list[SketchClause], start: int, text: str) -> None:
    """One paragraph; of an empty one the place is kept, so that its sentence is the next."""
    key = f"t{start}"
    found = parse_text(" ".join(text.split())) if text.strip() else []
    clauses += [SketchClause(one.text, one.level, one.kind, key) for one in found]
    if found:
        out.starts.append(start)
        out.keys.append(key)
