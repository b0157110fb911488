"""The plain rows of a worksheet, counted whole instead of tag by tag.

Nearly every row of a filled-in form is ``<row r="7"><c r="A7" s="3" t="s"><v>12</v></c>…</row>``.
Such a row is read in one go here while the parser only sees that it is well formed; any other
row, and whatever stands around the rows, goes through the parser's handlers as it is.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from .sheets_facts import Limits, SheetFacts, column_number

HEAD, END = b"<sheetData>", b"</row>"
LONGEST = 1_000_000  # bytes of a head or a row; what is longer is nobody's form
ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:]+="[^"<>&]*")*) ?>')
CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="[0-9]*")?(?: t="([A-Za-z]*)")? ?'
    rb"(?:/>|>(?:<v>([^<&]*)</v>|<v ?/>"
    rb'|<is><t(?: xml:space="preserve")?>([^<&]*)</t></is>)?</c>)'
)
GROUPS = CELL.groups + 1  # of what lies between two cells, and of each cell
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Tally(Protocol):
    """What all sheets hold together."""

    limits: Limits
    lengths: list[int]
    cells: int
    area: int
    characters: int


class Scan(Protocol):
    """The handlers of a worksheet and where they are."""

    facts: SheetFacts
    tally: Tally
    row: int
    column: int
    row_tags: int
    is_between: bool

    def listen(self, to: bool) -> None:
        """Give the parser its handlers, or take them away."""


class PlainRow(NamedTuple):
    """What a plain row holds: its last cell, the last one that is filled, how many are."""

    number: int
    cells: int
    column: int
    last_filled: int
    filled: int
    characters: int


def cut_into_rows(chunks: Iterable[bytes], scan: Scan) -> Iterator[bytes]:
    """The worksheet in pieces for its parser, one for each row.

    A plain row is counted once the parser has taken it, so that a broken one never is.
    """
    chunks = iter(chunks)
    head, rest = _head(chunks)
    yield head
    if head.endswith(HEAD) and scan.is_between and not _hides(head):
        rest = yield from _rows(rest, chunks, scan)
    yield rest
    yield from chunks


def _head(chunks: Iterator[bytes]) -> tuple[bytes, bytes]:
    """All before the rows, and what was read beyond."""
    head = b""
    for chunk in chunks:
        head += chunk
        before, found, rest = head.partition(HEAD)
        if found:
            return before + found, rest
        if len(head) > LONGEST:
            break
    return head, b""


def _rows(rest: bytes, chunks: Iterator[bytes], scan: Scan) -> Generator[bytes, None, bytes]:
    """Row by row; gives back what has to be read as it is."""
    layouts: dict[tuple, int] = {}
    while True:
        *rows, rest = rest.split(END)
        for at, row in enumerate(rows, 1):
            piece = row + END
            plain = plain_row(piece, scan, layouts)
            if plain:
                scan.listen(False)
                yield piece
                scan.listen(True)
                _count(plain, scan)
                continue
            yield piece
            if not scan.is_between or _hides(piece):
                return END.join([*rows[at:], rest])
        chunk = next(chunks, b"")
        rest += chunk
        if not chunk or len(rest) > LONGEST:
            return rest


def _hides(piece: bytes) -> bool:
    """Whether there are comments, literal text or instructions, in which a tag is none."""
    return b"<!" in piece or piece.count(b"<?") > piece.startswith(b"<?xml ")


def plain_row(piece: bytes, scan: Scan, layouts: dict[tuple, int]) -> PlainRow | None:
    """What a row holds; ``None`` for one that is not plain, or that the handlers would refuse.

    ``layouts`` keeps the last column of the cells' letters: rows of a table are alike.
    """
    start = ROW.match(piece)
    number = int(start[1]) if start else 0
    if not scan.row < number <= LAST_ROW or b"hidden=" in start[2]:
        return None
    parts = CELL.split(piece[start.end() : -len(END)])
    columns, kinds = tuple(parts[1::GROUPS]), parts[3::GROUPS]
    if any(parts[::GROUPS]) or b"e" in kinds or parts[2::GROUPS].count(start[1]) < len(columns):
        return None
    if columns not in layouts:
        layouts[columns] = _last_column(columns)
    texts = [value or text for value, text in zip(parts[4::GROUPS], parts[5::GROUPS], strict=True)]
    shared = [text for kind, text in zip(kinds, texts, strict=True) if kind == b"s" and text]
    lengths = _lengths(shared, scan.tally.lengths)
    if layouts[columns] < 0 or lengths is None:
        return None
    last = next((at for at in range(len(texts) - 1, -1, -1) if texts[at]), None)
    plain = PlainRow(
        number,
        cells=len(columns),
        column=layouts[columns],
        last_filled=0 if last is None else column_number(columns[last].decode()),
        filled=sum(map(bool, texts)) - lengths.count(0),
        characters=sum(lengths),
    )
    return plain if _fits(plain, scan) else None


def _last_column(columns: Sequence[bytes]) -> int:
    """The number of the last column; -1 when they do not run from left to right."""
    numbers = [column_number(letters.decode()) for letters in columns]
    in_order = all(one < other for one, other in pairwise(numbers))
    last = numbers[-1] if numbers else 0
    return last if in_order and last <= LAST_COLUMN else -1


def _lengths(shared: Sequence[bytes], known: Sequence[int]) -> list[int] | None:
    """How long the shared texts named are; ``None`` when one is named that is none."""
    if not all(index.isdigit() and int(index) < len(known) for index in shared):
        return None
    return [known[int(index)] for index in shared]


def _area(plain: PlainRow, facts: SheetFacts) -> int:
    """By how much the row makes the table larger that its sheet would take."""
    if not plain.last_filled:
        return 0
    rows, columns = max(facts.rows, plain.number), max(facts.columns, plain.last_filled)
    return rows * columns - facts.rows * facts.columns


def _fits(plain: PlainRow, scan: Scan) -> bool:
    """Whether everything stays within the limits; the handlers say what does not."""
    tally, limits = scan.tally, scan.tally.limits
    return (
        scan.row_tags < limits.styled_rows
        and tally.cells + plain.cells <= limits.cells
        and (not plain.last_filled or plain.number <= limits.rows)
        and plain.last_filled <= limits.columns
        and tally.area + _area(plain, scan.facts) <= limits.area
        and tally.characters + plain.characters <= limits.characters
    )


def _count(plain: PlainRow, scan: Scan) -> None:
    """Take the row into account as the handlers would have."""
    facts, tally = scan.facts, scan.tally
    tally.area += _area(plain, facts)
    tally.cells += plain.cells
    tally.characters += plain.characters
    if plain.last_filled:
        facts.rows = max(facts.rows, plain.number)
        facts.columns = max(facts.columns, plain.last_filled)
    facts.filled += plain.filled
    scan.row, scan.column = plain.number, plain.column
    scan.row_tags += 1
