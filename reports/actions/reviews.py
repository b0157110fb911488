"""Deciding on reports: approve, return, exempt, open late (审核、退回、免报、补报开口)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.actions.notices import tell
from orgs.queries.recipients import reporters_of
from reports.actions.carrying import carry_forward
from reports.actions.totals import mark_dirty
from reports.enums import Decision, ReportState
from reports.errors import ReportError
from reports.models import Report, Review, ReviewMark, Revision
from reports.workflow import MOVES

APPROVED = gettext_noop("Report of %(week)s approved")
RETURNED = gettext_noop("Report of %(week)s returned: %(why)s")
CORRECT_BY = gettext_noop("Please correct and submit it again before %(until_at)s.")
OPENED_LATE = gettext_noop("Report of %(week)s can still be submitted until %(until_at)s")


@transaction.atomic
def approve_report(report: Report, *, version: int, by: object) -> Review:
    """Approve what was handed in; its figures count from now on.

    ReportError for one's own submission, or when somebody else decided first or the
    unit changed it (``version``).
    """
    row, revision = _to_decide(report, version, by)
    _move(row, "approve", by=by, return_due_at=None)
    review = Review.objects.create(
        report=row, revision=revision, decision=Decision.APPROVED, by=by, at=clock.now()
    )
    row.state = ReportState.APPROVED
    carry_forward(row)
    mark_dirty(row)
    record(
        "report.approved", row, by=by, path=row.path, changes={"state": ["submitted", "approved"]}
    )
    _tell(row, APPROVED, "", f"approved:{revision.number}", {})
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
    by: object,
) -> Review:
    """Send a report back with marks on fields and a deadline for the correction.

    The first timeliness stays as it was. ReportError without a reason, with a deadline
    that has passed, for one's own submission, or when somebody decided first.
    """
    if not reason.strip():
        raise ReportError(_("Say what the unit is asked to correct."))
    if correct_by <= clock.now():
        raise ReportError(_("The correction deadline has already passed; choose a later one."))
    row, revision = _to_decide(report, version, by)
    _move(row, "return", by=by, return_due_at=correct_by)
    review = Review.objects.create(
        report=row,
        revision=revision,
        decision=Decision.RETURNED,
        reason=reason.strip()[:500],
        correct_by=correct_by,
        by=by,
        at=clock.now(),
    )
    ReviewMark.objects.bulk_create(
        ReviewMark(review=review, field=field[:40], reason=why.strip()[:200])
        for field, why in marks.items()
    )
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
    _tell(row, RETURNED, CORRECT_BY, f"returned:{revision.number}", params)
    report.refresh_from_db()
    return review


def _to_decide(report: Report, version: int, by: object) -> tuple[Report, Revision]:
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("unit", "decided_by", "period__template__campaign__owner")
        .get(pk=report.pk)
    )
    if row.state != ReportState.SUBMITTED:
        raise ReportError(_decided(row))
    if row.version != version:
        raise ReportError(_("The unit has changed this report since; look at it again."))
    if row.submitted_by_id == by.pk:
        raise ReportError(_("You submitted this report yourself; somebody else has to review it."))
    return row, row.revisions.get(number=row.revision_number)


def _decided(row: Report) -> str:
    """Who was first. Read anew: after a lock wait the joined person is that of before."""
    row = Report.objects.select_related("decided_by").get(pk=row.pk)
    if row.decided_by and row.state in (ReportState.APPROVED, ReportState.RETURNED):
        return _("%(who)s decided first: this report is %(state)s.") % {
            "who": row.decided_by,
            "state": row.get_state_display(),
        }
    return _("This report is not waiting for review; it is %(state)s.") % {
        "state": row.get_state_display()
    }


def _move(row: Report, move: str, *, by: object, **fields: object) -> None:
    allowed_from, target = MOVES[move]
    moved = Report.objects.filter(pk=row.pk, state__in=allowed_from, version=row.version).update(
        state=target, decided_by=by, decided_at=clock.now(), version=row.version + 1, **fields
    )
    if not moved:
        row.refresh_from_db()
        raise ReportError(_decided(row))


def _tell(row: Report, title: str, text: str, outcome: str, params: dict) -> None:
    campaign_id = row.period.template.campaign_id
    tell(
        reporters_of([row.unit], campaign_id=campaign_id)[row.unit_id],
        kind="review",
        occasion=f"report:{row.pk}:{outcome}",
        title=title,
        text=text,
        params={"week": row.period.words, **params},
        url=row.get_absolute_url(),
        about=f"report:{row.pk}",
    )


@transaction.atomic
def exempt_report(report: Report, *, reason: str, by: object) -> None:
    """Excuse the unit this period (免报): it leaves the denominator. A reason is required."""
    if not reason.strip():
        raise ReportError(_("Say why the unit is exempt."))
    was = report.state
    _decide(report, "exempt", by=by, exempt_reason=reason.strip()[:200])
    report.refresh_from_db()
    mark_dirty(report)
    record(
        "report.exempted",
        report,
        by=by,
        path=report.path,
        changes={"state": [was, "exempt"]},
        note=reason,
    )


@transaction.atomic
def reopen_report(report: Report, *, reason: str, until: datetime, by: object) -> None:
    """Open a missed report late (补报开口) until a moment; what comes then is late for good."""
    if not reason.strip():
        raise ReportError(_("Say why the report is opened again."))
    if until <= clock.now():
        raise ReportError(_("The late opening has to end in the future."))
    _decide(report, "reopen", by=by, closes_at=until)
    report.refresh_from_db()
    mark_dirty(report)
    record(
        "report.reopened",
        report,
        by=by,
        path=report.path,
        changes={"state": ["missing", "due"], "closes_at": [None, until]},
        note=reason,
    )
    _tell(report, OPENED_LATE, "", f"reopened:{report.version}", {"until_at": until.isoformat()})


def _decide(report: Report, move: str, *, by: object, **fields: object) -> None:
    row = Report.objects.select_related("decided_by").get(pk=report.pk)
    _move(row, move, by=by, **fields)
