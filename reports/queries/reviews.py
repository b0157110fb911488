"""The review page: the queue with the riskiest first, and one report to decide on."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from fraudwatch.lib import weeks
from reports.enums import ReportState
from reports.figures import change_rate, number
from reports.models import Report, Revision
from reports.queries.forms import Field, FormPage, form_page
from reports.queries.report_pages import Event, history

SHOWN = 120
DECIDED_SHOWN = 20
FETCHED = (
    "unit",
    "period__template__campaign__owner",
    "period__template_version",
    "submitted_by",
    "decided_by",
)
DECIDED = (ReportState.APPROVED, ReportState.RETURNED)


@dataclass(frozen=True)
class QueueRow:
    """A report in the queue; ``warnings`` counts the unusual figures it was handed in with."""

    report: Report
    warnings: int = 0


@dataclass
class Queue:
    """What waits for review, riskiest first, and what was decided in the same period."""

    waiting: list[QueueRow] = field(default_factory=list)
    decided: list[Report] = field(default_factory=list)

    def find(self, pk: int) -> Report | None:
        """The report with that key, if it is listed."""
        listed = [row.report for row in self.waiting] + self.decided
        return next((report for report in listed if report.pk == pk), None)

    def beside(self, report: Report | None, step: int) -> Report | None:
        """The report ``step`` places from ``report`` in the queue."""
        keys = [row.report.pk for row in self.waiting]
        if report is None or report.pk not in keys:
            return None
        place = keys.index(report.pk) + step
        return self.waiting[place].report if 0 <= place < len(keys) else None


@dataclass(frozen=True)
class Row:
    """One figure as the reviewer compares it; ``so_far`` counts this period in.

    ``change`` is in percent, a rate's in points.
    """

    field: Field
    now: Decimal | None
    change: Decimal | None
    series: list[Decimal | None]
    so_far: Decimal | None

    @property
    def is_same(self) -> bool:
        """Nothing to look at: no change, no remark."""
        return not self.field.warning and (self.change is None or not self.change)


@dataclass(frozen=True)
class Candidate:
    """The report at hand with all a decision needs."""

    page: FormPage
    sections: list[tuple[str, list[Row]]]
    events: list[Event]
    revision: Revision | None
    is_own: bool
    deadlines: list[datetime]

    @property
    def report(self) -> Report:
        """The report itself."""
        return self.page.report

    @property
    def warnings(self) -> int:
        """How many figures are unusual."""
        return sum(1 for one in self.page.fields if one.warning)


def reviewable(user: object) -> QuerySet:
    """The reports that ``user`` may decide on."""
    return Report.objects.handled_by(user)


def review_queue(user: object, *, period_id: int | None = None) -> Queue:
    """The queue of ``user``, of one period or of all, and the last decisions beside it."""
    current = Revision.objects.filter(report=OuterRef("pk"), number=OuterRef("revision_number"))
    rows = reviewable(user).filter(Q(state=ReportState.SUBMITTED) | Q(state__in=DECIDED))
    if period_id:
        rows = rows.filter(period_id=period_id)
    decided_last = Case(When(state=ReportState.SUBMITTED, then=0), default=1)
    found = (
        rows.select_related(*FETCHED)
        .annotate(asked=Subquery(current.values("problems")[:1]))
        .order_by(decided_last, F("decided_at").desc(nulls_last=True), "pk")[:SHOWN]
    )
    reports = list(found)
    waiting = [report for report in reports if report.state == ReportState.SUBMITTED]
    waiting.sort(key=lambda report: (-len(report.asked or ()), report.submitted_at, report.pk))
    return Queue(
        waiting=[QueueRow(report, len(report.asked or ())) for report in waiting],
        decided=[report for report in reports if report.state in DECIDED][:DECIDED_SHOWN],
    )


def candidate(report: Report, user: object, now: datetime) -> Candidate:
    """The report to decide on: figures compared, texts, photos, history, deadlines to offer."""
    page = form_page(report, typed=_handed_in(report))
    events = history(report)
    revision = next((event.revision for event in events if event.revision), None)
    asked = revision.problems if revision else {}
    for one in page.fields:  # what the unit was asked about when it handed in, no more and no less
        one.warning = (one.warning or asked[one.code]) if one.code in asked else ""
    return Candidate(
        page=page,
        sections=[
            (section.name, [_row(report, one) for one in section.fields])
            for section in page.sections
        ],
        events=events,
        revision=revision,
        is_own=report.submitted_by_id == user.pk,
        deadlines=deadlines(report, now),
    )


def _handed_in(report: Report) -> dict[str, dict]:
    """What was submitted; a draft is the unit's own until it submits again."""
    return {"values": report.values, "texts": report.texts, "reasons": report.reasons}


def _row(report: Report, one: Field) -> Row:
    now = number(report.values.get(one.code))
    so_far = now
    if one.indicator.measure == "flow" and one.kind != "rate":
        so_far = (
            None
            if now is None and one.cumulative is None
            else ((one.cumulative or Decimal(0)) + (now or Decimal(0)))
        )
    return Row(
        field=one,
        now=now,
        change=_change(one, now),
        series=[*reversed(one.history), now],
        so_far=so_far,
    )


def _change(one: Field, now: Decimal | None) -> Decimal | None:
    """Against the week before: in percent; a rate in points."""
    if one.kind == "rate":
        return None if now is None or one.last is None else now - one.last
    return change_rate(now, one.last)


def deadlines(report: Report, now: datetime) -> list[datetime]:
    """Moments to offer for a correction: the next two working days at 18:00, and closing."""
    today = timezone.localtime(now).date()
    offered = [weeks.moment(weeks.SEEDS.after(today, ahead), 0, time(18)) for ahead in (1, 2, 3)]
    if report.closes_at > now + timedelta(hours=1):
        offered.append(report.closes_at)
    return sorted(set(offered))


def waiting_for(user: object) -> QuerySet[Report]:
    """The reports that wait for one's decision."""
    return reviewable(user).filter(state=ReportState.SUBMITTED)
