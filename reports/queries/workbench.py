"""What waits for the coordinator: reports, tasks, and where this period stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    Min,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, TaskState
from campaigns.models import Assignment, Campaign
from campaigns.queries.requests import requests_in
from orgs.enums import Role
from orgs.models import User
from reports.enums import WAITING_FOR_UNIT
from reports.enums import ReportState as S
from reports.models import Period, Report
from reports.todos import SHOWN_NAMES, TodoKind, Waiting

OFFICE = frozenset({Role.COORDINATOR})
SHOWN_CHIPS = 12
RECENTLY = timedelta(days=7)
NOT_STARTED = "not_started"
IN_LEDGER = {"draft": "not_yet", "missing": "not_yet"}  # what the ring calls missing is owed yet


@dataclass(frozen=True)
class ReportsWaiting:
    """Report rows by why they wait, and who has not started this period."""

    todos: list[Waiting]
    not_started: list[dict]
    not_started_count: int

    @property
    def more_not_started(self) -> int:
        """How many units are not named."""
        return self.not_started_count - len(self.not_started)


def reports_waiting(
    user: User, campaign: Campaign, period: Period, now: datetime
) -> ReportsWaiting:
    """All in one read: a few names of each kind, with the count of all."""
    rows = Report.objects.handled_by(user).filter(period__template__campaign=campaign)
    by_kind: dict[str, list[dict]] = {}
    for row in _first_of_each_kind(rows, period, now):
        by_kind.setdefault(row["kind"], []).append(row)
    not_started = by_kind.pop(NOT_STARTED, [])
    return ReportsWaiting(
        todos=[_reports_todo(kind, found) for kind, found in by_kind.items()],
        not_started=not_started,
        not_started_count=not_started[0]["count"] if not_started else 0,
    )


def _first_of_each_kind(rows: QuerySet, period: Period, now: datetime) -> QuerySet:
    owed = Q(state__in=[S.DUE, S.DRAFT])
    kind = Case(
        When(state=S.SUBMITTED, then=Value(TodoKind.REVIEW)),
        When(state=S.RETURNED, return_due_at__lt=now, then=Value(TodoKind.RETURNED)),
        When(owed, due_at__lt=now, then=Value(TodoKind.LATE)),
        When(state=S.DUE, period=period, then=Value(NOT_STARTED)),
        When(state=S.MISSING, closes_at__gt=now - RECENTLY, then=Value(TodoKind.MISSING)),
        default=None,
        output_field=CharField(),
    )
    since = Case(
        When(state=S.SUBMITTED, then=Coalesce("submitted_at", "due_at")),
        When(state=S.RETURNED, then=F("return_due_at")),
        When(state=S.MISSING, then=F("closes_at")),
        default=F("due_at"),
        output_field=DateTimeField(),
    )
    return (
        rows.annotate(kind=kind, since=since)
        .exclude(kind=None)
        .annotate(
            place=Window(
                RowNumber(), partition_by=F("kind"), order_by=[F("since").asc(), F("path").asc()]
            ),
            count=Window(Count("pk"), partition_by=F("kind")),
        )
        .filter(place__lte=SHOWN_CHIPS)
        .order_by("kind", "place")
        .values("kind", "since", "count", "pk", "period_id", "unit_id", "unit__name")
    )


def _reports_todo(kind: str, found: list[dict]) -> Waiting:
    first = found[0]
    if kind == TodoKind.REVIEW:
        url = reverse("reports:report-review")
    elif first["count"] == 1:
        url = reverse("reports:report-detail", args=[first["pk"]])
    else:
        url = _ledger(kind, first["period_id"])
    names = tuple(row["unit__name"] for row in found[:SHOWN_NAMES])
    return Waiting(TodoKind(kind), first["count"], names, first["since"], url)


def _ledger(kind: str, period_id: int) -> str:
    state = "overdue" if kind == TodoKind.LATE else kind
    return f"{reverse('reports:ledger')}?period={period_id}&state={state}"


@dataclass(frozen=True)
class PeriodCounts:
    """Where the reports of one period stand, for the units the person looks after."""

    approved: int
    pending: int
    returned: int
    draft: int
    missing: int
    overdue: int
    exempt: int
    still_owed: int

    @property
    def reported(self) -> int:
        """Submitted and not sent back."""
        return self.approved + self.pending

    @property
    def owed(self) -> int:
        """Due, the exempt left out."""
        return self.reported + self.returned + self.draft + self.missing + self.overdue

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Status codes and counts in the order drawn; overdue only once there is any."""
        codes = ["approved", "pending", "returned", "draft", "missing"]
        codes += ["overdue"] if self.overdue else []
        return [(code, getattr(self, code)) for code in codes]

    @property
    def legend(self) -> list[tuple[str, int, str]]:
        """The parts again, each with the ledger's word for it."""
        return [(code, count, IN_LEDGER.get(code, code)) for code, count in self.parts]


def period_counts(user: User, period: Period, now: datetime) -> PeriodCounts:
    """The counts in one read."""
    past = Q(due_at__lt=now)
    counts = (
        Report.objects.handled_by(user)
        .filter(period=period)
        .aggregate(
            approved=Count("pk", filter=Q(state=S.APPROVED)),
            pending=Count("pk", filter=Q(state=S.SUBMITTED)),
            returned=Count("pk", filter=Q(state=S.RETURNED)),
            draft=Count("pk", filter=Q(state=S.DRAFT) & ~past),
            missing=Count("pk", filter=Q(state=S.DUE) & ~past),
            overdue=Count("pk", filter=Q(state__in=[S.DUE, S.DRAFT]) & past | Q(state=S.MISSING)),
            exempt=Count("pk", filter=Q(state=S.EXEMPT)),
            still_owed=Count("pk", filter=Q(state__in=WAITING_FOR_UNIT)),
        )
    )
    return PeriodCounts(**counts)


@dataclass(frozen=True)
class TasksWaiting:
    """Tasks by how far they are, and what of them waits for the office."""

    parts: list[tuple[str, int]]
    todos: list[Waiting]

    @property
    def total(self) -> int:
        """All tasks that were issued."""
        return sum(count for _code, count in self.parts)


def tasks_waiting(user: User, campaign: Campaign, now: datetime) -> TasksWaiting:
    """The campaign's issued tasks by the state of their parts, in one read.

    A task is overdue when any part is, done when all are, not started while every unit
    has yet to acknowledge.
    """
    tasks = list(_task_counts(user, campaign, now))
    standing = {"closed": 0, "working": 0, "todo": 0, "overdue": 0}
    for task in tasks:
        standing[_standing(task)] += 1
    listed = reverse("campaigns:task-list", args=[campaign.pk])
    todos = [
        _task_todo(TodoKind.OVERDUE_TASK, tasks, "overdue", "earliest_due", f"{listed}?overdue=1")
    ]
    if user.is_superuser or user.reaches(OFFICE, campaign.owner.path, campaign_id=campaign.pk):
        todos.append(
            _task_todo(
                TodoKind.VERIFY, tasks, "to_verify", "earliest_asked", f"{listed}?state=to_verify"
            )
        )
    todos += _requests(user, campaign)
    return TasksWaiting(list(standing.items()), [todo for todo in todos if todo])


def _requests(user: User, campaign: Campaign) -> list[Waiting]:
    """More time asked for and questions that wait for the user, the oldest first."""
    asked, url = requests_in(user, campaign, SHOWN_NAMES), reverse("campaigns:request-list")
    kinds = [
        (TodoKind.EXTENSION, asked.extensions, asked.extension_units, asked.extension_since),
        (TodoKind.QUESTION, asked.questions, asked.question_units, asked.question_since),
    ]
    return [Waiting(kind, n, names, since, url) for kind, n, names, since in kinds if n]


def _task_counts(user: User, campaign: Campaign, now: datetime) -> QuerySet:
    overdue = Q(state__in=OPEN_ASSIGNMENTS, due_at__lt=now)
    to_verify = Q(state=AssignmentState.TO_VERIFY)
    return (
        Assignment.objects.handled_by(user)
        .filter(task__campaign=campaign, task__state=TaskState.ISSUED)
        .exclude(state=AssignmentState.WITHDRAWN)
        .values("task_id", "task__title", "task__number")
        .annotate(
            parts=Count("pk"),
            closed=Count("pk", filter=Q(state=AssignmentState.CLOSED)),
            unsigned=Count("pk", filter=Q(state=AssignmentState.TO_SIGN)),
            overdue=Count("pk", filter=overdue),
            to_verify=Count("pk", filter=to_verify),
            earliest_due=Min("due_at", filter=overdue),
            earliest_asked=Min("asked_close_at", filter=to_verify),
        )
        .order_by("task__number")
    )


def _standing(task: dict) -> str:
    if task["closed"] == task["parts"]:
        return "closed"
    if task["overdue"]:
        return "overdue"
    return "todo" if task["unsigned"] == task["parts"] else "working"


def _task_todo(
    kind: TodoKind, tasks: list[dict], count: str, moment: str, listed: str
) -> Waiting | None:
    found = sorted((task for task in tasks if task[count]), key=lambda task: task[moment])
    if not found:
        return None
    alone = reverse("campaigns:task-detail", args=[found[0]["task_id"]])
    return Waiting(
        kind,
        count=len(found) if kind == TodoKind.OVERDUE_TASK else sum(task[count] for task in found),
        names=tuple(task["task__title"] for task in found[:SHOWN_NAMES]),
        since=found[0][moment],
        url=alone if len(found) == 1 else listed,
    )
