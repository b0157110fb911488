"""Taking an uploaded workbook over: through the form's own actions, every unit or none."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from orgs.actions.audit import gathered, record
from orgs.actions.files import drop_file
from orgs.actions.jobs import order_document
from orgs.models import User
from reports.actions.drafts import save_draft
from reports.actions.imports import hand_back, hold_for_work
from reports.actions.submissions import submit_report, submit_zero
from reports.book_words import LONGEST_REASON, RECEIPT
from reports.enums import ImportState, Source
from reports.errors import FieldProblems, ReportError
from reports.models import ImportJob, Report
from reports.queries.book import is_own, may_fill

from .report_book_plan import Planned

AT_ONCE = 200  # more units than this are taken over in the background
MOVING = ("new", "changed", "zero")
Answers = Mapping[tuple[int, str], str]


class BookRefused(ReportError):
    """Nothing was taken over; ``problems`` says why, unit by unit."""

    def __init__(self, sentence: str, problems: list[tuple[str, str]]) -> None:
        super().__init__(sentence)
        self.problems = problems


@transaction.atomic
def take_book(
    job: ImportJob, *, answers: Answers, as_draft: bool, by: User, queued: bool = False
) -> ImportJob:
    """Hand in every report of the checked workbook, or keep them all as drafts; all or none.

    ``answers`` are the reasons typed for unusual figures, by report and figure. The same
    upload confirmed twice is taken over once. BookRefused names what each unit lacks now;
    ReportError for an upload with mistakes, one that was taken over, or one that expired;
    ``queued`` says that this is the background work it may be waiting for.
    """
    row = ImportJob.objects.select_for_update(of=("self",), no_key=True).get(pk=job.pk)
    _check_state(row, as_draft, queued)
    rows = [Planned(**one) for one in row.plan["rows"]]
    wanted = {one.report: one for one in rows if _moves(one, as_draft)}
    if not wanted:
        raise ReportError(_("The system already holds all of this. There is nothing to take over."))
    reports = Report.objects.filter(pk__in=wanted).select_related(
        "unit", "draft", "submitted_by", "period__template__campaign__owner",
        "period__template_version",
    )  # fmt: skip
    problems: list[tuple[str, str]] = []
    with gathered():
        for report in reports.order_by("pk"):  # always in this order: two uploads may meet
            planned = wanted[report.pk]
            problems += _take_one(row, report, planned, answers, as_draft=as_draft, by=by)
        if problems:
            raise BookRefused(_("Nothing was taken over. Put these right first."), problems)
    return _finish(row, len(wanted), as_draft=as_draft, by=by)


@transaction.atomic
def queue_book(job: ImportJob, *, answers: Answers, as_draft: bool, by: User) -> ImportJob:
    """Order the taking over of a large workbook; ReportError when it is under way already."""
    if not hold_for_work(job, as_draft=as_draft, plan=with_answers(job.plan, answers)):
        raise ReportError(_("This workbook cannot be taken over now. Open the page again."))
    order_document(RECEIPT, {"upload": job.pk}, by=by)
    job.refresh_from_db()
    return job


def give_back(job: ImportJob, refused: DomainError) -> None:
    """The background work was refused: the workbook waits again, with the reason."""
    about = "；".join(f"{unit}: {text}" for unit, text in getattr(refused, "problems", [])[:5])
    hand_back(job, f"{refused} {about}".strip())


def with_answers(plan: dict, answers: Answers) -> dict:
    """The plan with the reasons typed on the page in place of those of the sheet."""
    rows = [
        row
        | {
            "reasons": {
                code: answers.get((row["report"], code)) or reason
                for code, reason in row["reasons"].items()
            }
        }
        for row in plan["rows"]
    ]
    return plan | {"rows": rows}


def _check_state(job: ImportJob, as_draft: bool, queued: bool) -> None:
    if job.state == ImportState.QUEUED and not queued:
        raise ReportError(_("This workbook is being taken over already."))
    if job.state == ImportState.DONE:
        raise ReportError(
            _("This file was taken over on %(at)s.")
            % {"at": date_format(timezone.localtime(job.finished_at), "SHORT_DATETIME_FORMAT")}
        )
    is_late = job.expires_at < clock.now() and job.state != ImportState.QUEUED
    if job.state == ImportState.EXPIRED or is_late:
        raise ReportError(_("This upload has expired. Send the file in again."))
    if job.state == ImportState.REFUSED and not (as_draft and may_be_draft(job)):
        raise ReportError(_("The workbook has mistakes. Correct them and send it in again."))


def may_be_draft(job: ImportJob) -> bool:
    """Whether the file can be kept as drafts: every row is a unit's, and its cells can be read."""
    rows, problems = job.plan.get("rows", []), job.plan.get("problems", [])
    texts_are_clean = not any(row["has_text_problem"] for row in rows)
    units = {row["number"] for row in rows if row["outcome"] in (*MOVING, "bad")}
    at = {int("".join(filter(str.isdigit, one["cell"])) or 0) for one in problems}
    is_alone = len(rows) == 1
    return bool(rows) and texts_are_clean and (is_alone or at <= units)


def _moves(planned: Planned, as_draft: bool) -> bool:
    if as_draft:
        return planned.outcome in ("new", "changed", "bad")
    return planned.outcome in MOVING


def _take_one(
    job: ImportJob, report: Report, planned: Planned, answers: Answers, *, as_draft: bool, by: User
) -> list[tuple[str, str]]:
    """One report; what is wrong with it as pairs of unit and sentence."""
    if not may_fill(by, report):
        return [(planned.unit, _("You do not report for %(unit)s.") % {"unit": planned.unit})]
    reasons = dict(planned.reasons)
    for code in reasons:
        reasons[code] = (answers.get((report.pk, code)) or reasons[code])[:LONGEST_REASON]
    try:
        if as_draft:
            _keep(report, planned, reasons, by)
        elif planned.outcome == "zero":
            submit_zero(report, submission_id=_key(job, report), reason=planned.zero_reason, by=by,
                        source=_source(by, report))  # fmt: skip
        else:
            submit_report(
                report, submission_id=_key(job, report), values=planned.values,
                texts=planned.texts, reasons=reasons, by=by, source=_source(by, report),
            )  # fmt: skip
    except FieldProblems as refused:
        labels = {one["code"]: one["label"] for one in planned.warnings}
        return [
            (planned.unit, f"{labels[code]}: {text}" if code in labels else text)
            for code, text in refused.problems.items()
        ] or [(planned.unit, str(refused))]
    except DomainError as refused:
        return [(planned.unit, str(refused))]
    return []


def _source(by: User, report: Report) -> Source:
    return Source.EXCEL if is_own(by, report) else Source.EXCEL_FOR


def _keep(report: Report, planned: Planned, reasons: dict, by: User) -> None:
    draft = getattr(report, "draft", None)
    save_draft(
        report, values=planned.values, texts=planned.texts, reasons=reasons,
        version=draft.version if draft else 0, by=by,
    )  # fmt: skip


def _key(job: ImportJob, report: Report) -> uuid.UUID:
    """The same upload confirmed again is the same submission."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"fraudwatch:import:{job.pk}:{report.pk}")


def _finish(job: ImportJob, taken: int, *, as_draft: bool, by: User) -> ImportJob:
    stored = job.file
    job.state, job.taken, job.is_draft = ImportState.DONE, taken, as_draft
    job.finished_at, job.error, job.file = clock.now(), "", None
    job.plan = {"rows": _kept_rows(job.plan["rows"]), "problems": [], "notices": []}
    mended, job.mended = sorted(job.mended), {}
    job.save(update_fields=[
        "state", "taken", "is_draft", "finished_at", "error", "file", "plan", "mended",
    ])  # fmt: skip
    if stored:
        drop_file(stored)
    record(
        "import.taken", job, by=by, path=job.node.path,
        note=" · ".join(filter(None, (f"sha256 {job.sha256}", ", ".join(mended[:40])))),
        changes={"drafts" if as_draft else "reports": [0, taken]},
    )  # fmt: skip
    return job


def _kept_rows(rows: list[dict]) -> list[dict]:
    """What the receipt shows; the figures live on in the reports."""
    empty = {"values": {}, "texts": {}, "warnings": [], "reasons": {}, "changes": []}
    return [row | empty for row in rows]
