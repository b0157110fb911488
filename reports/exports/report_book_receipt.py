"""Taking a large workbook over in the background; its document is the receipt."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.sheets import Column, add_table, book_bytes, new_book
from fraudwatch.lib.weeks import moment_label
from orgs.documents import XLSX, Document, Made, Progress
from orgs.models import User
from reports.book_words import RECEIPT
from reports.enums import ImportState
from reports.imports.report_book_apply import give_back, take_book
from reports.imports.report_book_page import OUTCOMES
from reports.models import ImportJob

STEPS = 2


class BookReceipt(Document):
    """One row per unit: what was taken over of it."""

    name, permission, kind = RECEIPT, "reports.import_book", XLSX
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
                give_back(subject, refused)
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
