"""What the office does to a period by hand: close, lock, open again (关闭、锁定、重新开放)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from fraudwatch.lib.weeks import moment_label
from orgs.actions.audit import record
from orgs.actions.notices import tell
from orgs.queries.recipients import reporters_of
from orgs.tasks import ring
from reports.actions.periods import UNBEGUN, lock_rows, miss, still_running
from reports.enums import PeriodState, ReportState
from reports.errors import ReportError
from reports.models import DirtyReport, Period, Report
from reports.moments import locks_after

CLOSED = gettext_noop("%(unit)s: the report of %(week)s was closed and counts as missing")
AGAIN = gettext_noop("%(unit)s: the report of %(week)s is open again until %(until_at)s")
WHY = gettext_noop("The office says: %(why)s")


@transaction.atomic
def close_period(period: Period, *, reason: str, by: object) -> int:
    """Close an open period before its moment; returns how many units are missing by it.

    Units with more time of their own keep it. ReportError before the due moment, without a
    reason, or when it is closed already.
    """
    reason, now = _reason(reason), clock.now()
    if now < period.due_at:
        raise ReportError(
            _("This period is due %(at)s; it cannot be closed before that.")
            % {"at": moment_label(period.due_at)}
        )
    lock_days = period.template.lock_days
    moved = Period.objects.filter(pk=period.pk, state=PeriodState.OPEN, due_at__lte=now).update(
        state=PeriodState.CLOSED,
        closed_at=now,
        closes_at=now,
        locks_at=None if lock_days is None else locks_after(now, lock_days),
    )
    if not moved:
        raise ReportError(_where(period))
    usual = Report.objects.filter(period=period, closes_at__lte=period.closes_at, due_at__lte=now)
    rows = usual.filter(state__in=UNBEGUN).order_by("pk")  # as everybody locks several
    keys = list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    usual.filter(pk__in=keys, state__in=UNBEGUN).update(closes_at=now)
    gone = miss(Report.objects.filter(period=period, closes_at__lte=now))
    _record("period.closed", period, "missing", len(gone), reason, by)
    _tell(period, gone, CLOSED, f"closed:{now.isoformat()}", {"why": reason})
    period.refresh_from_db()
    return len(gone)


@transaction.atomic
def lock_period(period: Period, *, reason: str, by: object) -> None:
    """Lock a closed period before its moment: nothing of it is opened late or corrected then.

    ReportError while a unit still has time to submit, without a reason, or when it is not
    closed.
    """
    reason, now = _reason(reason), clock.now()
    if not lock_rows(period, now):
        raise ReportError(_where(period))
    running = list(still_running(now).filter(period=period).select_related("unit")[:3])
    if running:
        raise ReportError(
            _("%(units)s may still submit in this period; lock it when their time is over.")
            % {"units": "、".join(report.unit.name for report in running)}
        )
    _record("period.locked", period, "state", PeriodState.LOCKED, reason, by)
    period.refresh_from_db()


@transaction.atomic
def reopen_period(period: Period, *, until: datetime, reason: str, by: object) -> int:
    """Open a closed or locked period again until a moment; returns how many units may submit.

    Units whose report was missing owe it again; what they hand in is late for good. They are
    told. ReportError for a moment that has passed, without a reason, or when it is open.
    """
    reason, now = _reason(reason), clock.now()
    if until <= now:
        raise ReportError(_("The period has to stay open until a moment in the future."))
    lock_days = period.template.lock_days
    shut = (PeriodState.CLOSED, PeriodState.LOCKED)
    moved = Period.objects.filter(pk=period.pk, state__in=shut).update(
        state=PeriodState.OPEN,
        closed_at=None,
        locked_at=None,
        closes_at=until,
        locks_at=None if lock_days is None else locks_after(until, lock_days),
    )
    if not moved:
        raise ReportError(_where(period))
    rows = Report.objects.filter(period=period, state=ReportState.MISSING).order_by("pk")
    owing = list(rows.select_for_update(of=("self",), no_key=True).select_related("unit"))
    Report.objects.filter(pk__in=[one.pk for one in owing], state=ReportState.MISSING).update(
        state=ReportState.DUE, closes_at=until, version=F("version") + 1
    )
    DirtyReport.objects.bulk_create(
        [DirtyReport(report=one, period=period, path=one.path) for one in owing], batch_size=500
    )
    ring("reports.tasks.fold_totals")
    _record("period.reopened", period, "owing", len(owing), reason, by)
    params = {"why": reason, "until_at": until.isoformat()}
    _tell(period, owing, AGAIN, f"reopened:{now.isoformat()}", params)
    period.refresh_from_db()
    return len(owing)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReportError(_("Say why; the reason stays with the period."))
    return reason.strip()[:200]


def _where(period: Period) -> str:
    """Where the period stands by now, for somebody who was not first."""
    state = Period.objects.get(pk=period.pk).get_state_display()
    return _("This period is %(state)s by now; look at it again.") % {"state": state}


def _record(action: str, period: Period, name: str, value: object, reason: str, by: object) -> None:
    path = period.template.campaign.owner.path
    changes = {"state": [period.state, action.rpartition(".")[2]], name: [None, value]}
    record(action, period, by=by, path=path, changes=changes, note=reason)


def _tell(
    period: Period, reports: Iterable[Report], title: str, outcome: str, params: dict
) -> None:
    """Tell the people of each unit, in their own words for the period."""
    reports = list(reports)
    campaign_id = period.template.campaign_id
    people = reporters_of([report.unit for report in reports], campaign_id=campaign_id)
    for report in reports:
        tell(
            people[report.unit_id],
            kind="review",
            occasion=f"report:{report.pk}:{outcome}",
            title=title,
            text=WHY,
            params={"unit": report.unit.name, "week": period.words, **params},
            url=report.get_absolute_url(),
            about=f"report:{report.pk}",
        )
