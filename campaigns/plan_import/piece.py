"""A string that knows where in the source each of its characters stands (pure)."""

from collections.abc import Sequence

from .draft import Span


class Piece:
    """Part of the source, perhaps with characters left out; slices are pieces too."""

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: Sequence[int]) -> None:
        self.text = text
        self.at = at

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> "Piece":
        return Piece(self.text[part], self.at[part])

    def __add__(self, other: "Piece") -> "Piece":
        return Piece(self.text + other.text, [*self.at, *other.at])

    def __repr__(self) -> str:
        return f"Piece({self.text!r})"

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Where the characters from ``start`` up to ``end`` stand in the source."""
        end = len(self.text) if end is None else end
        if not self.at or start >= end:
            here = self.at[min(start, len(self.at) - 1)] if self.at else 0
            return Span(here, here)
        first, last = sorted((self.at[start], self.at[end - 1]))
        return Span(first, last + 1)

    def strip(self, what: str = " ") -> "Piece":
        """Without ``what`` at both ends."""
        left = len(self.text) - len(self.text.lstrip(what))
        right = len(self.text.rstrip(what))
        return self[left : max(left, right)]

    def without(self, is_dropped: Sequence[bool]) -> "Piece":
        """Without the characters marked."""
        kept = [i for i, gone in enumerate(is_dropped) if not gone]
        return Piece("".join(self.text[i] for i in kept), [self.at[i] for i in kept])
