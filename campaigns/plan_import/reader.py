"""Reads a plan: from its text to a draft (pure; deterministic, no network, never raises)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile
from types import MappingProxyType

from . import dates
from .annexes import find_annexes
from .chapters import Chapter, chapters, without_annexes, without_cover
from .clean import LONGEST, Line, read_lines
from .draft import Draft, Judgement, PartialDate, Section
from .group import find_group
from .headings import find_period, find_theme, find_title
from .judgement import NONE, judged
from .outline import Block, bare, build, read_mark
from .phases import PhaseBlock, find_phases
from .reporting import find_reporting
from .targets import find_targets
from .tasks import find_tasks

LONGEST_HEAD = 60  # characters of a title or a number
TIME_LINE = re.compile(
    r"^.{0,4}(?:活动|宣传|整治|实施|行动|工作)?时间(?:安排)?[:为是 ]{0,2}(?:自|从)?20\d\d年"
)
ISSUED_ON = re.compile(r"^\D{0,20}20\d\d年\d{1,2}月\d{1,2}日(?:印发)?$")


def read_plan(
    source: str, headings: Mapping[int, int] = MappingProxyType({}), *, anyway: bool = False
) -> Draft:
    """Everything the text tells, each with its place; an empty draft where it is no plan.

    ``headings`` are the levels of lines that a word processor marked as headings, by place.
    ``anyway`` reads also what is judged to be no plan.
    """
    whole = read_lines(source)
    draft = _read(whole, headings)
    draft.judgement = judged(whole, draft)
    if draft.judgement.verdict == NONE and not anyway:
        draft = Draft(judgement=draft.judgement)
    draft.left_out = max(0, len(source) - LONGEST)
    return draft


def judge(source: str, headings: Mapping[int, int] = MappingProxyType({})) -> Judgement:
    """Whether the text is a plan, and what it seems to be instead."""
    return read_plan(source, headings).judgement


def plans_in(source: str) -> list[Chapter]:
    """The plans in a paste in their order; one or none where there is nothing to choose.

    The source between a chapter's ``span`` is what to read for it. What is judged to be no plan
    is left out.
    """
    lines, out = read_lines(source), []
    for chapter in chapters(lines):
        own = lines[chapter.first : chapter.last]
        draft = _read(own, {})
        verdict = judged(own, draft)
        if verdict.verdict != NONE:
            out.append(replace(chapter, title=draft.title or chapter.title, judgement=verdict))
    return out


def _read(whole: list[Line], headings: Mapping[int, int]) -> Draft:
    own = without_cover(whole)
    lines = without_annexes(own)
    root = build(lines, headings)
    title = find_title(lines)
    year = _year(whole)
    phases = find_phases(root, year)
    sections, where = _sections(root)
    places, ends = _places(root, where, phases)
    period = find_period(root, [one.phase for one in phases], year)
    return Draft(
        title=title,
        theme=find_theme(root),
        period=period,
        group=find_group(lines),
        sections=sections,
        phases=[one.phase for one in phases],
        targets=find_targets(root),
        tasks=find_tasks(root, places, ends, year, period.end if period else None),
        reporting=find_reporting(root, year),
        attachments=find_annexes(own),
    )


def _year(lines: list[Line]) -> int | None:
    """The year of the plan: that of its title or number, of its issue date, of its opening."""
    opening = [
        line.text for line in takewhile(lambda line: read_mark(line.text) is None, lines[:12])
    ]
    heads = [text for text in opening if len(text) <= LONGEST_HEAD and "。" not in text]
    closing = [line.text for line in lines[-8:] if ISSUED_ON.match(line.text)]
    times = [line.text for line in lines if TIME_LINE.search(line.text)]
    for texts in (heads, closing, [*opening, *times]):
        year = dates.issue_year("\n".join(texts))
        if year:
            return year
    return None


def _sections(root: Block) -> tuple[list[Section], dict[int, int]]:
    """The numbered headings, and which one each of their blocks is."""
    sections, where = [], {}
    for block in root.walk():
        if block.is_numbered and block.is_heading and block.head is not None:
            where[id(block)] = len(sections)
            sections.append(
                Section(
                    min(block.depth, 3), block.number, block.head.text.strip(" ,。;:"), block.kind,
                    block.head.span(), 0.9 if len(bare(block.head.text)) <= 20 else 0.7,
                    "number" if block.number else "style",
                )
            )  # fmt: skip
    return sections, where


def _places(
    root: Block, where: dict[int, int], phases: list[PhaseBlock]
) -> tuple[dict[int, tuple[int | None, int | None]], dict[int, PartialDate | None]]:
    """For each block its section and phase, and the last day of that phase."""
    of_block = {id(one.block): i for i, one in enumerate(phases)}
    places, ends = {}, {}
    for block in root.walk():
        chain = [block, *block.ancestors()]
        section = next((where[id(one)] for one in chain if id(one) in where), None)
        phase = next((of_block[id(one)] for one in chain if id(one) in of_block), None)
        places[id(block)] = (section, phase)
        ends[id(block)] = phases[phase].phase.end if phase is not None else None
    return places, ends
