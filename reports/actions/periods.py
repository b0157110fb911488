"""Opening and closing periods: obligations become rows, and what is not there becomes missing."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.tasks import ring
from reports.enums import PeriodState, ReportState
from reports.models import DirtyReport, Period, Report, ReportTemplate
from reports.moments import moments_of, starts_until


def open_due_periods(now: datetime | None = None) -> int:
    """Open every period whose first day has come; returns how many were opened.

    Safe to repeat and to run twice at once. Units that owe are frozen as rows with the
    path they have now; a unit out of service on the first day owes nothing.
    """
    now = now or clock.now()
    today = timezone.localtime(now).date()
    opened = 0
    for template in ReportTemplate.objects.filter(is_active=True).select_related("campaign__owner"):
        there = set(template.periods.values_list("starts_on", flat=True))
        for start in starts_until(template, today):
            if start not in there:
                opened += _open(template, start, now)
    return opened


def _open(template: ReportTemplate, start: object, now: datetime) -> int:
    moments = moments_of(template, start)
    try:
        with transaction.atomic():
            period = Period.objects.create(
                template=template,
                template_version=template.versions.order_by("-number").first(),
                starts_on=moments.starts_on,
                ends_on=moments.ends_on,
                opened_at=now,
                due_at=moments.due_at,
                closes_at=moments.closes_at,
            )
            reports = _owe(period)
            record(
                "period.opened",
                period,
                by=None,
                path=template.campaign.owner.path,
                changes={"owed": [None, len(reports)]},
            )
            ring("reports.tasks.fold_totals")
    except IntegrityError:
        return 0  # another worker opened it at the same moment
    return 1


def _owe(period: Period) -> list[Report]:
    """One row for each unit that owes the period; stock figures are carried over."""
    start = period.starts_on
    owing = (
        period.template.reporting_units.filter(from_on__lte=start)
        .filter(Q(to_on=None) | Q(to_on__gt=start))
        .filter(Q(unit__active_to=None) | Q(unit__active_to__gt=start))
        .select_related("unit")
    )
    before = period.template.periods.filter(starts_on__lt=start).order_by("-starts_on").first()
    carried = dict(before.reports.values_list("unit_id", "carried")) if before else {}
    reports = Report.objects.bulk_create(
        [
            Report(
                period=period,
                unit=row.unit,
                path=row.unit.path,
                due_at=period.due_at,
                closes_at=period.closes_at,
                carried=carried.get(row.unit_id, {}),
            )
            for row in owing
        ],
        batch_size=500,
    )
    DirtyReport.objects.bulk_create(
        [DirtyReport(report=one, period=period, path=one.path) for one in reports], batch_size=500
    )
    return reports


def close_due_periods(now: datetime | None = None) -> int:
    """Close what has reached its closing moment; returns how many periods were closed.

    Reports not handed in become missing for good (漏报), unless the office opens one late.
    Late openings whose own moment has passed end here too.
    """
    now = now or clock.now()
    closed = 0
    for period in Period.objects.filter(state=PeriodState.OPEN, closes_at__lte=now):
        closed += _close(period, now)
    _end_late_openings(now)
    return closed


@transaction.atomic
def _close(period: Period, now: datetime) -> int:
    mine = Period.objects.filter(pk=period.pk, state=PeriodState.OPEN).update(
        state=PeriodState.CLOSED, closed_at=now
    )
    if not mine:
        return 0
    missing = _miss(Report.objects.filter(period=period, closes_at__lte=now))
    record(
        "period.closed",
        period,
        by=None,
        path=period.template.campaign.owner.path,
        changes={"missing": [None, missing]},
    )
    return 1


@transaction.atomic
def _end_late_openings(now: datetime) -> None:
    _miss(Report.objects.filter(period__state=PeriodState.CLOSED, closes_at__lte=now))


def _miss(reports: object) -> int:
    gone = list(reports.filter(state__in=[ReportState.DUE, ReportState.DRAFT]))
    Report.objects.filter(
        pk__in=[one.pk for one in gone], state__in=[ReportState.DUE, ReportState.DRAFT]
    ).update(state=ReportState.MISSING)
    DirtyReport.objects.bulk_create(
        [DirtyReport(report=one, period_id=one.period_id, path=one.path) for one in gone],
        batch_size=500,
    )
    if gone:
        ring("reports.tasks.fold_totals")
    return len(gone)
