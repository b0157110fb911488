"""Orders: what is to be done, by whom, until when (pure).

One task for each numbered item, or paragraph where measures stand unnumbered; another one where
the addressee changes, at 一是、二是 and at 要…；要…. Goals, guiding ideas and contents of
propaganda are no orders unless they name somebody who must.
"""

import re
from collections.abc import Iterator

from .draft import PartialDate, Task
from .order_state import SHORTEST, OrderState, parts
from .outline import Block
from .passages import DUE_LINE, NOTHING_BEFORE, Passage, passages_of
from .piece import Piece
from .seats import is_seat_line
from .units import split_list

STRICT = {"guiding", "goals", "contents", "group", "time", "theme", "people", "attachments", ""}
# A stage with nothing to do in it.
STAGE = re.compile(r"^[^,。;:()]{2,14}(?:阶段|环节)(?:\([^()]*\))?[。:;]?$")


def find_tasks(
    root: Block,
    places: dict[int, tuple[int | None, int | None]],
    ends: dict[int, PartialDate | None],
    year: int | None,
    last: PartialDate | None = None,
) -> list[Task]:
    """All orders of the plan in order; ``last`` is the last day of the campaign.

    ``places`` gives section and phase by the id of a block, ``ends`` the last day of its phase.
    """  # fmt: skip
    out = []
    for passage in passages_of(root):
        section, phase = places.get(id(passage.block), (None, None))
        passage.is_phase = phase is not None
        orders = _orders(passage, (ends.get(id(passage.block)), last), year)
        out += [_placed(task, section, phase, passage) for task in orders]
    return out


def _placed(task: Task, section: int | None, phase: int | None, passage: Passage) -> Task:
    is_duty = passage.block.kind == "duties" or passage.labelled is not None
    return Task(
        task.quote, task.owners, task.deadline, task.span, section, phase, is_duty,
        task.confidence, task.reason,
    )  # fmt: skip


# -- orders of one passage -------------------------------------------------------------------


def _orders(
    passage: Passage, ends: tuple[PartialDate | None, PartialDate | None], year: int | None
) -> Iterator[Task]:
    block, piece = passage.block, passage.piece
    if passage.attributed and passage.attributed.a < NOTHING_BEFORE:
        return
    if STAGE.match(piece.text):
        return
    if not block.is_numbered and split_list(piece.text.strip(" 。")):
        return  # a signature, or a list of addressees
    if DUE_LINE.match(piece.text) or (not block.is_numbered and is_seat_line(block.line)):
        return
    if not block.is_numbered and block.parent is not None and _introduces(block):
        return
    has_items = bool(block.children) or (block.is_heading and block.body is None and block.parts)
    if has_items and (block.body is None or piece.text.rstrip().endswith(":")):
        return
    body = piece[: passage.attributed.a] if passage.attributed else piece
    start = passage.labelled.a if passage.labelled else _after_head(block, body)
    state = OrderState(passage, ends, year, is_strict=_is_strict(passage))
    state.head_end = start
    for a, b in parts(body, start):
        yield from state.read(body, a, b)
    if not state.made:
        task = state.fallback(body, start)
        if task:
            yield task


def _introduces(block: Block) -> bool:
    """A short paragraph under a heading before its numbered items says what they are about."""
    is_before = block.following is not None and block.following.is_numbered
    return is_before and block.parent.parent is not None and len(block.body) <= 40


def _is_strict(passage: Passage) -> bool:
    if passage.labelled or passage.attributed or passage.is_phase:
        return False
    if passage.is_opening:
        return True
    kind = passage.block.kind
    is_under_number = passage.block.is_numbered or any(True for _ in passage.block.ancestors())
    return kind in STRICT and not (kind == "" and is_under_number)


def _after_head(block: Block, piece: Piece) -> int:
    """Where the order begins behind a run-in head."""
    if not block.is_heading or block.head is None or block.body is None:
        return 0
    after = len(block.head) + int(block.body.text[:1] in "。:;!, ")
    return after if after + SHORTEST < len(piece) else 0
