"""A month of the audit log (审计日志) as an Excel workbook, streamed however long it is."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib import clock
from fraudwatch.lib.sheets import Column, new_book, save_book, stream_table
from fraudwatch.lib.uploads import safe_name
from fraudwatch.lib.weeks import month_end, month_label, month_of, shift_months
from orgs.actions.audit import record_alone
from orgs.actions.files import half_file
from orgs.documents import TRAIL, XLSX, Choice, Document, Made, Progress
from orgs.models import User
from orgs.queries.accounts import home_path
from orgs.queries.audit import audit_entries, export_header, export_rows

MONTHS = 24
EACH = 500  # entries between two signs of progress
WIDTHS = (20, 12, 12, 20, 22, 28, 16, 12, 60, 30, 16, 10, 14, 10, 40)


class AuditXlsx(Document):
    """The entries in sight of one month, with the numbers of their chain."""

    name, permission, kind = "audit-log", "orgs.export_audit", XLSX
    label = gettext_lazy("Audit log of a month (Excel)")
    help = gettext_lazy("Who did what, when, from where, with before and after, and the chain.")
    parameters = ("month",)
    group, repeats = TRAIL, True
    private = True  # it tells one's own doings, wherever they were

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The latest months, to those who may take the log along."""
        if not user.has_perm(self.permission):
            return []
        this = month_of(clock.today())
        months = [shift_months(this, -back) for back in range(MONTHS)]
        options = [(f"{one:%Y%m}", f"{one:%Y} · {month_label(one)}") for one in months]
        return [Choice("month", _("Month"), options, options[0][0])]

    def standing_choices(self, user: User, session: Mapping) -> list[Choice]:
        """Each run takes the month before it."""
        if not user.has_perm(self.permission):
            return []
        before = shift_months(month_of(clock.today()), -1)
        options = [(f"{before:%Y%m}", _("the month before"))]
        return [Choice("month", _("Month"), options, options[0][0])]

    def settle(self, user: User, parameters: dict) -> dict:
        """The month before the run."""
        return {"month": int(f"{shift_months(month_of(clock.today()), -1):%Y%m}")}

    def subject(self, user: User, parameters: dict) -> date:
        """The first day of the month. ValueError when there is no such month."""
        return date(parameters["month"] // 100, parameters["month"] % 100, 1)

    def title(self, subject: date, parameters: dict) -> str:
        """Of which month it is."""
        return f"{_('Audit log')} · {subject:%Y-%m}"

    def standing_title(self, subject: date, parameters: dict) -> str:
        """The month is another each time."""
        return f"{_('Audit log')} · {_('the month before')}"

    def make(self, subject: date, parameters: dict, user: User, progress: Progress) -> Made:
        """Write the entries; that they were taken out is itself an entry."""
        entries = audit_entries(user, since=subject, until=month_end(subject))
        total = entries.count()
        asked = {"since": ["", str(subject)], "until": ["", str(month_end(subject))]}
        record_alone("audit.exported", by=user, path=home_path(user), changes=asked, technical=True)
        progress(0, total + 1, _("Reading the log"))
        pairs = zip(export_header(), WIDTHS, strict=True)
        columns = [Column(title, width, wrap=width > 50) for title, width in pairs]
        book = new_book()
        stream_table(
            book, _("Audit log"), columns, _counted(export_rows(entries), total, progress),
            heading=self.title(subject, parameters), paper="A3",
        )  # fmt: skip
        with half_file() as half:
            save_book(book, half)
        progress(total + 1, total + 1, _("Putting the file away"))
        return Made(safe_name(f"{_('Audit log')} {subject:%Y-%m}.xlsx"), XLSX, half=half)


def _counted(rows: Iterator[list[str]], total: int, progress: Progress) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number % EACH == 0:
            progress(number, total + 1, _("Writing the rows"))
        yield row
