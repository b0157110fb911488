"""Stages of the campaign: blocks and paragraphs that name one, with their days (pure)."""

import re
from dataclasses import dataclass

from . import dates
from .draft import Phase
from .lexicon import section_kind
from .outline import BRACKETS, Block
from .piece import Piece

NAMED = re.compile(r"阶段|环节$")
ORDINAL = re.compile(r"^第[一二三四五六七八九十\d]+(?:个)?阶段[:,、 ]*")
PARAGRAPH = re.compile(
    r"^(?P<name>(?:第[一二三四五六七八九十]+(?:个)?阶段[:,、 ]{0,2})?"
    r"[^,。;:()]{0,14}(?:阶段|周|月|日)?)(?P<rest>\(|:|。)"
)
DATED = re.compile(r"^[(:,。 ]{0,3}(?:时间:?)?")
STAGE_LIKE = re.compile(
    r"准备|动员|启动|部署|总结|评比|表彰|验收|巩固|发动|自查|整改|回头看|攻坚|推进|[前后期中]$|阶段"
)
WHOLE = {"phases", "time"}
FEWEST = 3


@dataclass(frozen=True)
class PhaseBlock:
    """A phase and the block that holds what is to be done in it."""

    phase: Phase
    block: Block


def find_phases(root: Block, year: int | None) -> list[PhaseBlock]:
    """All phases in order. A stage named twice, in a list and again in the text, counts once."""
    found: list[PhaseBlock] = []
    blocks: set[int] = set()
    names: set[str] = set()
    runs = _dated_runs(root, year)
    last: dict[tuple[int, int], int] = {}  # the newest item by its parent and depth
    for block in root.walk():
        place = (id(block.parent), block.depth)
        is_next = last.get(place) in blocks or id(block) in runs
        last[place] = id(block)
        if any(id(up) in blocks for up in block.ancestors()):
            continue
        phase = _of_block(block, year, is_next) if block.is_numbered else _of_paragraph(block, year)
        if phase and phase.name not in names:
            found.append(PhaseBlock(phase, block))
            blocks.add(id(block))
            names.add(phase.name)
    return found


def _of_block(block: Block, year: int | None, is_next: bool) -> Phase | None:
    """A numbered item is a phase by its name, or by its days inside a section of phases."""
    text = block.text.text if block.text else ""
    head = block.head.text if block.head is not None else _short(text)
    if not head:
        return None
    name, opening = _name(head), text[: len(head) + 40]
    spans = _spans(opening, year)
    is_near = bool(spans) and spans[0].a <= len(head) + 6
    if NAMED.search(name) and len(name) <= 24 and not _is_about_phases(name):
        return _made(
            name,
            spans[0] if is_near or _starts_dated(text, head) and spans else None,
            block.text,
            "named stage",
        )
    is_time = section_kind(name) == "time"
    if (block.kind in WHOLE or is_next) and is_near and len(name) <= 20 and not is_time:
        return _made(name, spans[0], block.text, "dated stage")
    return None


def _spans(text: str, year: int | None) -> list[dates.DaySpan]:
    found, alone = dates.spans(text, year), dates.in_brackets(text, year)
    is_free = alone and all(one.b <= alone.a or one.a >= alone.b for one in found)
    return sorted([*found, alone], key=lambda one: one.a) if is_free else found


def _dated_runs(root: Block, year: int | None) -> set[int]:
    """Three items or more in a row with their days in brackets are stages under any name."""
    out: set[int] = set()
    for parent in [root, *root.walk()]:
        run: list[int] = []
        for block in [*parent.parts, None]:
            if block is not None and not block.is_numbered and run:
                continue
            if block is not None and block.head is not None and _has_days(block, year):
                run.append(id(block))
                continue
            out |= set(run) if len(run) >= FEWEST else set()
            run = []
        out |= _times_of_a_campaign(parent, year)
    return out


def _times_of_a_campaign(parent: Block, year: int | None) -> set[int]:
    """汛前准备（3月底前） and 汛后总结（10月） are stages though what is between has no days."""
    dated = [one for one in parent.children if one.head is not None and _has_days(one, year)]
    is_all = all(STAGE_LIKE.search(_name(one.head.text)) for one in dated)
    return {id(one) for one in dated} if len(dated) > 1 and is_all else set()


def _has_days(block: Block, year: int | None) -> bool:
    found = _spans(block.head.text, year)
    return bool(found) and BRACKETS.search(block.head.text[: found[-1].b + 2]) is not None


def _is_about_phases(name: str) -> bool:
    """实施阶段及步骤 is a heading over phases, 各阶段… speaks of them."""
    return bool(
        re.search(r"步骤|安排|^(?:各|每|实施|工作|三个|四个|分)?阶段$|^分?[两三四五]个阶段", name)
    )


def _short(text: str) -> str:
    """The beginning of an item that is nothing but a name and its days."""
    match = re.match(r"[^,。;:()]{2,16}(?:\([^()]{2,40}\))", text)
    return match.group() if match else ""


def _starts_dated(text: str, head: str) -> bool:
    rest = text[len(head) :]
    skipped = DATED.match(rest)
    return bool(dates.SPAN.match(rest, skipped.end()) or dates.SINCE.match(rest, skipped.end()))


def _of_paragraph(block: Block, year: int | None) -> Phase | None:
    """第一阶段：动员部署（…） in a line without a number."""
    if block.body is None or block.kind not in WHOLE and "阶段" not in block.body.text[:14]:
        return None
    match = PARAGRAPH.match(block.body.text)
    if match is None or not match["name"]:
        return None
    name, opening = match["name"].strip(" :,、"), block.body.text[: match.end() + 40]
    spans = _spans(opening, year)
    is_named = name.endswith("named stage") or ORDINAL.match(name)
    if is_named and not _is_about_phases(name):
        return _made(_name(name), spans[0] if spans else None, block.body, "named stage")
    return None


def _name(head: str) -> str:
    """The name without its days: 动员部署阶段（5月8日至6月30日） is 动员部署阶段."""
    plain = BRACKETS.sub("", head)
    plain = re.sub(dates.SPAN.pattern.replace("?P<", "?P<x_"), "", plain)
    named = ORDINAL.sub("", plain).strip(" 。:;,.、-—")
    return named if len(named) > 1 else plain.strip(" 。:;,.、-—")


def _made(name: str, days: dates.DaySpan | None, piece: Piece, why: str) -> Phase:
    return Phase(
        name,
        days.start if days else None,
        days.end if days else None,
        piece.span(),
        0.9 if days else 0.6,
        why,
    )
