"""Who still owes a report while the others are reviewed, and when each was last reminded."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, When

from campaigns.queries.cooling import cooling_of, last_reminders
from orgs.models import Unit, User
from reports.enums import PeriodState
from reports.models import Period, Report
from reports.queries.review_filters import Wanted
from reports.reminding import about

SHOWN = 40


@dataclass(frozen=True)
class Absent:
    """A report that its unit still owes; ``reminded_by`` is blank when it was by policy."""

    report: Report
    reminded_at: datetime | None
    reminded_by: str
    free_at: datetime | None

    @property
    def is_cooling(self) -> bool:
        """Whether it was reminded so shortly ago that it is left alone."""
        return self.free_at is not None


@dataclass(frozen=True)
class Missing:
    """Those of one period who still owe, in the order of the tree; ``under`` narrows it."""

    period: Period
    under: Unit | None
    rows: list[Absent]

    @property
    def shown(self) -> list[Absent]:
        """As many as fit beside the queue."""
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        """How many only the ledger lists."""
        return len(self.rows) - len(self.shown)

    @property
    def free(self) -> int:
        """How many may be reminded now."""
        return sum(not row.is_cooling for row in self.rows)

    @property
    def again_at(self) -> datetime | None:
        """When the first of those left alone may be reminded again."""
        return min((row.free_at for row in self.rows if row.is_cooling), default=None)


def review_missing(
    user: User, wanted: Wanted, beside: Report | None, now: datetime
) -> Missing | None:
    """Who still owes the period that is being reviewed; None when nobody does.

    It is the period asked for, else that of the report ``beside`` the queue, else the one due
    first among those open.
    """
    rows = Report.objects.handled_by(user).still_owed().filter(period__state=PeriodState.OPEN)
    if wanted.period:
        rows = rows.filter(period_id=wanted.period)
    if wanted.template:
        rows = rows.filter(period__template_id=wanted.template)
    under = Unit.objects.visible_to(user).filter(pk=wanted.unit).first() if wanted.unit else None
    if wanted.unit:
        rows = rows.owed_under(under.path) if under else rows.none()
    near = Case(When(period_id=beside.period_id if beside else 0, then=0), default=1)
    key = rows.order_by(near, "period__due_at", "period_id").values_list("period_id", flat=True)
    found = list(
        rows.filter(period_id=key[:1])
        .select_related("unit", "period__template__campaign")
        .defer("values", "texts")
        .order_by("path")
    )
    return Missing(found[0].period, under, _told(found, now)) if found else None


def _told(reports: list[Report], now: datetime) -> list[Absent]:
    template = reports[0].period.template
    pause = cooling_of(template.campaign, "report", template.pk)
    told = last_reminders([about(report) for report in reports])
    rows = []
    for report in reports:
        at, by = told.get(about(report), (None, ""))
        rows.append(Absent(report, at, by, at + pause if at and at > now - pause else None))
    return rows
