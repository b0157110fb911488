"""The ledger of assignments (分派台账) as an Excel workbook: one row for each unit and task."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from campaigns.lamps import Lamp, part_lamp
from campaigns.models import Assignment, Campaign
from campaigns.queries.part_ledger import PartFilters, matching_parts
from fraudwatch.lib import clock
from fraudwatch.lib.sheets import Column, new_book, save_book, stream_table
from orgs.actions.files import half_file
from orgs.documents import XLSX, Made, Progress
from orgs.models import User

from .ledger_book import CampaignDocument, as_of, filters_of, keys_of

EACH = 500  # rows between two signs of progress


class PartLedgerXlsx(CampaignDocument):
    """One row for each unit, task and round, as the ledger's filters ask for."""

    name = "part-ledger"
    label = gettext_lazy("Ledger of assignments (Excel)")
    short = gettext_lazy("Ledger of assignments")
    help = gettext_lazy("One row for each unit and task: due, state, lamp, who handles it.")

    def make(self, subject: Campaign, parameters: dict, user: User, progress: Progress) -> Made:
        """Write the rows in sight."""
        now, keys = clock.now(), keys_of(parameters)
        found = matching_parts(user, subject, PartFilters.read(filters_of(parameters)), now)
        if keys:
            found = found.filter(pk__in=keys)
        total = found.count()
        progress(0, total or 1, _("Reading the ledger"))
        book = new_book()
        stream_table(
            book, str(self.short), columns(), _rows(found, now, total, progress),
            heading=f"{subject.title} · {self.short}",
            note=_("%(n)d rows") % {"n": total} + " · " + as_of(),
        )  # fmt: skip
        with half_file() as half:
            save_book(book, half)
        progress(total or 1, total or 1, _("Putting the file away"))
        return Made(self.file_name(subject), XLSX, half=half)


def columns() -> list[Column]:
    """The columns, in the order of the page."""
    return [
        Column(_("No."), 6, "whole"),
        Column(_("Task"), 30, wrap=True),
        Column(_("Round"), 7, "whole"),
        Column(_("Phase"), 12),
        Column(_("Unit"), 18),
        Column(_("Unit above"), 14),
        Column(pgettext("in a task", "Part"), 11),
        Column(_("State"), 10),
        Column(_("Lamp"), 9),
        Column(_("Due date"), 17, "moment"),
        Column(_("Due before"), 17, "moment"),
        Column(_("Acknowledged"), 17, "moment"),
        Column(_("Completed"), 17, "moment"),
        Column(_("Reminded"), 17, "moment"),
        Column(_("Handled by"), 12),
    ]


def _rows(
    found: QuerySet[Assignment], now: object, total: int, progress: Progress
) -> Iterator[list[object]]:
    for number, part in enumerate(found.iterator(chunk_size=EACH)):
        if number % EACH == 0:
            progress(number, total, _("Writing the rows"))
        task, unit = part.task, part.unit
        was = part.first_due_at if part.first_due_at != part.due_at else None
        yield [
            task.number, task.title, part.occurrence or None, str(task.phase or ""), unit.name,
            unit.parent.name if unit.parent else "", part.get_part_display(),
            part.get_state_display(), lamp_word(part_lamp(part, now)), part.due_at, was,
            part.signed_at, part.done_at, part.reminded_at,
            part.handler.name if part.handler else "",
        ]  # fmt: skip


def lamp_word(lamp: str) -> str:
    """The lamp as a word; nothing is said by colour alone."""
    return str(Lamp(lamp).label)
