"""The page of a period and the list of a report's periods."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from orgs.audit_words import word
from orgs.models import AuditEntry, Unit, User
from reports.enums import PeriodState, ReportState, Timeliness
from reports.models import Period, PeriodException, Report, ReportTemplate
from reports.models.reports import COUNTS_AS_IN
from reports.queries.course import Beat, rhythm

PER_PAGE = 30
STEPS = 20
EXCEPTIONS = 200
OWED = ~Q(state=ReportState.EXEMPT)
COUNTS = {
    "owed": OWED,
    "reported": COUNTS_AS_IN,
    "pending": Q(state=ReportState.SUBMITTED),
    "on_time": OWED & Q(timeliness=Timeliness.ON_TIME),
    "late": OWED & Q(timeliness=Timeliness.LATE),
    "missing": Q(state=ReportState.MISSING),
    "exempt": Q(state=ReportState.EXEMPT),
}


@dataclass(frozen=True)
class Line:
    """A period in the list with its counts as far as the reader sees them."""

    period: Period
    counts: dict[str, int]


@dataclass(frozen=True)
class Step:
    """One thing done to the period as a whole: when, who (nobody: by itself), what, why."""

    at: datetime
    who: str
    what: str
    why: str


@dataclass
class PeriodPage:
    """Everything the page of a period prints."""

    period: Period
    counts: dict[str, int]
    beats: list[Beat]
    steps: list[Step]
    exceptions: list[PeriodException]
    may_steer: bool
    exemptible: list[Unit] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it still takes reports as usual."""
        return self.period.state == PeriodState.OPEN

    @property
    def is_locked(self) -> bool:
        """Whether nothing but approving what waits goes on."""
        return self.period.state == PeriodState.LOCKED


def period_lines(user: User, template: ReportTemplate, number: object) -> tuple[Page, list[Line]]:
    """A page of the template's periods, newest first. Three queries."""
    rows = template.periods.order_by("-starts_on", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(number)
    counts = _counts(user, page)
    return page, [Line(one, counts.get(one.pk, dict.fromkeys(COUNTS, 0))) for one in page]


def _counts(user: User, periods: Iterable[Period]) -> dict[int, dict[str, int]]:
    rows = Report.objects.visible_to(user).filter(period__in=[one.pk for one in periods])
    counted = {name: Count("pk", filter=which) for name, which in COUNTS.items()}
    return {row.pop("period_id"): row for row in rows.order_by().values("period_id").annotate(
        **counted)}  # fmt: skip


def period_page(user: User, period: Period, now: datetime) -> PeriodPage:
    """The page of a period as far as ``user`` sees its units."""
    counts = _counts(user, [period]).get(period.pk, dict.fromkeys(COUNTS, 0))
    seen = Report.objects.visible_to(user).filter(period=period)
    exceptions = PeriodException.objects.filter(report__in=seen.values("pk"))
    page = PeriodPage(
        period=period,
        counts=counts,
        beats=rhythm(period, now),
        steps=_steps(period),
        exceptions=list(exceptions.select_related("report__unit", "by")[:EXCEPTIONS]),
        may_steer=user.has_perm("reports.steer_period", period),
    )
    if not page.is_locked:
        page.exemptible = exemptible(user, period)
    return page


def exemptible(user: User, period: Period) -> list[Unit]:
    """The units that ``user`` may still excuse in the period, in tree order."""
    return [report.unit for report in _excusable(user, period).select_related("unit")]


def handled_units(user: User, period: Period) -> set[int]:
    """The keys of the units that ``user`` looks after and that owe the period."""
    rows = Report.objects.handled_by(user).filter(period=period)
    return set(rows.values_list("unit_id", flat=True))


def _excusable(user: User, period: Period) -> QuerySet[Report]:
    states = (ReportState.DUE, ReportState.DRAFT, ReportState.MISSING)
    rows = Report.objects.handled_by(user).filter(period=period, state__in=states)
    return rows.defer("values", "texts", "reasons", "carried").order_by("path")


def _steps(period: Period) -> list[Step]:
    """What was done to the period itself, latest first; everybody who sees it may know."""
    rows = AuditEntry.objects.filter(object_type="reports.period", object_id=str(period.pk))
    return [
        Step(row.at, row.actor_name, word(row.action), row.note)
        for row in rows.order_by("-at", "-pk")[:STEPS]
    ]
