"""One cell of the wall chart: a unit's part in a task, with what happened lately."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from campaigns.enums import TaskState
from campaigns.lamps import Lamp, part_lamp
from campaigns.models import Assignment, Campaign, Feedback
from campaigns.progress import current_parts, standings

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


def cell_parts(user: object, campaign: Campaign, key: str) -> list[Assignment]:
    """The parts in sight that a cell ``<unit>.<task>`` stands for; 404 when there are none."""
    unit, _dot, task = key.partition(".")
    if not all(word.isascii() and word.isdigit() and len(word) < 12 for word in (unit, task)):
        raise Http404
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
