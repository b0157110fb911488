"""The rounds of repeating tasks that have yet to open, as something people will be reminded of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from campaigns.models import Assignment, Phase, Task
from campaigns.queries.rounds import (
    LastRound,
    carried,
    last_rounds,
    latest_parts,
    next_due,
    repeating,
    rounds_ahead,
)
from campaigns.reminding import Scope, Thing
from fraudwatch.lib.weeks import WorkingDays, working_days
from orgs.models import User


@dataclass(frozen=True)
class _Site:
    """What the forecast of every task reads, and how far it goes."""

    phase_ends: list[date]
    days: WorkingDays
    until: datetime


def coming_rounds(user: User, scope: Scope, until: datetime) -> Iterator[Thing]:
    """What the rounds to come will ask of the units that ``user`` looks after.

    A round begins when the one before it is due, with the parts that one has; all that stand in
    it now are counted. It is the same arithmetic as when rounds are opened.
    """
    tasks = list(_tasks(scope))
    last = last_rounds(tasks)
    tasks = [task for task in tasks if task.pk in last and last[task.pk].due_at < until]
    if not tasks:
        return
    mine = set(
        Assignment.objects.handled_by(user).filter(task__in=tasks).values_list("pk", flat=True)
    )
    by_task: dict[int, list[Assignment]] = {task.pk: [] for task in tasks}
    for part in latest_parts(tasks).select_related("unit", "handler__user"):
        by_task[part.task_id].append(part)
    phases = Phase.objects.filter(campaign_id=scope.campaign_id)
    site = _Site(list(phases.values_list("ends_on", flat=True)), working_days(), until)
    for task in tasks:
        for part, thing in _rounds(task, last[task.pk], by_task[task.pk], site):
            if part.pk in mine:
                yield thing


def round_title(task: Task, number: int) -> str:
    """The task, and which of its rounds."""
    if not number:
        return task.title
    return _("%(task)s, round %(n)d") % {"task": task.title, "n": number}


def _tasks(scope: Scope) -> Iterable[Task]:
    rows = repeating().filter(campaign_id=scope.campaign_id).order_by("number")
    return rows.filter(pk=scope.only) if scope.only else rows.exclude(pk__in=scope.but)


def _rounds(
    task: Task, last: LastRound, parts: list[Assignment], site: _Site
) -> Iterator[tuple[Assignment, Thing]]:
    """Every part of every round to come; a step up to the round's beginning is never sent."""
    parts = sorted(
        (part for row in carried(parts) for part in row), key=lambda part: part.unit.path
    )
    dues = {part.pk: part.first_due_at or part.due_at for part in parts}
    for number, due_at in rounds_ahead(task, last, site.phase_ends, site.days):
        if last.due_at > site.until:
            return
        for part in parts:
            dues[part.pk] = next_due(part, dues[part.pk], last.due_at, due_at)
            user = getattr(part.handler, "user", None)
            yield part, Thing(
                about="", key="", unit=part.unit, due_at=dues[part.pk], url="",
                label=round_title(task, number), opens_at=last.due_at,
                also=(user.pk,) if user else (),
            )  # fmt: skip
        last = LastRound(number, due_at)
