"""Who has signed for a version of the plan, as an Excel workbook (签收情况表)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import PlanVersion
from campaigns.queries.receipts import receipt_book
from fraudwatch.lib import clock
from fraudwatch.lib.sheets import Column, book_bytes, new_book, stream_table
from fraudwatch.lib.uploads import safe_name
from fraudwatch.lib.weeks import moment_label
from orgs.documents import XLSX, Made, Progress
from orgs.models import User

from .plan_pdf import VersionDocument

STEPS = 2


class ReceiptsXlsx(VersionDocument):
    """One row a unit: asked, signed, by whom, last reminded."""

    name, permission, kind = "plan-receipts-xlsx", "campaigns.list_receipts", XLSX
    repeats = True
    label = gettext_lazy("Receipts of the plan (Excel)")
    help = gettext_lazy("Which units have acknowledged a version, when and by whom.")

    def make(self, subject: PlanVersion, parameters: dict, user: User, progress: Progress) -> Made:
        """Write the sheet."""
        progress(0, STEPS, _("Reading the receipts"))
        now = clock.now()
        found = receipt_book(user, subject, now)
        columns = [
            Column(_("Unit"), 28),
            Column(_("Acknowledged"), 14),
            Column(_("Asked"), 17, "moment"),
            Column(_("Acknowledged at"), 17, "moment"),
            Column(_("By"), 14),
            Column(_("Last reminded"), 17, "moment"),
        ]
        rows = (
            [
                row.unit.name, _("yes") if row.signed_at else _("no"), row.asked_at,
                row.signed_at, str(row.signed_by or ""), row.reminded_at,
            ]
            for row in found.rows
        )  # fmt: skip
        book = new_book()
        note = _("%(n)d/%(total)d acknowledged") % {"n": found.signed, "total": found.total}
        as_of = _("as of %(moment)s") % {"moment": moment_label(now)}
        stream_table(
            book, _("Receipts"), columns, rows, heading=str(subject), note=f"{note} · {as_of}"
        )
        progress(1, STEPS, _("Putting the file away"))
        name = safe_name(f"{_('Receipts')} {subject}.xlsx")
        return Made(name, XLSX, book_bytes(book))
