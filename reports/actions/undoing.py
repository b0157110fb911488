"""Taking a decision back shortly after it was made (撤回审核)."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User
from reports.actions.carrying import carry_forward
from reports.actions.deciding import ask_unlocked, hold_period, locked, move, tell_unit
from reports.actions.totals import mark_dirty
from reports.deciders import may_undo
from reports.enums import Decision
from reports.errors import ReportError
from reports.models import Report, ReportDraft, Review
from reports.stages import CorrectionState

UNDONE = gettext_noop("The decision on the report of %(week)s was taken back; it waits again")


@transaction.atomic
def undo_decision(report: Report, *, version: int, by: User) -> None:
    """Take one's approval or return back within ten minutes; the report waits for review again.

    ReportError when it is too late, somebody else decided, the report has changed since
    (``version``), or the unit has begun to correct it.
    """
    hold_period(report.period_id)
    row = locked(report)
    if row.version != version or not may_undo(row, by, clock.now()):
        raise ReportError(
            _("This can no longer be taken back: ten minutes are over or the report has changed.")
        )
    ask_unlocked(row)
    review = _standing(row)
    if ReportDraft.objects.filter(report=row, saved_at__gt=row.decided_at).exists():
        raise ReportError(_("The unit has already begun to correct this report."))
    was = row.state
    fields = {"return_due_at": None, **_reopened(row, review)}
    move(row, "undo", by=by, **fields)
    Report.objects.filter(pk=row.pk).update(decided_by=None, decided_at=None)
    Review.objects.filter(pk=review.pk, undone_at=None).update(undone_at=clock.now())
    row.refresh_from_db()
    carry_forward(row)
    mark_dirty(row)
    record(
        "report.undone", row, by=by, path=row.path, changes={"state": [was, "submitted"]},
        note=review.reason,
    )  # fmt: skip
    tell_unit(row, UNDONE, "", f"undone:{review.pk}", {})
    report.refresh_from_db()


def _standing(row: Report) -> Review:
    """The decision that the report stands by; ReportError when another step came after."""
    review = row.reviews.filter(undone_at=None).order_by("-at", "-pk").first()
    if review is None or review.decision != row.state:
        raise ReportError(
            _("Opening a report for correction is not undone; take the correction back instead.")
        )
    return review


def _reopened(row: Report, review: Review) -> dict[str, object]:
    """An undone approval of a correction: the old figures count on, the correction goes on."""
    done = row.corrections.filter(after=review.revision, state=CorrectionState.DONE).first()
    if done is None or review.decision != Decision.APPROVED:
        return {}
    type(done).objects.filter(pk=done.pk).update(
        state=CorrectionState.GRANTED, after=None, done_at=None
    )
    earlier = row.corrections.filter(state=CorrectionState.DONE).order_by("-done_at").first()
    return {
        "standing": done.before.values,
        "stands_as_zero": done.before.is_zero,
        "corrected_at": earlier.done_at if earlier else None,
    }
