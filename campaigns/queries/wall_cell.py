"""One cell of a wall chart: a unit's part in a task, or its parts in a phase."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from campaigns.enums import TaskState
from campaigns.lamps import Lamp, part_lamp
from campaigns.models import Assignment, Campaign, Feedback, Phase
from campaigns.progress import current_parts, standings
from orgs.models import Unit

LATEST = 5
ROUNDS = 6


@dataclass(frozen=True)
class CellPart:
    """A part with its lamp."""

    part: Assignment
    lamp: Lamp


@dataclass(frozen=True)
class WallCell:
    """What the drawer shows: the latest round, earlier ones, the units below, the history."""

    part: Assignment
    lamp: Lamp
    rounds: list[CellPart]
    below: list[CellPart]
    below_done: int
    history: list[Feedback]
    open_parts: list[Assignment]


@dataclass(frozen=True)
class PhaseCell:
    """A unit in a phase: what it has to do there, overdue things first."""

    unit: Unit
    phase: Phase | None
    parts: list[CellPart]
    done: int
    late: int


def cell_keys(key: str) -> tuple[int, int]:
    """The two keys of a cell ``<row>.<column>``; the row of a sum is negative. 404 for others."""
    row, _dot, column = key.partition(".")
    if not all(
        word.isascii() and word.isdigit() and len(word) < 12
        for word in (row.removeprefix("-"), column)
    ):
        raise Http404
    return int(row), int(column)


def cell_parts(user: object, campaign: Campaign, key: str) -> list[Assignment]:
    """The parts in sight that a cell ``<unit>.<task>`` stands for; 404 when there are none."""
    unit, task = cell_keys(key)
    parts = (
        Assignment.objects.visible_to(user)
        .filter(task__campaign=campaign, unit_id=unit, task_id=task)
        .exclude(task__state=TaskState.DRAFT)
        .select_related("unit", "task__campaign__owner", "handler")
        .order_by("-occurrence")
    )
    found = list(parts)
    if not found:
        raise Http404
    return found


def wall_cell(user: object, campaign: Campaign, key: str, now: datetime) -> WallCell:
    """The cell as its drawer shows it."""
    parts = cell_parts(user, campaign, key)
    stands = standings(parts, now)
    part, lamp = (stands[0].part, stands[0].lamp) if stands else (parts[0], Lamp.NONE)
    below = Assignment.objects.visible_to(user).filter(parent__in=[one.pk for one in parts])
    below = [CellPart(one, part_lamp(one, now)) for one in below.order_by("unit__position")]
    history = Feedback.objects.filter(assignment__in=parts).select_related("by")
    return WallCell(
        part=part,
        lamp=lamp,
        rounds=[CellPart(one, part_lamp(one, now)) for one in parts[:ROUNDS]],
        below=below,
        below_done=sum(one.part.state == "closed" for one in below),
        history=list(history.order_by("-at", "-pk")[:LATEST]),
        open_parts=[one for one in current_parts(parts) if one.state != "closed"],
    )


def phase_cell(user: object, campaign: Campaign, key: str, now: datetime) -> PhaseCell:
    """The parts of a unit in the issued tasks of a phase (``<unit>.<phase>``, 0 for none)."""
    unit, phase = cell_keys(key)
    rows = Assignment.objects.visible_to(user).filter(
        task__campaign=campaign, task__state=TaskState.ISSUED, unit=unit, task__phase=phase or None
    )
    by_task: dict[int, list[Assignment]] = {}
    for part in rows.select_related("unit", "task__phase").order_by("task__number", "-occurrence"):
        by_task.setdefault(part.task_id, []).append(part)
    found = [one for parts in by_task.values() for one in standings(parts, now)]
    if not found:
        raise Http404
    first = found[0].part
    parts = [CellPart(one.part, one.lamp) for one in found]
    return PhaseCell(
        unit=first.unit,
        phase=first.task.phase,
        parts=sorted(parts, key=lambda one: one.lamp != Lamp.RED),
        done=sum(one.is_done for one in found),
        late=sum(one.late > 0 for one in found),
    )
