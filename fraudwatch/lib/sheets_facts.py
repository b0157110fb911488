"""Addresses in a worksheet, how much one may hold, and what was seen in it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from .packages import MB

ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class Limits:
    """How much a filled-in form may hold. ``cells`` and ``area`` count all sheets together."""

    bytes: int = 10 * MB
    sheets: int = 20
    rows: int = 20_000
    columns: int = 200
    cells: int = 400_000
    area: int = 1_000_000
    styled_rows: int = 100_000
    merges: int = 5_000
    merged_area: int = 50_000
    characters: int = 20_000_000


@dataclass
class SheetFacts:
    """What was seen in one worksheet. Addresses are like ``B7``, columns count from 1."""

    name: str = ""
    hidden: bool = False
    filled: int = 0
    rows: int = 0
    columns: int = 0
    formulas: set[str] = field(default_factory=set)
    never_calculated: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[str] = field(default_factory=list)


def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=512)
def column_letters(number: int) -> str:
    """1 is ``A``, 27 ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def row_number(address: str) -> int:
    """The row of ``B7``: 7."""
    return int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def corners(area: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row of ``B2:D9``. ValueError for other texts."""
    found = [ADDRESS.fullmatch(corner) for corner in area.split(":")]
    if len(found) > 2 or None in found:
        raise ValueError(area)
    (left, top), (right, bottom) = (
        (column_number(corner.group(1)), int(corner.group(2))) for corner in (found[0], found[-1])
    )
    if left > right or top > bottom:
        raise ValueError(area)
    return left, top, right, bottom
