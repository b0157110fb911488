"""The tasks of a campaign with what their units made of them: what list, board and charts show."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from campaigns.enums import AssignmentState, Part, TaskState
from campaigns.lamps import Lamp, worst
from campaigns.models import Assignment, Campaign, Phase, Section, Task
from campaigns.progress import Standing, own_parts, standings, task_state
from fraudwatch.lib.paths import contains
from orgs.models import Unit

from .part_facts import PartFact, part_facts, units_of
from .task_filters import COLUMNS, TaskFilters

DAY = timedelta(days=1)
ON_BOARD = 20  # cards a column; the rest stand on the list


@dataclass(frozen=True)
class TaskRow:
    """A task with what its units made of it; ``units`` and ``done`` count units, not parts.

    ``due_at`` is the task's due moment, of a task that repeats that of its latest occurrence;
    ``next_due`` the first one still ahead, ``late_since`` the first one missed. ``late`` counts
    the units that completed it after it was due.
    """

    task: Task
    state: str
    lamp: Lamp
    lead: str
    units: int
    done: int
    overdue: int
    unsigned: int
    unit_ids: frozenset[int] = frozenset()
    due_at: datetime | None = None
    next_due: datetime | None = None
    late_since: datetime | None = None
    late: int = 0
    waiting: int = 0
    late_days: int = 0

    @property
    def is_overdue(self) -> bool:
        """Whether any unit is past its due moment."""
        return self.overdue > 0


@dataclass(frozen=True)
class TaskLedger:
    """The tasks asked for, and counts over all tasks in sight of the campaign.

    ``done`` of ``owed`` are the parts of issued tasks that are completed: the progress of the
    whole. ``soon`` counts the tasks with something due within a week. ``facts`` are the parts
    of the rows shown, by task; ``stands`` where their units stand, passed on parts left out.
    """

    rows: list[TaskRow]
    counts: dict[str, int]
    lamps: dict[str, int]
    overdue: int
    soon: int
    total: int
    done: int
    owed: int
    units: list[Unit]
    leads: list[tuple[int, str]]
    phases: list[Phase]
    sections: list[Section]
    facts: dict[int, list[PartFact]]
    stands: dict[int, list[Standing]]
    columns: list[tuple[str, list[TaskRow]]] = field(default_factory=list)

    @property
    def percent(self) -> int:
        """The progress of the whole; 100 only when nothing is left."""
        return self.done * 100 // self.owed if self.owed else 0


def task_rows(user: object, campaign: Campaign, filters: TaskFilters, now: datetime) -> TaskLedger:
    """The tasks of a campaign that ``user`` sees, each with its units' progress."""
    seen = Task.objects.visible_to(user).filter(campaign=campaign)
    tasks = list(seen.select_related("phase", "clause__section"))
    parts: dict[int, list[PartFact]] = {}
    everything = part_facts(user, campaign)
    for fact in everything:
        parts.setdefault(fact.task_id, []).append(fact)
    leads = _leads(campaign)
    stands = {task.pk: standings(own_parts(parts.get(task.pk, ())), now) for task in tasks}
    every = [_row(task, stands[task.pk], leads, now) for task in tasks]
    units, choices = units_of(campaign, everything)
    choices.sort(key=lambda unit: unit.path)
    if filters.unit:
        parts = _of_subtree(parts, units, choices, filters.unit)
        stands = {key: standings(own_parts(given), now) for key, given in parts.items()}
        narrowed = [_row(task, stands[task.pk], leads, now) for task in tasks if task.pk in parts]
    else:
        narrowed = every
    rows = [row for row in narrowed if fits(row, filters, leads, now)]
    owed = [row for row in every if row.state in COLUMNS]
    return TaskLedger(
        rows=rows,
        counts=Counter(row.state for row in every),
        lamps=Counter(str(row.lamp) for row in owed),
        overdue=sum(row.is_overdue for row in every),
        soon=sum(_is_due_within(row, 7, now) for row in every),
        total=len(owed),
        done=sum(row.done for row in owed),
        owed=sum(row.units for row in owed),
        units=choices,
        leads=sorted(
            {leads[task.pk] for task in tasks if task.pk in leads}, key=lambda one: one[1]
        ),
        phases=list(campaign.phases.all()),
        sections=_sections(tasks),
        facts=parts,
        stands=stands,
        columns=[(name, [row for row in rows if row.state == name]) for name in COLUMNS],
    )


def board_columns(ledger: TaskLedger, *, with_drafts: bool) -> list[tuple[str, list[TaskRow], int]]:
    """The board's columns: state, cards, and how many more there are; none without a task.

    Overdue cards come first, then by due moment; drafts have a column while there are any.
    """
    drafts = [row for row in ledger.rows if row.state == "draft"]
    columns = [("draft", drafts)] if with_drafts and drafts else []
    columns += ledger.columns
    if not any(rows for _state, rows in columns):
        return []
    found = []
    for state, rows in columns:
        rows = sorted(rows, key=_most_urgent_first)
        found.append((state, rows[:ON_BOARD], max(len(rows) - ON_BOARD, 0)))
    return found


def _most_urgent_first(row: TaskRow) -> tuple:
    due = row.due_at.timestamp() if row.due_at else float("inf")
    return not row.is_overdue, -row.late_days, due, row.task.number


def row_of(
    task: Task, parts: Sequence[object], leads: dict[int, tuple[int, str]], now: datetime
) -> TaskRow:
    """One task with the progress of ``parts``, facts or assignments alike."""
    return _row(task, standings(own_parts(parts), now), leads, now)


def _row(
    task: Task, stands: list[Standing], leads: dict[int, tuple[int, str]], now: datetime
) -> TaskRow:
    """One task with the progress of its units."""
    is_issued = task.state == TaskState.ISSUED
    states = [part.state for one in stands for part in one.parts]
    lamps = [one.lamp for one in stands] if is_issued else []
    late_since, next_due = _moments(stands, now) if is_issued else (None, None)
    latest = max((one.part.due_at for one in stands if one.part.due_at), default=None)
    to_sign = AssignmentState.TO_SIGN
    return TaskRow(
        task=task,
        state=task_state(task.state, states),
        lamp=worst(lamps),
        lead=leads.get(task.pk, (0, ""))[1],
        units=len(stands),
        done=sum(one.is_done for one in stands),
        overdue=lamps.count(Lamp.RED),
        unsigned=sum(one.part.state == to_sign for one in stands) if is_issued else 0,
        unit_ids=frozenset(one.part.unit_id for one in stands),
        due_at=latest if stands and stands[0].part.occurrence else task.due_at,
        next_due=next_due,
        late_since=late_since,
        late=sum(one.is_done and one.lamp == Lamp.YELLOW for one in stands),
        waiting=states.count(AssignmentState.TO_VERIFY) if is_issued else 0,
        late_days=(now - late_since).days if late_since else 0,
    )


def _moments(stands: list[Standing], now: datetime) -> tuple[datetime | None, datetime | None]:
    """The first due moment that was missed, and the first one still ahead."""
    idle = {AssignmentState.CLOSED, AssignmentState.TO_VERIFY}
    open_due = [
        part.due_at
        for one in stands
        if not one.is_done
        for part in one.parts
        if part.due_at and part.state not in idle
    ]
    missed, ahead = (due for due in open_due if due < now), (due for due in open_due if due >= now)
    return min(missed, default=None), min(ahead, default=None)


def _leads(campaign: Campaign) -> dict[int, tuple[int, str]]:
    """Key and name of the unit that leads each task; one that was taken out leads no more."""
    given = Assignment.objects.filter(task__campaign=campaign, part=Part.LEAD)
    given = given.exclude(state=AssignmentState.WITHDRAWN, task__state=TaskState.ISSUED)
    rows = given.order_by().values_list("task_id", "unit_id", "unit__name")
    return {task: (unit, name) for task, unit, name in rows}


def _by_name(leads: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(set(leads), key=lambda lead: lead[1])


def _sections(tasks: list[Task]) -> list[Section]:
    found = {task.clause.section_id: task.clause.section for task in tasks if task.clause}
    return sorted(found.values(), key=lambda section: (section.position, section.pk))


def _of_subtree(
    parts: dict[int, list[PartFact]], units: dict[int, Unit], choices: Collection[Unit], key: int
) -> dict[int, list[PartFact]]:
    """The parts of a unit and of those below it; tasks without any are left out."""
    path = next((unit.path for unit in choices if unit.pk == key), "")
    inside = {unit.pk for unit in units.values() if path and contains(path, unit.path)}
    kept = {
        task: [fact for fact in given if fact.unit_id in inside] for task, given in parts.items()
    }
    return {task: given for task, given in kept.items() if given}


def _is_due_within(row: TaskRow, days: int, now: datetime) -> bool:
    due = row.next_due or (row.task.due_at if row.state == "draft" else None)
    return due is not None and now <= due <= now + days * DAY


def fits(
    row: TaskRow, filters: TaskFilters, leads: dict[int, tuple[int, str]], now: datetime
) -> bool:
    """Whether a row is among what the address asks for."""
    task, words = row.task, filters.words
    return (
        (not filters.state or row.state == filters.state)
        and (filters.state == "withdrawn" or row.state != "withdrawn")
        and (not filters.lamp or row.lamp == filters.lamp)
        and (not filters.phase or task.phase_id == filters.phase)
        and (not filters.lead or leads.get(task.pk, (0, ""))[0] == filters.lead)
        and (not filters.section or bool(task.clause and task.clause.section_id == filters.section))
        and (not filters.is_overdue or row.is_overdue)
        and (not filters.due or _is_due_within(row, filters.due, now))
        and (not words or words in task.title or words == str(task.number))
    )
