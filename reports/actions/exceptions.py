"""What the office allows single units in one period: more time, no report, a report after all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from fraudwatch.lib.weeks import moment_label
from orgs.actions.audit import record
from orgs.models import User
from reports.actions.deciding import ask_unlocked, hold_period, locked, tell_unit
from reports.actions.totals import mark_dirty
from reports.enums import Allowance, PeriodState, ReportState
from reports.errors import ReportError
from reports.models import Period, PeriodException, Report

EXTENDED = gettext_noop("Report of %(week)s: you have until %(until_at)s")
EXEMPTED = gettext_noop("Report of %(week)s: nothing is asked of you this time")
DUE_AGAIN = gettext_noop("Report of %(week)s is asked of you after all")
WHY = gettext_noop("The office says: %(why)s")
UNBEGUN = (ReportState.DUE, ReportState.DRAFT)


def note_exception(
    report: Report, kind: str, *, reason: str, by: User, until: datetime | None = None
) -> PeriodException:
    """Keep what was allowed, for the page of the period."""
    return PeriodException.objects.create(
        report=report, kind=kind, reason=reason.strip()[:200], until=until, by=by, at=clock.now()
    )


@transaction.atomic
def extend_report(report: Report, *, until: datetime, reason: str, by: User) -> None:
    """Give a unit more time before its report is due; what comes until then is on time.

    It closes no earlier than that. ReportError when the due moment has passed, for a moment
    that is not later, after the period locks, without a reason, or when it is handed in.
    """
    _reason(reason)
    hold_period(report.period_id)
    row, now = locked(report), clock.now()
    ask_unlocked(row)
    if row.state not in UNBEGUN:
        raise ReportError(_state(row))
    if row.due_at <= now:
        raise ReportError(
            _("It was due %(due)s; it can be submitted until %(closes)s and counts as late.")
            % {"due": moment_label(row.due_at), "closes": moment_label(row.closes_at)}
        )
    if until <= row.due_at:
        raise ReportError(
            _("It is due %(due)s already; choose a later moment.")
            % {"due": moment_label(row.due_at)}
        )
    ends = row.period.locks_at
    if ends and until >= ends:
        raise ReportError(
            _("The period locks %(at)s; choose an earlier moment.") % {"at": moment_label(ends)}
        )
    closes_at = max(row.closes_at, until)
    Report.objects.filter(pk=row.pk, state__in=UNBEGUN).update(
        due_at=until, closes_at=closes_at, version=F("version") + 1
    )
    note_exception(row, Allowance.EXTENDED, reason=reason, until=until, by=by)
    changes = {"due_at": [row.due_at, until], "closes_at": [row.closes_at, closes_at]}
    record("report.extended", row, by=by, path=row.path, changes=changes, note=reason)
    params = {"why": reason.strip(), "until_at": until.isoformat()}
    tell_unit(row, EXTENDED, WHY, f"extended:{until.isoformat()}", params)
    report.refresh_from_db()


@transaction.atomic
def exempt_units(period: Period, unit_ids: Iterable[int], *, reason: str, by: User) -> int:
    """Excuse several units this period (免报), all or none; returns how many.

    ReportError for a unit that has handed in, is exempt already or owes nothing here.
    """
    _reason(reason)
    wanted = set(unit_ids)
    hold_period(period.pk)
    rows = list(
        Report.objects.filter(period=period, unit__in=wanted)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .select_related("unit", "period__template__campaign__owner")
    )
    if not wanted or len(rows) < len(wanted):
        raise ReportError(_("Choose units that owe a report in this period."))
    for row in rows:
        _exempt(row, reason.strip()[:200], by)
    return len(rows)


def _exempt(row: Report, reason: str, by: User) -> None:
    ask_unlocked(row)
    may = (*UNBEGUN, ReportState.MISSING)
    if row.state not in may:
        raise ReportError(_state(row))
    Report.objects.filter(pk=row.pk, state=row.state).update(
        state=ReportState.EXEMPT, exempt_reason=reason, decided_by=by, decided_at=clock.now(),
        version=F("version") + 1,
    )  # fmt: skip
    mark_dirty(row)
    note_exception(row, Allowance.EXEMPTED, reason=reason, by=by)
    changes = {"state": [row.state, ReportState.EXEMPT]}
    record("report.exempted", row, by=by, path=row.path, changes=changes, note=reason)
    tell_unit(row, EXEMPTED, WHY, f"exempted:{row.version + 1}", {"why": reason})


@transaction.atomic
def ask_again(report: Report, *, reason: str, by: User) -> str:
    """Take an exemption back (撤回免报); returns the state the report has then.

    While it is open it is due again, after closing it is missing and may be opened late; one
    that had been returned is returned again. ReportError when it is not exempt, or locked.
    """
    _reason(reason)
    hold_period(report.period_id)
    row, now = locked(report), clock.now()
    ask_unlocked(row)
    if row.state != ReportState.EXEMPT:
        raise ReportError(_("Only an exemption can be taken back; this report is %(state)s.")
                          % {"state": row.get_state_display()})  # fmt: skip
    closes_at = row.closes_at
    if row.period.state == PeriodState.OPEN:  # it may have been opened again since
        closes_at = max(closes_at, row.period.closes_at)
    if row.revision_number:
        state = ReportState.RETURNED
    else:
        state = ReportState.DUE if closes_at > now else ReportState.MISSING
    Report.objects.filter(pk=row.pk, state=ReportState.EXEMPT).update(
        state=state, exempt_reason="", closes_at=closes_at, version=F("version") + 1
    )
    mark_dirty(row)
    note_exception(row, Allowance.DUE_AGAIN, reason=reason, by=by)
    changes = {"state": [ReportState.EXEMPT, state]}
    record("report.due_again", row, by=by, path=row.path, changes=changes, note=reason)
    tell_unit(row, DUE_AGAIN, WHY, f"due_again:{row.version + 1}", {"why": reason.strip()})
    report.refresh_from_db()
    return state


def _reason(reason: str) -> None:
    if not reason.strip():
        raise ReportError(_("Say why; the reason stays with the period."))


def _state(row: Report) -> str:
    return _("%(unit)s: this report is %(state)s by now; look at it again.") % {
        "unit": row.unit.name,
        "state": row.get_state_display(),
    }
