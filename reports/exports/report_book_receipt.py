"""Taking a large workbook over in the background; its document is the receipt."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.sheets import Column, add_table, book_bytes, new_book
from fraudwatch.lib.weeks import moment_label
from orgs.actions.jobs import order_document
from orgs.documents import XLSX, Document, Made, Progress
from orgs.models import User
from reports.enums import ImportState
from reports.errors import ReportError
from reports.imports.report_book_apply import Answers, take_book, with_answers
from reports.imports.report_book_page import OUTCOMES
from reports.models import ImportJob

AT_ONCE = 200  # more units than this are taken over in the background
STEPS = 2


@transaction.atomic
def queue_book(job: ImportJob, *, answers: Answers, as_draft: bool, by: User) -> ImportJob:
    """Order the taking over of a large workbook; ReportError when it is under way already."""
    moved = ImportJob.objects.filter(pk=job.pk, state=ImportState.WAITING).update(
        state=ImportState.QUEUED, is_draft=as_draft, plan=with_answers(job.plan, answers), error=""
    )
    if not moved:
        raise ReportError(_("This workbook cannot be taken over now. Open the page again."))
    order_document(BookReceipt.name, {"upload": job.pk}, by=by)
    job.refresh_from_db()
    return job


class BookReceipt(Document):
    """One row per unit: what was taken over of it."""

    name, permission, kind = "report-import", "reports.import_book", XLSX
    label = gettext_lazy("Receipt of a workbook")
    help = gettext_lazy("Which units of an uploaded workbook were taken over.")
    parameters = ("upload",)

    def subject(self, user: User, parameters: dict) -> ImportJob:
        """The person's own upload."""
        seen = ImportJob.objects.visible_to(user).select_related("period__template", "node")
        return seen.get(pk=parameters["upload"])

    def title(self, subject: ImportJob, parameters: dict) -> str:
        """The receipt is called like the file."""
        return _("Receipt: %(file)s") % {"file": subject.file_name}

    def make(self, subject: ImportJob, parameters: dict, user: User, progress: Progress) -> Made:
        """Take the workbook over, unless that was done before, and write who was in it."""
        progress(0, STEPS, _("Submitting the reports"))
        if subject.state != ImportState.DONE:
            try:
                subject = take_book(
                    subject, answers={}, as_draft=subject.is_draft, by=user, queued=True
                )
            except DomainError as refused:
                ImportJob.objects.filter(pk=subject.pk, state=ImportState.QUEUED).update(
                    state=ImportState.WAITING, error=_why(refused)
                )
                raise
        progress(1, STEPS, _("Writing the receipt"))
        book = new_book()
        columns = [Column(_("Row"), 8, "whole"), Column(_("Unit"), 30), Column(_("Outcome"), 24)]
        rows = [
            [row["number"], row["unit"], str(OUTCOMES[row["outcome"]])]
            for row in subject.plan["rows"]
        ]
        note = f"{subject.period.label} · {moment_label(subject.finished_at)}"
        add_table(book, _("Receipt"), columns, rows, heading=subject.node.name, note=note)
        progress(STEPS, STEPS, _("Putting the file away"))
        return Made(f"{self.title(subject, parameters)}.xlsx"[:100], XLSX, book_bytes(book))


def _why(refused: DomainError) -> str:
    """The refusal with the first units it is about."""
    about = "；".join(f"{unit}: {text}" for unit, text in getattr(refused, "problems", [])[:5])
    return f"{refused} {about}".strip()[:500]
