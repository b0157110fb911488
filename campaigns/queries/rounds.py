"""The rounds of tasks that repeat: when they are due, which stands open, which comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.enums import AssignmentState, CampaignState, Repeat, Shift, TaskState
from campaigns.models import Assignment, Campaign, Task
from campaigns.recurrence import Rhythm, rounds
from fraudwatch.lib.weeks import WorkingDays, working_days

RHYTHM_FIELDS = ("due_at", "repeat", "every", "until", "shift")


@dataclass(frozen=True)
class LastRound:
    """The latest round that was opened, and when it was due before anybody moved it."""

    number: int
    due_at: datetime


def rhythm_of(
    campaign: Campaign, facts: Mapping[str, object], phase_ends: Iterable[date] | None = None
) -> Rhythm | None:
    """The rhythm that a task's fields describe; None without a due moment, or for one done once.

    ``facts`` has the names of Task's fields. Nothing is due before the task's own first day or
    the campaign's, nor after ``until`` or the campaign's last day.
    """
    if facts.get("repeat", Repeat.ONCE) == Repeat.ONCE or facts.get("due_at") is None:
        return None
    if phase_ends is None:
        phase_ends = campaign.phases.values_list("ends_on", flat=True)
    first, until = facts.get("starts_on"), facts.get("until")
    return Rhythm(
        due_at=facts["due_at"],
        repeat=facts["repeat"],
        first=max(first, campaign.starts_on) if first else campaign.starts_on,
        last=min(until, campaign.ends_on) if until else campaign.ends_on,
        every=facts.get("every") or 1,
        shift=facts.get("shift") or Shift.KEEP,
        phase_ends=tuple(phase_ends),
    )


def task_rhythm(task: Task, phase_ends: Iterable[date] | None = None) -> Rhythm | None:
    """The rhythm of a task; None for one done once."""
    facts = {name: getattr(task, name) for name in ("starts_on", *RHYTHM_FIELDS)}
    return rhythm_of(task.campaign, facts, phase_ends)


def dues_of(rhythm: Rhythm, days: WorkingDays | None = None) -> list[datetime]:
    """The due moments of a rhythm by the site's own working days.

    ``days`` saves the query when the caller has them; a rhythm that keeps to its days asks none.
    """
    if rhythm.shift == Shift.KEEP:
        return rounds(rhythm)
    return rounds(rhythm, days or working_days())


def repeating() -> QuerySet[Task]:
    """Issued tasks that come back, in campaigns that run: nothing new begins in the summing-up."""
    return (
        Task.objects.filter(state=TaskState.ISSUED, campaign__state=CampaignState.RUNNING)
        .exclude(repeat=Repeat.ONCE)
        .select_related("campaign__owner")
    )


def last_rounds(tasks: Iterable[Task]) -> dict[int, LastRound]:
    """By task, the latest round that was opened; two queries. A task never issued has none."""
    mine = Assignment.objects.filter(task__in=list(tasks), parent=None, occurrence__gt=0)
    dues = mine.order_by().values("task_id", "occurrence").annotate(
        due=Max(Coalesce("first_due_at", "due_at"))
    )  # fmt: skip
    found: dict[int, LastRound] = {}
    for row in dues:
        known = found.get(row["task_id"])
        if row["due"] and (known is None or row["occurrence"] > known.number):
            found[row["task_id"]] = LastRound(row["occurrence"], row["due"])
    return found


def rounds_ahead(
    task: Task,
    last: LastRound | None,
    phase_ends: Iterable[date] | None = None,
    days: WorkingDays | None = None,
) -> list[tuple[int, datetime]]:
    """The rounds after the latest one, numbered on from it, by the rhythm as it stands now.

    A rhythm that was changed therefore shapes only what has not been opened.
    """
    rhythm = task_rhythm(task, phase_ends)
    if rhythm is None:
        return []
    number, since = (last.number, last.due_at) if last else (0, None)
    ahead = [due for due in dues_of(rhythm, days) if since is None or due > since]
    return list(enumerate(ahead, start=number + 1))


def latest_parts(tasks: Iterable[Task]) -> QuerySet[Assignment]:
    """The parts of each task's latest round that a next one would have, from the top down."""
    mine = Assignment.objects.filter(task=OuterRef("task"), parent=None, occurrence__gt=0)
    newest = Subquery(mine.order_by("-occurrence").values("occurrence")[:1])
    return (
        Assignment.objects.filter(task__in=list(tasks), occurrence=newest)
        .exclude(state=AssignmentState.WITHDRAWN)
        .select_related("unit")
        .order_by("unit__depth", "pk")
    )


def carried(parts: Iterable[Assignment]) -> list[list[Assignment]]:
    """Those that go on into the next round: the first, then what each had passed on, and so on.

    Units out of service are left out, and with them what they had passed on.
    """
    waiting = [part for part in parts if part.unit.is_active]
    found: list[list[Assignment]] = []
    known: set[int | None] = {None}
    while ready := [part for part in waiting if part.parent_id in known]:
        found.append(ready)
        known = {part.pk for part in ready}
        waiting = [part for part in waiting if part.pk not in known]
    return found


def next_due(part: Assignment, was: datetime | None, last: datetime, due: datetime) -> datetime:
    """When a part due at ``was`` is due in the round after: passed on, as far before the rest."""
    return min(was + (due - last), due) if part.parent_id and was else due
