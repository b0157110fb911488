"""Stretches of text that may hold orders, and whom their place makes responsible (pure)."""

import re
from dataclasses import dataclass

from . import attribution
from .draft import Owner
from .outline import Block
from .piece import Piece
from .sentences import sentences
from .subjects import Subject, named, subject_of

DUE_LINE = re.compile(r"^(?:完成|办结|整改|落实)?(?:时限|时间|期限|时间节点)(?:要求)?:")
NOTHING_BEFORE = 3  # characters


@dataclass
class Passage:
    """A stretch of text that may hold orders, with what its place says about them."""

    piece: Piece
    block: Block
    attributed: attribution.Attribution | None = None
    labelled: attribution.Attribution | None = None
    addressed: tuple[Owner, ...] = ()
    is_opening: bool = False  # text before the first number
    is_phase: bool = False
    due_line: str = ""  # 完成时限：… in a line of its own


def passages_of(root: Block) -> list[Passage]:
    """All of them in order."""
    out, first = [], _first_number(root)
    for block in root.walk():
        piece = block.text
        if piece is None:
            continue
        passage = Passage(piece, block, attribution.at_the_end(piece), attribution.label(piece))
        passage.is_opening = not block.is_numbered and block.parent is root and (
            first is None or block.line.piece.at[0] < first
        )  # fmt: skip
        out.append(passage)
    _lines_of_their_own(out)
    _share_attributions(out)
    _address(out)
    return out


def _first_number(root: Block) -> int | None:
    return next((b.line.piece.at[0] for b in root.walk() if b.is_numbered), None)


def _lines_of_their_own(passages: list[Passage]) -> None:
    """责任单位：… and 完成时限：… in lines under an item speak of that item."""
    by_block = {id(one.block): one for one in passages}
    for one in passages:
        above = by_block.get(id(one.block.parent))
        if above is None or one.block.is_numbered:
            continue
        if DUE_LINE.match(one.piece.text):
            above.due_line = one.piece.text
        elif one.attributed and one.attributed.a < NOTHING_BEFORE:
            before = above.attributed.owners if above.attributed else ()
            owners = (*before, *one.attributed.owners)
            at = above.attributed.a if above.attributed else len(above.piece)
            above.attributed = attribution.Attribution(owners, at)


def _share_attributions(passages: list[Passage]) -> None:
    """（…落实） on the last of several items, and nowhere else among them, goes to all of them."""
    by_parent: dict[int, list[Passage]] = {}
    for one in passages:
        by_parent.setdefault(id(one.block.parent), []).append(one)
    by_block = {id(one.block): one for one in passages}
    for siblings in by_parent.values():
        last, parent = siblings[-1], siblings[-1].block.parent
        is_alone = sum(bool(one.attributed) for one in siblings) == 1
        if not last.attributed or not is_alone or parent.parent is None:
            continue
        for other in siblings[:-1]:
            other.attributed = attribution.Attribution(last.attributed.owners, len(other.piece))
        above = by_block.get(id(parent))
        if above is not None and above.attributed is None:
            above.addressed = above.addressed or last.attributed.owners


def _address(passages: list[Passage]) -> None:
    """A head that is a unit, or an introduction 各单位要：, speaks to everything under it."""
    given: dict[int, tuple[Owner, ...]] = {}
    for one in passages:
        above = next((given[id(up)] for up in one.block.ancestors() if id(up) in given), ())
        one.addressed = one.addressed or above
        own = _introduced(one)
        if own:
            given[id(one.block)] = own


def _introduced(passage: Passage) -> tuple[Owner, ...]:
    block = passage.block
    if not block.parts:
        return ()
    if passage.labelled:
        return passage.labelled.owners
    head = block.head
    if (
        head is not None
        and len(head) <= 40
        and (subject := subject_of(head.text))
        and subject.how == "whole"
    ):
        return owned(head, subject)
    text = passage.piece.text.rstrip()
    if text.endswith(":"):
        last = list(sentences(passage.piece))[-1]
        subject = subject_of(text[last[0] : last[1] - 1])
        if subject:
            return owned(passage.piece[last[0] :], subject)
    return ()


def owned(piece: Piece, subject: Subject) -> tuple[Owner, ...]:
    """The subject's names as owners."""
    return tuple(Owner(n, attribution.RESPONSIBLE, s) for n, s in named(piece, list(subject.names)))
