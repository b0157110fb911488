"""Sentences and clauses with their places (pure)."""

import re
from collections.abc import Iterator

from .piece import Piece

ENDS = re.compile(r"[。!?;]")
CLAUSE = re.compile(r"[,。;:!?]")


def sentences(piece: Piece, *, at: re.Pattern = ENDS) -> Iterator[tuple[int, int]]:
    """From where to where the sentences run; marks inside brackets and quotes end none."""
    start, level = 0, 0
    for i, char in enumerate(piece.text):
        if char in "([“《":
            level += 1
        elif char in ")]”》":
            level = max(0, level - 1)
        elif (
            char == ":" and piece.text[i - 1 : i].isdigit() and piece.text[i + 1 : i + 2].isdigit()
        ):
            continue  # 17:00
        elif (level == 0 or char == "。") and at.match(char):
            yield from _kept(piece.text, start, i + 1)
            start, level = i + 1, 0
    yield from _kept(piece.text, start, len(piece))


def _kept(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in " ,。;:!?、)”":
        start += 1
    if text[start:end].strip(" ,。;:!?、"):
        yield start, end


def clauses(piece: Piece, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence, from comma to comma."""
    for a, b in sentences(piece[start:end], at=CLAUSE):
        yield start + a, start + b
