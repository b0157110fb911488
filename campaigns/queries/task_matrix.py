"""The wall chart (挂图作战): units by tasks, one letter a cell, for hundreds of units at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.utils.text import capfirst

from campaigns.cells import LOOKS, NOTHING, letter_of
from campaigns.enums import AssignmentState
from campaigns.lamps import Lamp, worst
from campaigns.models import Campaign
from campaigns.progress import standings
from fraudwatch.lib.pages import Page, numbered_page
from orgs.models import Unit

from .part_facts import PartFact
from .task_filters import COLUMNS
from .task_rows import TaskLedger, TaskRow

PER_PAGE = 20
FOLD_FROM = 60  # rows; a chart this long begins with its towns closed
FEW = 14  # tasks; that many columns have room for their titles


@dataclass
class WallRow:
    """A unit's row: ``letters`` has one letter a task, ``notes`` what else a cell says.

    ``level`` 0 is a unit directly below the leading one, others stand under theirs; ``below``
    counts the rows under it. A note is n/N of the units a part was passed on to, or how many
    rounds of a repeating task are overdue.
    """

    unit: Unit
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


@dataclass(frozen=True)
class Wall:
    """The whole chart; ``page`` holds the rows that are drawn without a script."""

    tasks: list[TaskRow]
    rows: list[WallRow]
    page: Page
    is_plain: bool

    @property
    def is_folded(self) -> bool:
        """Whether towns begin closed."""
        return len(self.rows) > FOLD_FROM

    @property
    def has_room(self) -> bool:
        """Whether the columns have room for titles."""
        return len(self.tasks) <= FEW

    @property
    def data(self) -> dict:
        """The chart for the script that draws the rows in sight."""
        words = {key: [look[0], str(look[2])] for key, look in LOOKS.items()}
        return {
            "tasks": [[row.task.pk, row.task.number, row.task.title] for row in self.tasks],
            "rows": [
                [
                    row.unit.pk, row.unit.name, row.level, str(row.lamp)[0], row.done, row.total,
                    row.letters, row.notes, row.group, row.below, row.below_overdue,
                ]
                for row in self.rows
            ],
            "words": words,
            "folded": self.is_folded,
        }  # fmt: skip


def task_matrix(campaign: Campaign, ledger: TaskLedger, params: QueryDict, now: datetime) -> Wall:
    """Units by the issued tasks of ``ledger``, without a further query."""
    tasks = [row for row in ledger.rows if row.state in COLUMNS]
    cells: dict[int, dict[int, tuple]] = {}
    for column, row in enumerate(tasks):
        facts = ledger.facts.get(row.task.pk, [])
        passed_on = _passed_on(facts)
        stands = standings(facts, now) if passed_on else ledger.stands.get(row.task.pk, ())
        for one in stands:
            cells.setdefault(one.part.unit_id, {})[column] = (one, passed_on.get(one.part.pk, ""))
    rows = list(_in_order(campaign, ledger.units, cells))
    for row in rows:
        _fill(row, cells.get(row.unit.pk, {}), len(tasks))
    _count_below(rows)
    return Wall(
        tasks, rows, numbered_page(rows, params, per=PER_PAGE), params.get("rows") == "pages"
    )


def _passed_on(facts: Iterable[PartFact]) -> dict[int, str]:
    """How many of the units below are done, by the part that was passed on: 3/5."""
    counts: dict[int, list[int]] = {}
    for fact in facts:
        if fact.parent_id and fact.state != AssignmentState.WITHDRAWN:
            count = counts.setdefault(fact.parent_id, [0, 0])
            count[0] += fact.state == AssignmentState.CLOSED
            count[1] += 1
    return {key: f"{done}/{total}" for key, (done, total) in counts.items()}


def _in_order(
    campaign: Campaign, units: Iterable[Unit], cells: Mapping[int, object]
) -> Iterable[WallRow]:
    """Rows as a tree: first by kind, then by position; a unit without a part only as a head."""
    wanted = [unit for unit in units if unit.pk in cells]
    paths = {unit.path for unit in wanted}
    shown = [
        unit
        for unit in units
        if unit.pk in cells or any(path.startswith(unit.path) for path in paths)
    ]
    keys, below = {unit.pk for unit in shown}, {}
    for unit in sorted(shown, key=lambda unit: (unit.position, unit.code)):
        below.setdefault(unit.parent_id if unit.parent_id in keys else None, []).append(unit)
    top = [
        unit for unit in below.get(None, []) if unit.pk != campaign.owner_id
    ]  # the leading unit itself stands first, what is below it is not indented
    if campaign.owner_id in keys:
        yield WallRow(campaign.owner, 0, group=_kind(campaign.owner))
        top += below.get(campaign.owner_id, [])
    kinds = list(dict.fromkeys(unit.kind for unit in top))
    for kind in kinds:
        for unit in (one for one in top if one.kind == kind):
            yield from _branch(unit, 0, _kind(unit), below)


def _kind(unit: Unit) -> str:
    return capfirst(str(unit.get_kind_display()))


def _branch(unit: Unit, level: int, group: str, below: dict) -> Iterable[WallRow]:
    yield WallRow(unit, level, group=group)
    for child in below.get(unit.pk, []):
        yield from _branch(child, level + 1, group, below)


def _fill(row: WallRow, cells: dict[int, tuple], columns: int) -> None:
    letters, lamps = [NOTHING] * columns, []
    for column, (one, passed_on) in cells.items():
        letters[column] = letter_of(one.part.state, one.lamp, is_done=one.is_done)
        row.overdue += one.late > 0
        row.done += one.is_done
        lamps.append(one.lamp)
        if note := passed_on or (f"×{one.late}" if one.late > 1 else ""):
            row.notes[column] = note
    row.letters, row.total, row.lamp = "".join(letters), len(cells), worst(lamps)


def _count_below(rows: list[WallRow]) -> None:
    """How many rows a top row has under it, and how many of them are overdue somewhere."""
    head = None
    for row in rows:
        if row.level == 0:
            head = row
        elif head:
            head.below += 1
            head.below_overdue += row.overdue > 0
