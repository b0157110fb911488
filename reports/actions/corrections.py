"""Putting approved figures right (更正): by request only, both figures kept."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.actions.notices import tell
from orgs.models import User
from orgs.queries.recipients import coordinators_over
from reports.actions.deciding import (
    ask_opener,
    ask_unlocked,
    hold_period,
    locked,
    mark_fields,
    move,
    tell_unit,
)
from reports.actions.totals import mark_dirty
from reports.deciders import is_same_hand
from reports.enums import Decision, ReportState
from reports.errors import FieldProblems, ReportError
from reports.figures import split_key
from reports.models import Correction, Photo, Report, ReportDraft, Review, Revision
from reports.queries.content import checked
from reports.stages import CorrectionState

ASKED = gettext_noop("%(unit)s asks to correct its approved report of %(week)s")
GRANTED = gettext_noop("Report of %(week)s is open for correction: %(why)s")
REFUSED = gettext_noop("The correction of %(week)s was refused: %(why)s")
DROPPED = gettext_noop("The correction of %(week)s was taken back; the approved figures stay")
NOTHING_STANDS = {"standing": None, "stands_as_zero": False}
CORRECT_BY = gettext_noop("Please correct and submit it again before %(until_at)s.")


@transaction.atomic
def ask_correction(
    report: Report,
    *,
    values: Mapping[str, object],
    fields: Collection[str],
    reason: str,
    by: User,
) -> Correction:
    """Ask the office to let approved figures be put right (更正申请); nothing changes yet.

    ``values`` are the figures as they should be, ``fields`` further fields (words, photos)
    that are wrong. FieldProblems when a figure cannot be read; ReportError without a reason
    or a change, in a locked period, when the report is not approved or asked for already.
    """
    hold_period(report.period_id)
    row = locked(report)
    _ask_open(row, reason)
    wanted = _changes(row, values)
    named = sorted({*(split_key(key)[0] for key in wanted), *(field[:40] for field in fields)})
    if not named:
        raise ReportError(_("Nothing is different from what was approved."))
    correction = _begin(row, by, fields=named, values=wanted, reason=reason.strip()[:500])
    record(
        "correction.asked",
        row,
        by=by,
        path=row.path,
        changes={code: [row.values.get(code), value] for code, value in wanted.items()},
        note=correction.reason,
    )
    campaign_id = row.period.template.campaign_id
    tell(
        coordinators_over(row.unit, campaign_id=campaign_id),
        kind="review",
        occasion=f"correction:{correction.pk}",
        title=ASKED,
        text="",
        params={"week": row.period.words, "unit": str(row.unit)},
        url=row.get_absolute_url(),
        about=f"report:{row.pk}",
    )
    return correction


@transaction.atomic
def open_correction(
    report: Report, *, fields: Collection[str], reason: str, correct_by: datetime, by: User
) -> Correction:
    """Open an approved report for correction without being asked, naming what is wrong."""
    hold_period(report.period_id)
    row = locked(report)
    _ask_open(row, reason)
    ask_opener(row, by)
    _ask_time(correct_by)
    named = sorted({field[:40] for field in fields})
    if not named:
        raise ReportError(_("Mark at least one field that has to be corrected."))
    correction = _begin(row, by, fields=named, reason=reason.strip()[:500])
    _grant(row, correction, correction.reason, correct_by, by)
    report.refresh_from_db()
    return correction


@transaction.atomic
def grant_correction(
    correction: Correction, *, answer: str, correct_by: datetime, by: User
) -> None:
    """Let the unit correct: its form opens with the figures it asked for, the old ones count on.

    ReportError for one's own request, with a deadline that has passed, in a locked period,
    or when it was decided already.
    """
    hold_period(correction.report.period_id)
    row = locked(correction.report)
    _ask_undecided(correction, by)
    ask_opener(row, by)
    ask_unlocked(row)
    _ask_time(correct_by)
    _grant(row, correction, answer.strip()[:300] or correction.reason, correct_by, by)
    correction.refresh_from_db()


@transaction.atomic
def refuse_correction(correction: Correction, *, answer: str, by: User) -> None:
    """Leave the approved figures as they are; the unit is told why."""
    if not answer.strip():
        raise ReportError(_("Say why the correction is refused."))
    row = locked(correction.report)
    _ask_undecided(correction, by)
    ask_opener(row, by)
    _decide(correction, CorrectionState.ASKED, CorrectionState.REFUSED, answer, by)
    record("correction.refused", row, by=by, path=row.path, note=answer)
    tell_unit(row, REFUSED, "", f"correction-refused:{correction.pk}", {"why": answer.strip()})
    correction.refresh_from_db()


@transaction.atomic
def drop_correction(report: Report, *, reason: str, by: User) -> None:
    """Take a correction back that is under way: the report is again what was approved."""
    if not reason.strip():
        raise ReportError(_("Say why the correction is taken back."))
    row = locked(report)
    correction = row.corrections.filter(state=CorrectionState.GRANTED).first()
    if correction is None:
        raise ReportError(_("No correction of this report is under way."))
    ask_opener(row, by)
    was, before = row.state, correction.before
    move(
        row, "drop", by=by, return_due_at=None, **NOTHING_STANDS, values=before.values,
        texts=before.texts, reasons=before.reasons, is_zero=before.is_zero,
        zero_reason=before.zero_reason,
    )  # fmt: skip
    _decide(correction, CorrectionState.GRANTED, CorrectionState.DROPPED, reason, by)
    ReportDraft.objects.filter(report=row).delete()
    _photos_as_in(row, before)
    mark_dirty(row)
    record(
        "correction.dropped", row, by=by, path=row.path,
        changes={"state": [was, "approved"]}, note=reason,
    )  # fmt: skip
    tell_unit(row, DROPPED, "", f"correction-dropped:{correction.pk}", {})
    report.refresh_from_db()


def _photos_as_in(row: Report, revision: Revision) -> None:
    Photo.objects.filter(report=row, pk__in=revision.photos).update(removed_at=None)
    Photo.objects.filter(report=row, removed_at=None).exclude(pk__in=revision.photos).update(
        removed_at=clock.now()
    )


def finish_correction(row: Report, revision: Revision) -> dict[str, list]:
    """Part of an approval: the figures just approved take the place of the old ones.

    Returns what changed, for the audit trail; nothing when no correction was under way.
    """
    if row.standing is None:
        return {}
    now = clock.now()
    Report.objects.filter(pk=row.pk).update(**NOTHING_STANDS, corrected_at=now)
    row.corrections.filter(state=CorrectionState.GRANTED).update(
        state=CorrectionState.DONE, after=revision, done_at=now
    )
    return {"values": [row.standing, revision.values]}


def _ask_open(row: Report, reason: str) -> None:
    if not reason.strip():
        raise ReportError(_("Say why the figures have to be corrected."))
    if row.state != ReportState.APPROVED:
        raise ReportError(_("Only an approved report is corrected by a request."))
    ask_unlocked(row)


def _ask_time(correct_by: datetime) -> None:
    if correct_by <= clock.now():
        raise ReportError(_("The correction deadline has already passed; choose a later one."))


def _ask_undecided(correction: Correction, by: User) -> None:
    correction.refresh_from_db()
    if correction.state != CorrectionState.ASKED:
        raise ReportError(
            _("%(who)s has decided on this request already.") % {"who": correction.decided_by}
        )
    if is_same_hand(correction.asked_by, by):
        raise ReportError(_("You asked for this correction yourself; somebody else decides."))


def _changes(row: Report, values: Mapping[str, object]) -> dict:
    """The figures that differ from what was approved; FieldProblems for unreadable ones."""
    found = checked(row, {**row.values, **values})
    codes = {*values, *(split_key(key)[0] for key in values)}
    wrong = {code: found.errors[code] for code in codes if code in found.errors}
    if wrong:
        raise FieldProblems(_("Some figures cannot be read; mend them and ask again."), wrong)
    return {
        key: value
        for key, value in found.values.items()
        if split_key(key)[0] in codes and value != row.values.get(key)
    }


def _begin(row: Report, by: User, **fields: object) -> Correction:
    before = _approved(row)
    try:
        with transaction.atomic():
            return Correction.objects.create(
                report=row, before=before, asked_by=by, asked_at=clock.now(), **fields
            )
    except IntegrityError:
        raise ReportError(_("A correction of this report has been asked for already.")) from None


def _approved(row: Report) -> Revision:
    """The submission whose figures count."""
    reviews = row.reviews.filter(decision=Decision.APPROVED, undone_at=None)
    review = reviews.select_related("revision").order_by("-at", "-pk").first()
    return review.revision if review else row.revisions.get(number=row.revision_number)


def _grant(
    row: Report, correction: Correction, answer: str, correct_by: datetime, by: User
) -> None:
    stays = {"standing": row.values, "stands_as_zero": row.is_zero}
    move(row, "correct", by=by, return_due_at=correct_by, **stays)
    correction.before = _approved(row)  # approved anew since it was asked for, perhaps
    states = CorrectionState.ASKED, CorrectionState.GRANTED
    _decide(correction, *states, answer, by, before=correction.before)
    review = Review.objects.create(
        report=row,
        revision=correction.before,
        decision=Decision.REOPENED,
        reason=correction.reason,
        correct_by=correct_by,
        by=by,
        at=clock.now(),
    )
    mark_fields(review, dict.fromkeys(correction.fields, ""))
    ReportDraft.objects.update_or_create(
        report=row,
        defaults={
            "values": {**row.values, **correction.values},
            "texts": row.texts,
            "reasons": row.reasons,
            "saved_by": by,
            "saved_at": clock.now(),
        },
    )
    mark_dirty(row)
    record(
        "correction.granted",
        row,
        by=by,
        path=row.path,
        changes={"state": ["approved", "returned"], "fields": [None, correction.fields]},
        note=answer,
    )
    params = {"why": answer, "until_at": correct_by.isoformat()}
    tell_unit(row, GRANTED, CORRECT_BY, f"correction-granted:{correction.pk}", params)


def _decide(
    correction: Correction, old: str, new: str, answer: str, by: User, **fields: object
) -> None:
    changed = Correction.objects.filter(pk=correction.pk, state=old).update(
        state=new, answer=answer.strip()[:300], decided_by=by, decided_at=clock.now(), **fields
    )
    if not changed:
        raise ReportError(_("Somebody has decided on this request already."))
