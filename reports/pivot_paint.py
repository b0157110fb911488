"""How the cells of the grid are coloured: by stated rules, never by colour alone (pure).

Figures are painted in fifths of the largest of their kind in the grid, rates in fifths of a
hundred; a change by whether it is good for the campaign, and darker from a tenth on.
"""

from collections.abc import Iterable
from decimal import Decimal

from campaigns.enums import IndicatorKind

from .pivot import CHANGE, MEASURES, REACHED, SIDES, VALUE, YEAR, Cell, Head, Pivot

STEPS = 5
MUCH = 10  # percent, or points, from which a change is painted darker
FULL = Decimal(100)


def paint(pivot: Pivot, columns: str) -> None:
    """Give each cell its paint.

    Totals are left plain, they would outshine their parts; two sides have their difference.
    """
    groups: dict[str, list[Cell]] = {}
    if columns == SIDES:
        return
    for row, cells in pivot.lines:
        for column, cell in zip(pivot.columns, cells, strict=True):
            if row.is_total or column.is_total:
                continue
            if cell.measure in (CHANGE, YEAR):
                cell.paint = change_paint(cell)
            elif cell.measure == REACHED and columns != MEASURES:
                cell.paint = _reached_paint(cell)
            elif cell.measure == VALUE:
                groups.setdefault(_group(row, column), []).append(cell)
    for cells in groups.values():
        if len(cells) > 1:
            paint_values(cells)


def _group(row: Head, column: Head) -> str:
    """Figures of different units of measure are never held against each other."""
    subject = row.subject or column.subject
    return subject.indicator.code if subject else ""


def paint_values(cells: Iterable[Cell]) -> None:
    """In fifths of the largest; of a hundred where they are rates."""
    cells = list(cells)
    known = [cell.value for cell in cells if cell.value is not None]
    top = max(known, default=Decimal(0))
    for cell in cells:
        cell.paint = level_paint(cell.value, FULL if cell.kind == IndicatorKind.RATE else top)


def level_paint(value: Decimal | None, top: Decimal) -> str:
    """``q1`` to ``q5`` for a share of the top; nothing for nothing and for zero."""
    if value is None or value <= 0 or top <= 0:
        return ""
    return f"q{min(int(value * STEPS / top) + (1 if value < top else 0), STEPS)}"


def change_paint(cell: Cell) -> str:
    """``g`` for good, ``b`` for bad, with 2 for much; nothing where neither."""
    change = cell.change
    if change is None or not change.amount or change.good == "neutral":
        return ""
    is_good = (change.amount > 0) == (change.good == "up")
    return f"{'g' if is_good else 'b'}{2 if abs(change.amount) >= MUCH else 1}"


def _reached_paint(cell: Cell) -> str:
    if cell.attainment is None:
        return ""
    return "g1" if cell.attainment.is_met else level_paint(cell.value, FULL)
