"""The part of a filled-in sheet that the check page shows: rows at fault and their neighbours.

Of a row at fault, and of one that was mended on the page, every cell that is filled in can be
typed over there.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from fraudwatch.lib.sheets import Cell, Row
from fraudwatch.lib.sheets_facts import ADDRESS

from .report_book_xlsx import Filled, Problem

MOST_ROWS, MOST_COLUMNS, MOST_OPEN, LONGEST = 60, 40, 600, 40
UNTOUCHED = ("state", "code", "unit")


@dataclass(frozen=True)
class GridCell:
    """A cell as the page shows it; ``mark`` is ``e`` for a mistake, ``w`` for an odd figure.

    ``label`` names what is filled in there, where it can be typed over; ``whole`` is the text
    that stands there then.
    """

    text: str
    address: str
    mark: str = ""
    why: str = ""
    label: str = ""
    whole: str = ""
    is_mended: bool = False

    @property
    def is_long(self) -> bool:
        """Whether more than a line stands there."""
        return len(self.whole) > LONGEST or "\n" in self.whole


def grid_of(
    filled: Filled,
    problems: Iterable[Problem],
    rows: Iterable[object],
    *,
    unclear: Collection[int] = (),
    mended: Collection[str] = (),
) -> dict:
    """Letters, heading and rows as JSON, each cell as the values of a GridCell.

    ``unclear`` are the rows whose unit is in doubt: there its code and name are open as well.
    Without a mistake or a mended cell the first rows show.
    """
    marks = {one["cell"]: ("w", one["text"]) for row in rows for one in row.warnings}
    marks |= {found.cell: ("e", found.text) for found in problems}
    body = [row for row in filled.sheet.rows if row.number > filled.header.number]
    at_fault = {number for address in marks if (number := row_of(address))}
    touched = at_fault | {row_of(address) for address in mended}
    near = {number + step for number in touched for step in (-1, 0, 1)}
    shown = [row for row in body if row.number in near] if touched else body
    labels = _labels(filled, touched, unclear)
    return {
        "letters": [_letters(cell.address) for cell in filled.header.cells[:MOST_COLUMNS]],
        "head": _cells(filled.header, marks, {}, mended),
        "head_row": filled.header.number,
        "rows": [[row.number, _cells(row, marks, labels, mended)] for row in shown[:MOST_ROWS]],
        "left_out": len(body) - len(shown[:MOST_ROWS]),
    }


def row_of(address: str) -> int:
    """The number of a cell's row; 0 for no address."""
    found = ADDRESS.fullmatch(address)
    return int(found.group(2)) if found else 0


def _labels(filled: Filled, rows: Collection[int], unclear: Collection[int]) -> dict[str, str]:
    """What is filled in at each address that can be typed over."""
    headings = {_letters(cell.address): cell.value for cell in filled.header.cells}
    first = {row.number: row.values[0] for row in filled.sheet.rows}
    labels = {}
    for line in filled.lines:
        if len(labels) >= MOST_OPEN:
            break
        if line.row is not None and line.number not in rows:
            continue
        for key, cell in line.cells.items():
            number = row_of(cell.address)
            is_fixed = key in UNTOUCHED and (key == "state" or number not in unclear)
            if number in rows and not is_fixed and len(labels) < MOST_OPEN:
                heading = str(headings.get(_letters(cell.address)) or "")
                about = line.name or first.get(number) or ""
                labels[cell.address] = f"{cell.address} {about} {heading}"[:80]
    return labels


def _cells(
    row: Row, marks: Mapping, labels: Mapping[str, str], mended: Collection[str]
) -> list[list]:
    return [_cell(cell, marks, labels, mended) for cell in row.cells[:MOST_COLUMNS]]


def _cell(cell: Cell, marks: Mapping, labels: Mapping[str, str], mended: Collection[str]) -> list:
    text = "" if cell.value is None else str(cell.value)
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    label = labels.get(cell.address, "")
    mark, why = marks.get(cell.address, ("", ""))
    return [short, cell.address, mark, why, label, text if label else "", cell.address in mended]


def _letters(address: str) -> str:
    return ADDRESS.fullmatch(address).group(1)
