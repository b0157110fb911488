"""What stands in a person's calendar feed: what is due, as far as they see it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse

from campaigns.enums import UNDER_WAY, AssignmentState, TaskState
from campaigns.models import Assignment, CalendarFeed, Feedback, Task
from fraudwatch.lib.paths import under
from orgs.enums import CONTENT_READERS, Role

BACK = timedelta(days=60)
MOST = 500
SHOWN = (TaskState.ISSUED, TaskState.WITHDRAWN)
OPEN, DONE, GONE = "open", "done", "withdrawn"


@dataclass(frozen=True)
class Due:
    """Something that is due: a unit's own part, or a task of a campaign one watches over.

    ``sequence`` grows with each change and ``changed_at`` is the last one on record;
    ``done`` of ``total`` units stands for tasks, ``total`` is 0 for a part.
    """

    uid: str
    title: str
    unit: str
    campaign: str
    due_at: datetime
    state: str
    path: str
    sequence: int
    changed_at: datetime
    occurrence: int = 0
    done: int = 0
    total: int = 0


def feed_behind(digest: str) -> CalendarFeed | None:
    """The feed in force under a secret's hash whose owner may still keep one; else None."""
    feed = (
        CalendarFeed.objects.filter(digest=digest, revoked_at=None, user__is_active=True)
        .select_related("user__home_unit")
        .first()
    )
    return feed if feed and feed.user.has_perm("campaigns.keep_calendar") else None


def current_feed(user: object) -> CalendarFeed | None:
    """One's own feed in force."""
    return CalendarFeed.objects.visible_to(user).filter(revoked_at=None).first()


def due_for(user: object, now: datetime) -> list[Due]:
    """What ``user`` sees due from two months back on, soonest first; five queries at most."""
    parts = _own_parts(user, now - BACK)
    tasks = _watched_tasks(user, now - BACK)
    return sorted([*parts, *tasks], key=lambda due: (due.due_at, due.uid))


def _own_parts(user: object, since: datetime) -> Iterable[Due]:
    """The parts of exactly the units one speaks for."""
    keys = {one.unit_id for one in user.holdings if one.role == Role.REPORTER}
    parts = list(
        _shown(Assignment.objects.visible_to(user).filter(unit__in=keys), since)
        .select_related("task__campaign", "unit")
        .order_by("-due_at", "-pk")[:MOST]
    )
    last = _last_words(Q(assignment__in=parts), "assignment_id") if parts else {}
    for part in parts:
        marks = (part.task.issued_at, part.signed_at, part.reminded_at, last.get((part.pk,)))
        yield Due(
            uid=f"part-{part.pk}",
            title=part.task.title,
            unit=part.unit.name,
            campaign=part.task.campaign.title,
            due_at=part.due_at,
            state={AssignmentState.CLOSED: DONE, AssignmentState.WITHDRAWN: GONE}.get(
                part.state, OPEN
            ),
            path=reverse("campaigns:assignment-detail", args=[part.pk]),
            sequence=part.task.version + part.version,
            changed_at=max(mark for mark in marks if mark),
            occurrence=part.occurrence,
        )


def _watched_tasks(user: object, since: datetime) -> Iterable[Due]:
    """The tasks of campaigns led from a subtree one reads, each round of them once."""
    led = Q(pk=None)
    for holding in user.holdings:
        if holding.role in CONTENT_READERS:
            part = under(holding.path, "task__campaign__owner__path")
            led |= part & Q(task__campaign=holding.campaign_id) if holding.campaign_id else part
    if user.is_superuser or led == Q(pk=None):
        return
    is_owed = ~Q(state=AssignmentState.WITHDRAWN)
    rounds = list(
        _shown(Assignment.objects.visible_to(user).filter(led), since)
        .select_related(None)
        .order_by()
        .values("task_id", "occurrence")
        .annotate(
            due=Max("due_at", filter=is_owed),
            last_due=Max("due_at"),
            total=Count("pk", filter=is_owed),
            done=Count("pk", filter=Q(state=AssignmentState.CLOSED)),
            sequence=Sum("version"),
        )
        .order_by("-last_due", "task_id")[:MOST]
    )
    keys = {row["task_id"] for row in rounds}
    tasks = Task.objects.select_related("campaign").in_bulk(keys)
    about = Q(assignment__task__in=keys)
    last = _last_words(about, "assignment__task_id", "assignment__occurrence") if keys else {}
    for row in rounds:
        yield _round(tasks[row["task_id"]], row, last)


def _round(task: Task, row: dict, last: dict) -> Due:
    is_gone = task.state == TaskState.WITHDRAWN or not row["total"]
    is_done = bool(row["total"]) and row["done"] == row["total"]
    marks = (task.issued_at, last.get((task.pk, row["occurrence"])))
    return Due(
        uid=f"task-{task.pk}-{row['occurrence']}",
        title=task.title,
        unit="",
        campaign=task.campaign.title,
        due_at=row["due"] or row["last_due"],
        state=GONE if is_gone else DONE if is_done else OPEN,
        path=reverse("campaigns:task-detail", args=[task.pk]),
        sequence=task.version + row["sequence"],
        changed_at=max(mark for mark in marks if mark),
        occurrence=row["occurrence"],
        done=row["done"],
        total=row["total"],
    )


def _shown(parts: QuerySet, since: datetime) -> QuerySet:
    return parts.filter(
        task__state__in=SHOWN,
        task__campaign__state__in=UNDER_WAY,
        task__issued_at__isnull=False,
        due_at__gte=since,
    )


def _last_words(about: Q, *keys: str) -> dict[tuple, datetime]:
    """When the last entry was made in the histories, by ``keys``."""
    rows = Feedback.objects.filter(about).order_by().values_list(*keys).annotate(last=Max("at"))
    return {row[:-1]: row[-1] for row in rows}
