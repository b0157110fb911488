"""Deciding on reports: approve, return, exempt, open late (审核、退回、免报、补报开口)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User
from reports.actions.carrying import carry_forward
from reports.actions.corrections import finish_correction
from reports.actions.deciding import (
    ask_not_maker,
    ask_office,
    ask_unlocked,
    hold_period,
    locked,
    mark_fields,
    move,
    tell_unit,
    to_decide,
)
from reports.actions.exceptions import EXEMPTED, WHY, note_exception
from reports.actions.totals import mark_dirty
from reports.enums import Allowance, Decision, ReportState
from reports.errors import ReportError
from reports.models import Report, Review
from reports.stages import Stage

APPROVED = gettext_noop("Report of %(week)s approved")
RETURNED = gettext_noop("Report of %(week)s returned: %(why)s")
CORRECT_BY = gettext_noop("Please correct and submit it again before %(until_at)s.")
OPENED_LATE = gettext_noop("Report of %(week)s can still be submitted until %(until_at)s")


@transaction.atomic
def approve_report(report: Report, *, version: int, by: User) -> Review:
    """Approve what was handed in; its figures count from now on.

    A correction under way is done with it: the new figures take the place of the old. What
    was handed in before its period was locked is still approved afterwards: the office may
    be late, the unit was not. Sending back, undoing and correcting are over then.
    ReportError for one's own submission or what came by one's own link, before the township
    forwarded it, or when somebody else decided first or the unit changed it (``version``).
    """
    row, revision = to_decide(report, version, by)
    ask_office(row, by)
    ask_not_maker(row, by)
    move(row, "approve", by=by, return_due_at=None)
    review = Review.objects.create(
        report=row, revision=revision, decision=Decision.APPROVED, by=by, at=clock.now()
    )
    changes = {"state": ["submitted", "approved"], **finish_correction(row, revision)}
    row.state, row.standing = ReportState.APPROVED, None
    carry_forward(row)
    mark_dirty(row)
    record("report.approved", row, by=by, path=row.path, changes=changes)
    tell_unit(row, APPROVED, "", f"approved:{revision.number}", {})
    report.refresh_from_db()
    return review


@transaction.atomic
def return_report(
    report: Report,
    *,
    version: int,
    reason: str,
    marks: Mapping[str, str],
    correct_by: datetime,
    by: User,
) -> Review:
    """Send a report back with marks on fields and a deadline for the correction.

    The first timeliness stays as it was. The township may return what lies at its desk, the
    office everything. ReportError without a reason, with a deadline that has passed, in a
    locked period, for one's own submission, or when somebody decided first.
    """
    if not reason.strip():
        raise ReportError(_("Say what the unit is asked to correct."))
    if correct_by <= clock.now():
        raise ReportError(_("The correction deadline has already passed; choose a later one."))
    hold_period(report.period_id)
    row, revision = to_decide(report, version, by)
    ask_unlocked(row)
    if row.stage == Stage.OFFICE:
        ask_office(row, by)
    move(row, "return", by=by, return_due_at=correct_by)
    review = Review.objects.create(
        report=row,
        revision=revision,
        decision=Decision.RETURNED,
        reason=reason.strip()[:500],
        correct_by=correct_by,
        by=by,
        at=clock.now(),
    )
    mark_fields(review, marks)
    mark_dirty(row)
    record(
        "report.returned",
        row,
        by=by,
        path=row.path,
        changes={"state": ["submitted", "returned"], "fields": [None, sorted(marks)]},
        note=reason,
    )
    params = {"why": review.reason, "until_at": correct_by.isoformat()}
    tell_unit(row, RETURNED, CORRECT_BY, f"returned:{revision.number}", params)
    report.refresh_from_db()
    return review


@transaction.atomic
def exempt_report(report: Report, *, reason: str, by: User) -> None:
    """Excuse the unit this period (免报): it leaves the denominator. A reason is required."""
    if not reason.strip():
        raise ReportError(_("Say why the unit is exempt."))
    row = _undecided(report)
    if row.standing is not None:
        raise ReportError(_("Its figures are being corrected; take the correction back first."))
    was = row.state
    move(row, "exempt", by=by, exempt_reason=reason.strip()[:200])
    report.refresh_from_db()
    mark_dirty(report)
    note_exception(report, Allowance.EXEMPTED, reason=reason, by=by)
    record(
        "report.exempted",
        report,
        by=by,
        path=report.path,
        changes={"state": [was, "exempt"]},
        note=reason,
    )
    tell_unit(report, EXEMPTED, WHY, f"exempted:{report.version}", {"why": reason.strip()})


@transaction.atomic
def reopen_report(report: Report, *, reason: str, until: datetime, by: User) -> None:
    """Open a missed report late (补报开口) until a moment; what comes then is late for good."""
    if not reason.strip():
        raise ReportError(_("Say why the report is opened again."))
    if until <= clock.now():
        raise ReportError(_("The late opening has to end in the future."))
    move(_undecided(report), "reopen", by=by, closes_at=until)
    report.refresh_from_db()
    mark_dirty(report)
    note_exception(report, Allowance.LATE, reason=reason, until=until, by=by)
    record(
        "report.reopened",
        report,
        by=by,
        path=report.path,
        changes={"state": ["missing", "due"], "closes_at": [None, until]},
        note=reason,
    )
    tell_unit(
        report, OPENED_LATE, "", f"reopened:{report.version}", {"until_at": until.isoformat()}
    )


def _undecided(report: Report) -> Report:
    """The locked report of a period that is not locked for good."""
    hold_period(report.period_id)
    row = locked(report)
    ask_unlocked(row)
    return row
