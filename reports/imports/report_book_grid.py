"""The part of a filled-in sheet that the check page shows: rows at fault and their neighbours."""

from collections.abc import Iterable

from fraudwatch.lib.sheets import Row
from fraudwatch.lib.sheets_facts import ADDRESS

from .report_book_xlsx import Filled, Problem

MOST_ROWS, MOST_COLUMNS, LONGEST = 60, 40, 40


def grid_of(filled: Filled, problems: Iterable[Problem], rows: Iterable[object]) -> dict:
    """Letters, heading and rows as JSON: each cell its text, its address and how it stands.

    ``e`` is a mistake, ``w`` a figure that needs a word. Without either the first rows show.
    """
    marks = {one["cell"]: ("w", one["text"]) for row in rows for one in row.warnings}
    marks |= {found.cell: ("e", found.text) for found in problems}
    body = [row for row in filled.sheet.rows if row.number > filled.header.number]
    at_fault = {number for address in marks if (number := _row_of(address))}
    near = {number + step for number in at_fault for step in (-1, 0, 1)}
    shown = [row for row in body if row.number in near] if at_fault else body
    return {
        "letters": [_letters(cell.address) for cell in filled.header.cells[:MOST_COLUMNS]],
        "head": _cells(filled.header, marks),
        "head_row": filled.header.number,
        "rows": [[row.number, _cells(row, marks)] for row in shown[:MOST_ROWS]],
        "left_out": len(body) - len(shown[:MOST_ROWS]),
    }


def _cells(row: Row, marks: dict[str, tuple[str, str]]) -> list[list[str]]:
    found = []
    for cell in row.cells[:MOST_COLUMNS]:
        text = "" if cell.value is None else str(cell.value)
        short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        found.append([short, cell.address, *marks.get(cell.address, ("", ""))])
    return found


def _row_of(address: str) -> int:
    found = ADDRESS.fullmatch(address)
    return int(found.group(2)) if found else 0


def _letters(address: str) -> str:
    return ADDRESS.fullmatch(address).group(1)
