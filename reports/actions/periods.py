"""Periods open, close and lock by themselves: obligations become rows, absence becomes missing."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from fraudwatch.lib import clock
from fraudwatch.lib.weeks import WorkingDays, working_days
from orgs.actions.audit import record
from orgs.tasks import ring
from reports.enums import WAITING_FOR_UNIT, PeriodState, ReportState
from reports.models import DirtyReport, Period, Report, ReportTemplate
from reports.moments import Moments, Span, level_due, moments_of, spans_of

MOST = 40  # periods opened in one run; after a long stop the next run goes on
UNBEGUN = (ReportState.DUE, ReportState.DRAFT)


def open_due_periods(now: datetime | None = None) -> int:
    """Open every period whose first day has come, oldest first; returns how many.

    Safe to repeat and to run twice at once. Units that owe are frozen as rows with the path
    they have now; a unit out of service on the first day owes nothing. What should have opened
    while nothing ran is opened too, so many a run; what has closed by now is missing at once.
    """
    now = now or clock.now()
    today = timezone.localtime(now).date()
    days, opened = working_days(), 0
    templates = ReportTemplate.objects.filter(is_active=True).select_related("campaign__owner")
    for template in templates.prefetch_related("campaign__phases", "level_dues"):
        for span in _to_open(template, today):
            if opened >= MOST:
                return opened
            opened += _open(template, span, days, now)
    return opened


def _to_open(template: ReportTemplate, today: object) -> Iterator[Span]:
    """Spans that have begun and have no period; a phase that was moved keeps its old one.

    What was over while the report was switched off is left out.
    """
    resumed = template.resumed_on
    rows = list(template.periods.values_list("starts_on", "name"))
    there, names = {row[0] for row in rows}, {row[1] for row in rows if row[1]}
    for span in spans_of(template, template.campaign.phases.all()):
        if span.starts_on > today:
            return
        if resumed and span.ends_on < resumed:
            continue
        if span.starts_on not in there and span.name not in names:
            yield span


def _open(template: ReportTemplate, span: Span, days: WorkingDays, now: datetime) -> int:
    moments = moments_of(template, span, days)
    try:
        with transaction.atomic():
            period = Period.objects.create(
                template=template,
                template_version=template.versions.order_by("-number").first(),
                starts_on=span.starts_on,
                ends_on=span.ends_on,
                name=span.name,
                opened_at=now,
                due_at=moments.due_at,
                closes_at=moments.closes_at,
                locks_at=moments.locks_at,
            )
            reports = _owe(period, span, moments, days)
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


def _owe(period: Period, span: Span, moments: Moments, days: WorkingDays) -> list[Report]:
    """One row for each unit that owes the period; stock figures are carried over."""
    start, template = period.starts_on, period.template
    owing = (
        template.reporting_units.filter(from_on__lte=start)
        .filter(Q(to_on=None) | Q(to_on__gt=start))
        .filter(Q(unit__active_to=None) | Q(unit__active_to__gt=start))
        .select_related("unit")
    )
    owing = list(owing)
    carried = _carried(template, start, [row.unit_id for row in owing])
    due = {
        level.kind: level_due(template, span, level, moments.closes_at, days)
        for level in template.level_dues.all()
    }
    reports = Report.objects.bulk_create(
        [
            Report(
                period=period,
                unit=row.unit,
                path=row.unit.path,
                due_at=due.get(row.unit.kind, period.due_at),
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


def _carried(template: ReportTemplate, start: date, units: list[int]) -> dict[int, dict]:
    """The stocks of each unit as they stood last, also of one that was out for some periods."""
    before = template.periods.filter(starts_on__lt=start).order_by("-starts_on").first()
    if before is None:
        return {}
    carried = dict(before.reports.values_list("unit_id", "carried"))
    away = [key for key in units if key not in carried]
    rows = Report.objects.filter(
        period__template=template, period__starts_on__lt=start, unit__in=away
    )
    carried |= dict(rows.order_by("period__starts_on").values_list("unit_id", "carried"))
    return carried


def close_due_periods(now: datetime | None = None) -> int:
    """Close what has reached its closing moment; returns how many periods were closed.

    Reports not handed in become missing for good (漏报), unless the office opens one late.
    Late openings whose own moment has passed end here too.
    """
    now = now or clock.now()
    due = Period.objects.filter(state=PeriodState.OPEN, closes_at__lte=now).order_by("closes_at")
    closed = sum(_close(period, now) for period in due.select_related("template__campaign__owner"))
    _end_late_openings(now)
    return closed


@transaction.atomic
def _close(period: Period, now: datetime) -> int:
    mine = Period.objects.filter(pk=period.pk, state=PeriodState.OPEN, closes_at__lte=now).update(
        state=PeriodState.CLOSED, closed_at=now
    )
    if not mine:
        return 0
    missing = miss(Report.objects.filter(period=period, closes_at__lte=now))
    record(
        "period.closed",
        period,
        by=None,
        path=period.template.campaign.owner.path,
        changes={"missing": [None, len(missing)]},
    )
    return 1


@transaction.atomic
def _end_late_openings(now: datetime) -> None:
    miss(Report.objects.exclude(period__state=PeriodState.OPEN).filter(closes_at__lte=now))


def miss(reports: object) -> list[Report]:
    """Make those of ``reports`` missing that were not handed in; returns them.

    Their rows are locked in one order, so that a unit that hands in at this very moment is
    either in before or finds the report closed.
    """
    gone = list(
        reports.filter(state__in=UNBEGUN)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .defer("values", "texts", "reasons", "carried")
    )
    Report.objects.filter(pk__in=[one.pk for one in gone], state__in=UNBEGUN).update(
        state=ReportState.MISSING
    )
    DirtyReport.objects.bulk_create(
        [DirtyReport(report=one, period_id=one.period_id, path=one.path) for one in gone],
        batch_size=500,
    )
    if gone:
        ring("reports.tasks.fold_totals")
    return gone


def lock_due_periods(now: datetime | None = None) -> int:
    """Lock what has reached its lock moment; returns how many periods were locked.

    A period waits while a late opening or a correction asked for in it is still running.
    """
    now = now or clock.now()
    due = Period.objects.filter(state=PeriodState.CLOSED, locks_at__lte=now)
    due = due.exclude(Exists(still_running(now).filter(period=OuterRef("pk"))))
    rows = due.order_by("locks_at").select_related("template__campaign__owner")
    return sum(_lock(period, now) for period in rows)


def still_running(now: datetime) -> object:
    """Reports of closed periods that a unit may still hand in: opened late, or sent back."""
    late = Q(state__in=UNBEGUN, closes_at__gt=now)
    return Report.objects.filter(late | Q(state=ReportState.RETURNED, return_due_at__gt=now))


@transaction.atomic
def _lock(period: Period, now: datetime) -> int:
    # whoever opens a report of it at this moment has the row; look again when it is ours
    Period.objects.select_for_update(no_key=True).only("pk").get(pk=period.pk)
    if still_running(now).filter(period=period).exists() or not lock_rows(period, now):
        return 0
    record("period.locked", period, by=None, path=period.template.campaign.owner.path)
    return 1


def lock_rows(period: Period, now: datetime) -> bool:
    """Lock a closed period; a submission under way is in before, one that comes later is not."""
    mine = Period.objects.filter(pk=period.pk, state=PeriodState.CLOSED).update(
        state=PeriodState.LOCKED, locked_at=now
    )
    if not mine:
        return False
    waiting = Report.objects.filter(period=period, state__in=WAITING_FOR_UNIT).order_by("pk")
    list(waiting.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return True
