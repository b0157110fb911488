"""Handing a report in: once, whatever the phone retries."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import Measure
from campaigns.privacy import private_problem
from fraudwatch.lib import clock
from fraudwatch.lib.prepared import read_again
from fraudwatch.lib.prepared_rows import renew
from orgs.actions.audit import record
from reports.actions.awaited import await_photos
from reports.actions.behalf import tell_filled_in
from reports.actions.open_time import ask_open
from reports.actions.risks import assessed
from reports.actions.totals import mark_dirty
from reports.checks import Checked, check_texts
from reports.enums import BEHALF, ReportState, Source, Timeliness
from reports.errors import FieldProblems, ReportError
from reports.models import Photo, Report, ReportDraft, Revision
from reports.queries.content import asked_of, blocks_of, earlier_reports, items_of, keys_of
from reports.queries.content import checked as check
from reports.signers import account_of, maker_of, signature_of
from reports.workflow import MOVES


def submit_report(
    report: Report,
    *,
    submission_id: uuid.UUID,
    values: Mapping[str, object],
    texts: Mapping[str, str],
    reasons: Mapping[str, str],
    by: object,
    source: str = Source.WEB,
    awaiting: Sequence[uuid.UUID] = (),
) -> Revision:
    """Hand the report in; the same ``submission_id`` again gives the same revision.

    ``awaiting`` are the uploads of photos that the phone still sends: they count as
    there and join when they come. The first submission fixes timeliness for good.
    Raises FieldProblems with a sentence per field when something is missing, impossible,
    or unusual without a reason, and ReportError when somebody handed it in before or its
    time is over. Nothing typed is lost: the draft stays until the submission stands.
    """
    known = _known(report, submission_id)
    if known:
        return known
    asked = asked_of(report)
    checked = check(report, values, asked=asked)
    texts, reasons = _check(report, checked, texts, reasons, awaiting)
    revision = Revision(
        submission_id=submission_id,
        source=source,
        values=checked.values,
        texts=texts,
        reasons=reasons,
        problems=checked.warnings,
    )
    return _hand_in(report, revision, by=by, awaiting=awaiting, earlier=asked.earlier)


def submit_zero(
    report: Report,
    *,
    submission_id: uuid.UUID,
    reason: str,
    by: object,
    source: str = Source.WEB,
) -> Revision:
    """Hand in a zero report (零报告): nothing happened, and why.

    Flows count as 0, stocks keep their last figure. ReportError without a
    reason, or when the reason names somebody by an ID or card number.
    """
    known = _known(report, submission_id)
    if known:
        return known
    if not reason.strip():
        raise ReportError(_("Say in a few words why there is nothing to report."))
    if sentence := private_problem(reason):
        raise ReportError(sentence)
    flows = {
        key: "0"
        for item in items_of(report.period.template_version)
        if item.indicator.measure == Measure.FLOW and item.indicator.kind != "rate"
        for key in keys_of(item.indicator)
    }
    revision = Revision(
        submission_id=submission_id,
        source=source,
        values=flows,
        is_zero=True,
        zero_reason=reason.strip()[:200],
    )
    return _hand_in(report, revision, by=by)


def _known(report: Report, submission_id: uuid.UUID) -> Revision | None:
    found = read_again("submission", _with_id, submission_id=submission_id)
    revision = found[0] if found else None
    if revision and revision.report_id != report.pk:
        raise ReportError(_("This form belongs to another report; open the report again."))
    return revision


def _with_id(submission_id: uuid.UUID) -> QuerySet[Revision]:
    return Revision.objects.filter(submission_id=submission_id)


def _check(
    report: Report, checked: Checked, texts: Mapping, reasons: Mapping, awaiting: Sequence
) -> tuple[dict, dict]:
    """The texts and reasons as kept; FieldProblems when something has to be mended."""
    blocks = blocks_of(report.period.template_version)
    kept_texts = {
        block.key: texts[block.key].strip() for block in blocks if texts.get(block.key, "").strip()
    }
    if not checked.values and not kept_texts:
        raise FieldProblems(
            _("Nothing is filled in. Fill in the figures, or hand in a zero report and say why."),
            checked.errors,
        )
    problems = {**checked.errors, **check_texts(blocks, kept_texts)}
    kept_reasons = {}
    for code, warning in checked.warnings.items():
        reason = (reasons.get(code) or "").strip()
        if sentence := private_problem(reason):
            problems[code] = sentence
        elif reason:
            kept_reasons[code] = reason[:200]
        else:
            problems[code] = warning
    problems.update(_photo_problem(report, len(awaiting)))
    if problems:
        raise FieldProblems(
            ngettext(
                "Fix %(n)s thing before you submit.",
                "Fix %(n)s things before you submit.",
                len(problems),
            )
            % {"n": len(problems)},
            problems,
        )
    return kept_texts, kept_reasons


def _photo_problem(report: Report, awaited: int) -> dict[str, str]:
    wanted = report.period.template.photos_min
    if wanted <= awaited:
        return {}
    there = report.photos.kept().count() + awaited
    if there < wanted:
        return {
            "photos": _("Add at least %(wanted)s photos; there are %(there)s.")
            % {"wanted": wanted, "there": there}
        }
    return {}


def _hand_in(
    report: Report,
    revision: Revision,
    *,
    by: object,
    awaiting: Sequence = (),
    earlier: Sequence[Report] | None = None,
) -> Revision:
    """Store it; ``earlier`` are the unit's reports before this one, when they are known."""
    if earlier is None:
        earlier = earlier_reports(report)
    try:
        with transaction.atomic():
            return _store(report, revision, earlier, by=by, awaiting=awaiting)
    except IntegrityError:
        known = _known(report, revision.submission_id)
        if known:
            return known
        raise


def _locked(report: Report) -> Report:
    found = read_again("report held", _hold, key=report.pk)
    if not found:
        raise Report.DoesNotExist
    return found[0]


def _hold(key: int) -> QuerySet[Report]:
    rows = Report.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "period__template").filter(pk=key)


def _store(
    report: Report,
    revision: Revision,
    earlier: Sequence[Report],
    *,
    by: object,
    awaiting: Sequence,
) -> Revision:
    now = clock.now()
    row = _locked(report)
    was = row.state
    if was not in MOVES["submit"][0]:
        known = _known(report, revision.submission_id)  # the same form waited at this lock
        if known:
            return known
        raise ReportError(why_not(row))
    ask_open(row, now)
    first = row.first_submitted_at or now
    row.timeliness = row.timeliness or (
        Timeliness.LATE if first > row.due_at else Timeliness.ON_TIME
    )
    revision.report = row
    revision.number = row.revision_number + 1
    revision.by, revision.signed_as = account_of(by), signature_of(by)
    revision.at = now
    revision.correct_by = row.return_due_at if was == ReportState.RETURNED else None
    revision.photos = [str(photo.pk) for photo in read_again("photos there", _there, key=row.pk)]
    ranked = assessed(row, revision, earlier)
    if not _moved(row, revision, first_submitted_at=first, let_in_by=maker_of(by), **ranked):
        row.refresh_from_db()
        raise ReportError(why_not(row))
    revision.save(force_insert=True)
    if awaiting or row.revision_number:  # nobody waits for photos before the first submission
        await_photos(row, awaiting)
    ReportDraft.objects.filter(report=row).delete()
    mark_dirty(row)
    _record(row, revision, was, by)
    renew(report, read_again("report as it is", _plain, key=report.pk)[0])
    return revision


def _plain(key: int) -> QuerySet[Report]:
    return Report.objects.filter(pk=key)


def _there(key: int) -> QuerySet[Photo]:
    return Photo.objects.filter(report_id=key).kept().only("pk")


def _moved(row: Report, revision: Revision, **more: object) -> bool:
    """Whether the row took the revision: nobody changed its state or number meanwhile."""
    found = Report.objects.filter(pk=row.pk, state=row.state, revision_number=row.revision_number)
    return bool(
        found.update(
            state=MOVES["submit"][1],
            timeliness=row.timeliness,
            submitted_at=revision.at,
            submitted_by=revision.by,
            signed_as=revision.signed_as,
            revision_number=revision.number,
            values=revision.values,
            texts=revision.texts,
            reasons=revision.reasons,
            is_zero=revision.is_zero,
            zero_reason=revision.zero_reason,
            version=row.version + 1,
            **more,
        )
    )


def _record(row: Report, revision: Revision, was: str, by: object) -> None:
    record(
        "report.submitted",
        row,
        by=by,
        path=row.path,
        acting_for=str(row.unit) if revision.source in BEHALF else "",
        changes={
            "state": [was, ReportState.SUBMITTED],
            "values": [row.values, revision.values],
        },
    )
    if revision.source in BEHALF:
        tell_filled_in(row, revision)


def why_not(report: Report) -> str:
    """Why a report cannot be handed in now, as a sentence."""
    if report.state in (ReportState.SUBMITTED, ReportState.APPROVED):
        return _("Already submitted by %(who)s on %(at)s. Open the report to see it.") % {
            "who": report.who,
            "at": date_format(timezone.localtime(report.submitted_at), "SHORT_DATETIME_FORMAT"),
        }
    if report.state == ReportState.MISSING:
        return _("This report closed on %(at)s. Ask the office for a late opening.") % {
            "at": date_format(timezone.localtime(report.closes_at), "SHORT_DATETIME_FORMAT")
        }
    return _("This unit is exempt from the report: %(why)s") % {"why": report.exempt_reason}
