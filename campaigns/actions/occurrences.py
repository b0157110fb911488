"""Opening the next round of tasks that repeat (周期任务), when the one before has run out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Assignment, Task
from campaigns.queries.rounds import (
    LastRound,
    carried,
    last_rounds,
    latest_parts,
    next_due,
    repeating,
    rounds_ahead,
)
from fraudwatch.lib import clock
from orgs.actions.audit import record

from .telling import tell_round


def open_due_occurrences(now: datetime | None = None) -> int:
    """Open every round whose time has come; returns how many.

    A round begins when the one before it is due. What was missed while nothing ran is made up
    round by round, each due when it was due. Safe to repeat and to run twice at once.
    """
    now = now or clock.now()
    tasks = list(repeating().order_by("pk"))
    last = last_rounds(tasks)
    return sum(
        _catch_up(task.pk, now) for task in tasks if task.pk in last and last[task.pk].due_at <= now
    )


@transaction.atomic
def _catch_up(key: int, now: datetime) -> int:
    """Open the rounds of one task that are due to begin; the row's lock keeps a second beat out."""
    task = repeating().select_for_update(of=("self",), no_key=True).filter(pk=key).first()
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
    before = list(latest_parts([task]))
    made: dict[int, Assignment] = {}
    for parts in carried(before):
        _copy(task, parts, made, number, due_at, last)
    if not made:
        return False
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
    last: LastRound,
) -> None:
    """Write the parts anew for a round, those passed on below the parts made before them."""
    rows = [
        Assignment(
            task=task, unit=part.unit, part=part.part, occurrence=number,
            parent=made.get(part.parent_id), requirement=part.requirement,
            handler_id=part.handler_id,
            due_at=next_due(part, part.first_due_at or part.due_at, last.due_at, due_at),
        )
        for part in parts
    ]  # fmt: skip
    for part, row in zip(parts, Assignment.objects.bulk_create(rows), strict=True):
        made[part.pk] = row
