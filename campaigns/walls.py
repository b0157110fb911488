"""A wall chart (挂图作战): a row for each unit, a letter for each of its cells (pure).

The columns are tasks, weeks, phases or gauges alike; page, script and paper draw the same rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib.pages import Page
from fraudwatch.lib.paths import ancestors

from .lamps import Lamp

NOTHING = "."
PER_PAGE = 20  # rows that are drawn without a script
FOLD_FROM = 60  # rows; a chart this long begins with its towns closed
FEW = 14  # columns; that many have room for their titles
Looks = Mapping[str, tuple[str, str, str | Promise]]  # letter: class, icon, word


@dataclass(frozen=True)
class Column:
    """``mark`` stands over the column, ``title`` is its name, ``foot`` a small line below.

    ``extra`` says more where there is room. ``is_now`` marks the one that is under way.
    """

    key: int
    mark: str
    title: str
    foot: str = ""
    url: str = ""
    extra: str = ""
    is_now: bool = False


@dataclass
class WallRow:
    """A unit's row: ``letters`` has one letter a column, ``notes`` what else a cell says.

    ``level`` 0 is a unit directly below the leading one, others stand under theirs; ``below``
    counts the rows under it. ``is_sum`` says that the row speaks for those below it. ``share``
    is what stands at its end, in place of done/total; ``faint`` are the columns whose note counts
    few, so that they are paler.
    """

    unit: object
    level: int
    letters: str = ""
    notes: dict[int, str] = field(default_factory=dict)
    lamp: Lamp = Lamp.NONE
    done: int = 0
    total: int = 0
    overdue: int = 0
    below: int = 0
    below_overdue: int = 0
    group: str = ""
    is_sum: bool = False
    share: str = ""
    faint: frozenset[int] = frozenset()

    @property
    def key(self) -> int:
        """The unit's key in the address of a cell; negative for the sum of those below."""
        return -self.unit.pk if self.is_sum else self.unit.pk

    @property
    def is_bad(self) -> bool:
        """Whether the end of the row stands in red."""
        return self.lamp == Lamp.RED

    @property
    def end(self) -> str:
        """What stands at the end of the row."""
        return self.share or (f"{self.done}/{self.total}" if self.total else "")


@dataclass(frozen=True)
class Words:
    """What a chart calls its parts: ``spoken`` is the sentence of a cell, ``marked`` what a
    capital letter adds to it, ``rule`` what the lamps mean; ``mark`` is the class of a capital,
    ``sample`` that of the cell it is shown on. ``look`` is the class of the table; up to
    ``titles`` columns have room for their titles. ``icons`` stand beside notes, too. ``about``
    says on paper which part of the whole it is.
    """

    label: str
    end: str
    spoken: str
    marked: str = ""
    mark: str = "near"
    sample: str = "hc-draft"
    look: str = "tasks"
    titles: int = FEW
    icons: bool = True
    about: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Wall:
    """The whole chart; ``page`` holds the rows that are drawn without a script."""

    columns: Sequence[Column]
    rows: list[WallRow]
    page: Page
    is_plain: bool
    looks: Looks
    words: Words
    from_end: bool = False  # whether the last columns matter most
    count: int = 0  # units, where rows speak for others that are not drawn

    @property
    def units(self) -> int:
        """How many units there are in it, sums of others left out."""
        return self.count or sum(not row.is_sum for row in self.rows) or len(self.rows)

    @property
    def is_folded(self) -> bool:
        """Whether towns begin closed."""
        return len(self.rows) > FOLD_FROM and any(row.below for row in self.rows)

    @property
    def has_room(self) -> bool:
        """Whether the columns have room for titles."""
        return len(self.columns) <= self.words.titles

    @property
    def is_narrow(self) -> bool:
        """Whether the columns are so few that they need not fill the width."""
        return not self.words.titles and len(self.columns) <= FEW

    @property
    def data(self) -> dict:
        """The chart for the script that draws the rows in sight."""
        return {
            "tasks": [[one.key, one.mark, one.title] for one in self.columns],
            "rows": [
                [
                    row.key, row.unit.name, row.level, str(row.lamp)[0], row.end, row.total,
                    row.letters, row.notes, row.group, row.below, row.below_overdue,
                    sorted(row.faint),
                ]
                for row in self.rows
            ],
            "words": {letter: [look[0], str(look[2])] for letter, look in self.looks.items()},
            "folded": self.is_folded,
        }  # fmt: skip


def in_order(top: object, units: Iterable, wanted: Iterable[int]) -> Iterator[WallRow]:
    """Empty rows as a tree: first by kind, then by position; the leading unit ``top`` first.

    ``wanted`` are the units with cells; others of ``units`` stand only as heads above them.
    """
    wanted = set(wanted)
    paths = {unit.path for unit in units if unit.pk in wanted}
    heads = {above for path in paths for above in ancestors(path)}
    shown = [unit for unit in units if unit.path in heads]
    keys, below = {unit.pk for unit in shown}, {}
    for unit in sorted(shown, key=lambda unit: (unit.position, unit.code)):
        below.setdefault(unit.parent_id if unit.parent_id in keys else None, []).append(unit)
    first = [unit for unit in below.get(None, []) if unit.pk != top.pk]
    if top.pk in keys:  # what is below the leading unit is not indented under it
        if top.pk in wanted:
            yield WallRow(top, 0, group=kind_of(top))
        first += below.get(top.pk, [])
    for kind in dict.fromkeys(unit.kind for unit in first):
        for unit in (one for one in first if one.kind == kind):
            yield from _branch(unit, 0, kind_of(unit), below)


def kind_of(unit: object) -> str:
    """The unit's kind as a heading."""
    word = str(unit.get_kind_display())
    return word[:1].upper() + word[1:]


def _branch(unit: object, level: int, group: str, below: dict) -> Iterator[WallRow]:
    yield WallRow(unit, level, group=group)
    for child in below.get(unit.pk, []):
        yield from _branch(child, level + 1, group, below)


def count_below(rows: Iterable[WallRow]) -> None:
    """How many rows a top row has under it, and how many of them are overdue somewhere."""
    head = None
    for row in rows:
        if row.level == 0:
            head = row
        elif head:
            head.below += 1
            head.below_overdue += row.overdue > 0


NEAR = _("due within three days")
