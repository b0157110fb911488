"""The ledger of a period (应报台账) as an Excel workbook."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from openpyxl import Workbook

from fraudwatch.lib import clock
from fraudwatch.lib.sheets import Column, Table, add_table, book_bytes, new_book, stream_table
from fraudwatch.lib.weeks import moment_label
from orgs.documents import XLSX, Made, Progress
from orgs.models import User
from reports.exports.weekly_summary import PeriodDocument
from reports.models import Report
from reports.queries.ledger import Ledger, ledger
from reports.queries.summary import SummarySubject, state_word

STEPS = 3


class LedgerXlsx(PeriodDocument):
    """Two sheets: the counts with the names behind them, and one row per unit."""

    name, permission, kind = "ledger-xlsx", "reports.export_summary", XLSX
    label = gettext_lazy("Ledger (Excel)")
    short = gettext_lazy("Ledger")
    help = gettext_lazy("Who owed the report, who submitted it and when, who did not and why.")

    def make(
        self, subject: SummarySubject, parameters: dict, user: User, progress: Progress
    ) -> Made:
        """Write the two sheets."""
        progress(0, STEPS, _("Reading the reports"))
        found = ledger(subject.shown.period, user, clock.now(), under=subject.unit)
        book = new_book()
        progress(1, STEPS, _("Writing the ledger"))
        note = f"{subject.shown.label} · " + _("as of %(moment)s") % {
            "moment": moment_label(clock.now())
        }
        add_counts(book, found, note, heading=f"{subject.unit.name} · {subject.template.name}")
        progress(2, STEPS, _("Writing the units"))
        add_rows(book, found)
        content = book_bytes(book)
        progress(STEPS, STEPS, _("Putting the file away"))
        return Made(self.file_name(subject, "xlsx"), XLSX, content)


def add_counts(book: Workbook, found: Ledger, note: str, heading: str = "") -> Table:
    """One row per count, with the names of its units."""
    columns = [
        Column(_("Count"), 18),
        Column(_("Number of units"), 10, "whole"),
        Column(_("Which units"), 90, wrap=True),
    ]
    rows = [(label, number, "、".join(names)) for label, number, names in counts(found)]
    return add_table(book, _("Ledger"), columns, rows, heading=heading or _("Ledger"), note=note)


def counts(found: Ledger) -> list[tuple[str, int, list[str]]]:
    """The counts in the order of the trade, each with its units' names."""
    words = [
        ("owed", pgettext("count", "Due")),
        ("reported", pgettext("count", "Submitted")),
        ("on_time", _("On time")),
        ("late", _("Submitted late")),
        ("zero", _("Zero report")),
        ("approved", _("Approved")),
        ("pending", _("Pending")),
        ("returned", _("Returned")),
        ("not_yet", _("Not submitted")),
        ("overdue", _("Past due")),
        ("missing", _("Missing")),
        ("exempt", _("Exempt")),
    ]
    behind = {code: [row.report.unit.name for row in found.having(code)] for code, _word in words}
    return [(word, len(behind[code]), behind[code]) for code, word in words]


def add_rows(book: Workbook, found: Ledger) -> None:
    """One row per unit in tree order."""
    columns = [
        Column(_("Unit"), 22),
        Column(_("Unit above"), 16),
        Column(_("State"), 16),
        Column(_("Timeliness"), 11),
        Column(_("First submitted"), 17, "moment"),
        Column(_("Last submitted"), 17, "moment"),
        Column(_("By"), 12),
        Column(_("Reason"), 40, wrap=True),
    ]
    rows = (
        [
            row.report.unit.name, row.parent, state_word(row),
            row.report.get_timeliness_display() if row.report.timeliness else "",
            row.report.first_submitted_at, row.report.submitted_at,
            row.report.who, _reason(row.report),
        ]
        for row in found.rows
    )  # fmt: skip
    stream_table(book, _("Units"), columns, rows)


def _reason(report: Report) -> str:
    """Why a zero report was handed in, or why the unit is exempt."""
    return report.exempt_reason or (report.zero_reason if report.is_zero else "")
