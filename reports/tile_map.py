"""A map without a map: a square for each unit, grouped as the units' own tree has them (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .pivot import VALUE, Book, Cell, Subject
from .pivot_cells import cell_of
from .pivot_paint import change_paint, paint_values


@dataclass(frozen=True)
class Tile:
    """One square: the unit, its figure, and where it leads."""

    unit: object
    cell: Cell
    is_node: bool


@dataclass(frozen=True)
class TileGroup:
    """The squares of one unit above them; without a name they stand right below the node."""

    label: str
    unit: object | None
    tiles: list[Tile]


def tile_groups(
    book: Book, subject: Subject, measure: str, right: Sequence[object], deep: Sequence[object]
) -> list[TileGroup]:
    """Units with others below them make a group each, single units one group together."""
    below: dict[int, list[object]] = {}
    for unit in deep:
        below.setdefault(unit.parent_id, []).append(unit)
    single = [unit for unit in right if unit.pk not in below]
    groups = [
        TileGroup(unit.name, unit, _tiles(book, subject, measure, below[unit.pk], set()))
        for unit in right
        if unit.pk in below
    ]
    if single:
        groups.insert(0, TileGroup("", None, _tiles(book, subject, measure, single, set(below))))
    cells = [tile.cell for group in groups for tile in group.tiles]
    if measure == VALUE:
        paint_values(cells)
    for cell in cells:
        if cell.change is not None:
            cell.paint = change_paint(cell)
    return groups


def _tiles(
    book: Book, subject: Subject, measure: str, units: Sequence[object], nodes: set[int]
) -> list[Tile]:
    return [
        Tile(one, cell_of(book, one.pk, subject, book.span, measure), one.pk in nodes)
        for one in units
    ]
