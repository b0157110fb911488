"""The ledger of tasks (任务台账) as an Excel workbook: one row for each task."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from campaigns.queries.clause_numbers import numbered_clauses
from campaigns.queries.task_filters import TaskFilters
from campaigns.queries.task_rows import TaskRow, task_rows
from fraudwatch.lib import clock
from fraudwatch.lib.sheets import Column, add_table, book_bytes, new_book
from orgs.documents import XLSX, Made, Progress
from orgs.models import User

from .ledger_book import CampaignDocument, as_of, filters_of
from .parts_xlsx import lamp_word

STATES = {
    "draft": gettext_lazy("Draft"),
    "todo": gettext_lazy("Not started"),
    "working": gettext_lazy("In progress"),
    "to_verify": gettext_lazy("To verify"),
    "closed": gettext_lazy("Completed"),
    "withdrawn": gettext_lazy("Withdrawn"),
}


class TaskLedgerXlsx(CampaignDocument):
    """One row for each task with what its units made of it."""

    name = "task-ledger"
    label = gettext_lazy("Ledger of tasks (Excel)")
    short = gettext_lazy("Ledger of tasks")
    help = gettext_lazy("One row for each task: source, lead unit, due, units done, lamp.")

    def make(self, subject: Campaign, parameters: dict, user: User, progress: Progress) -> Made:
        """Write the tasks in sight that the filters ask for."""
        progress(0, 2, _("Reading the ledger"))
        filters = TaskFilters.read(filters_of(parameters))
        ledger = task_rows(user, subject, filters, clock.now())
        sources = {clause.pk: number for clause, number in numbered_clauses(subject)}
        progress(1, 2, _("Writing the rows"))
        book = new_book()
        note = _("Parts completed: %(done)d/%(owed)d") % {"done": ledger.done, "owed": ledger.owed}
        add_table(
            book, str(self.short), columns(), [_row(row, sources) for row in ledger.rows],
            heading=f"{subject.title} · {self.short}", note=f"{note} · {as_of()}",
        )  # fmt: skip
        progress(2, 2, _("Putting the file away"))
        return Made(self.file_name(subject), XLSX, book_bytes(book))


def columns() -> list[Column]:
    """The columns, in the order of the page."""
    return [
        Column(_("No."), 6, "whole"),
        Column(_("Task"), 32, wrap=True),
        Column(_("Source in the plan"), 16),
        Column(_("Phase"), 12),
        Column(_("Lead unit"), 18),
        Column(_("Due date"), 17, "moment"),
        Column(_("Units done"), 10),
        Column(_("Overdue units"), 9, "whole"),
        Column(_("Not acknowledged"), 9, "whole"),
        Column(_("Lamp"), 9),
        Column(_("State"), 10),
        Column(_("Deliverable"), 24, wrap=True),
        Column(_("Requirement"), 44, wrap=True),
    ]


def _row(row: TaskRow, sources: dict[int, str]) -> list[object]:
    task = row.task
    return [
        task.number, task.title, sources.get(task.clause_id, ""), str(task.phase or ""), row.lead,
        row.due_at, f"{row.done}/{row.units}", row.overdue, row.unsigned, lamp_word(row.lamp),
        str(STATES.get(row.state, row.state)), task.deliverable, task.requirement,
    ]  # fmt: skip
