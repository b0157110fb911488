"""Opening the next round of tasks that repeat (周期任务), when the one before has run out."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.enums import AssignmentState, CampaignState, Repeat, TaskState
from campaigns.models import Assignment, Task
from campaigns.queries.rounds import LastRound, last_rounds, rounds_ahead
from fraudwatch.lib import clock
from orgs.actions.audit import record

from .telling import tell_round


def open_due_occurrences(now: datetime | None = None) -> int:
    """Open every round whose time has come; returns how many.

    A round begins when the one before it is due. What was missed while nothing ran is made up
    round by round, each due when it was due. Safe to repeat and to run twice at once.
    """
    now = now or clock.now()
    tasks = list(_repeating().order_by("pk"))
    last = last_rounds(tasks)
    return sum(
        _catch_up(task.pk, now) for task in tasks if task.pk in last and last[task.pk].due_at <= now
    )


def _repeating() -> "Task.objects":
    """Issued tasks that come back, in campaigns that run: nothing new begins in the summing-up."""
    return (
        Task.objects.filter(state=TaskState.ISSUED, campaign__state=CampaignState.RUNNING)
        .exclude(repeat=Repeat.ONCE)
        .select_related("campaign__owner")
    )


@transaction.atomic
def _catch_up(key: int, now: datetime) -> int:
    """Open the rounds of one task that are due to begin; the row's lock keeps a second beat out."""
    task = _repeating().select_for_update(of=("self",), no_key=True).filter(pk=key).first()
    if task is None:
        return 0
    last = last_rounds([task]).get(task.pk)
    opened = 0
    for number, due_at in rounds_ahead(task, last):
        if last is None or last.due_at > now:
            break
        if not _open(task, number, due_at, last):
            break
        last = LastRound(number, due_at)
        opened += 1
    return opened


def _open(task: Task, number: int, due_at: datetime, last: LastRound) -> bool:
    """The round's parts: those of the round before, but for units taken out or out of service."""
    before = list(
        task.assignments.filter(occurrence=last.number)
        .exclude(state=AssignmentState.WITHDRAWN)
        .select_related("unit")
        .order_by("unit__depth", "pk")
    )
    carried = [part for part in before if part.unit.is_active]
    if not carried:
        return False
    made: dict[int, Assignment] = {}
    tops = [part for part in carried if part.parent_id is None]
    _copy(task, tops, made, number, due_at, timedelta())
    below = [part for part in carried if part.parent_id is not None]
    while below:
        ready = [part for part in below if part.parent_id in made]
        if not ready:
            break
        _copy(task, ready, made, number, due_at, due_at - last.due_at)
        below = [part for part in below if part.pk not in made]
    tell_round(task, made.values())
    left = [part.unit.name for part in before if part.pk not in made]
    record(
        "task.round_opened", task, by=None, path=task.campaign.owner.path,
        changes={"occurrence": [last.number, number], "units": [len(before), len(made)]},
        note=_("left out: %(units)s") % {"units": "、".join(left)} if left else "",
    )  # fmt: skip
    return True


def _copy(
    task: Task,
    parts: list[Assignment],
    made: dict[int, Assignment],
    number: int,
    due_at: datetime,
    later: timedelta,
) -> None:
    """Write the parts anew for a round; one passed on stays as far before its parent as it was."""
    rows = [
        Assignment(
            task=task, unit=part.unit, part=part.part, occurrence=number,
            parent=made.get(part.parent_id), requirement=part.requirement,
            handler_id=part.handler_id, due_at=_due(part, due_at, later),
        )
        for part in parts
    ]  # fmt: skip
    for part, row in zip(parts, Assignment.objects.bulk_create(rows), strict=True):
        made[part.pk] = row


def _due(part: Assignment, due_at: datetime, later: timedelta) -> datetime:
    was = part.first_due_at or part.due_at
    return min(was + later, due_at) if part.parent_id and was else due_at
