"""The rows of the charts of reports: units under the unit above them, towns in groups (pure)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from campaigns.walls import WallRow, count_below, kind_of


@dataclass
class Branch:
    """A unit with those right below it that report; ``reports`` says that it does so itself."""

    head: object
    reports: bool = False
    below: list = field(default_factory=list)


def branches(units: Iterable, top: object, alone: Collection[int] = ()) -> list[Branch]:
    """The units, each under the one above it; those right below ``top`` stand by themselves.

    So do those that are ``alone``: towns that speak for units which are not drawn.
    """
    found: dict[int, Branch] = {}
    for unit in sorted(units, key=_official):
        above = unit.parent
        if unit.pk in alone or _is_outside(above, top):
            found.setdefault(unit.pk, Branch(unit)).reports = True
        else:
            found.setdefault(above.pk, Branch(above)).below.append(unit)
    return list(found.values())


def _official(unit: object) -> tuple:
    """A unit's place in the tree: the positions of those above it, from the top, then its own."""
    chain, one = [], unit
    for _step in range(3):
        if one is not None:
            chain.append((one.position, one.code))
            one = one.parent if _step < 2 else None
    return tuple(reversed(chain))


def rows_of(
    found: Iterable[Branch],
    top: object,
    draw: Callable[[WallRow], None],
    add_up: Callable[[WallRow, list[WallRow]], None],
) -> list[WallRow]:
    """The rows in groups: ``draw`` fills a unit's own row, ``add_up`` that of a head."""
    groups: dict[str, list[Branch]] = {}
    for branch in found:
        groups.setdefault(_group(branch.head, top), []).append(branch)
    rows = [
        row
        for group, members in groups.items()
        for branch in members
        for row in _branch_rows(branch, group, draw, add_up)
    ]
    count_below(rows)
    return rows


def _group(head: object, top: object) -> str:
    """What a head stands under: its kind, or the unit above it in a deeper tree."""
    return kind_of(head) if _is_outside(head.parent, top) else head.parent.name


def _is_outside(unit: object, top: object) -> bool:
    """Whether a unit is not below the one whose subtree is drawn."""
    return unit is None or unit.pk == top.pk or not unit.path.startswith(top.path)


def _branch_rows(branch: Branch, group: str, draw: Callable, add_up: Callable) -> Iterator[WallRow]:
    level = 1 if branch.below else 0
    units = [*([branch.head] if branch.reports else []), *branch.below]
    own = [WallRow(unit, level, group=group) for unit in units]
    for row in own:
        draw(row)
    if branch.below:
        head = WallRow(branch.head, 0, group=group, is_sum=True)
        add_up(head, own)
        yield head
    yield from own


def only_red(rows: Iterable[WallRow]) -> list[WallRow]:
    """The rows with something red, and the heads above them."""
    kept: list[WallRow] = []
    head, held = None, 0
    for row in rows:
        if row.level == 0:
            head, held, row.below, row.below_overdue = row, row.below, 0, 0
        if not row.overdue or (row is head and held):
            continue
        if row.level:
            kept += [] if head.below else [head]
            head.below, head.below_overdue = head.below + 1, head.below_overdue + 1
        kept.append(row)
    return kept
