"""The empty task sheet: headings, drop-downs of this campaign, an example, a page that explains."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.workbook import Workbook

from campaigns.models import Campaign
from campaigns.queries.clause_numbers import numbered_clauses
from campaigns.queries.current import open_campaigns
from campaigns.queries.units import member_units
from campaigns.task_sheet import COLUMNS, HELP, MOST_ROWS, REPEATS, TASKS
from fraudwatch.lib.sheets import LISTS, Column, add_choices, add_table, book_bytes, new_book
from orgs.documents import EMPTY, XLSX, Choice, Made, Progress
from orgs.models import User

from .ledger_book import CampaignDocument


def task_template(campaign: Campaign) -> bytes:
    """A workbook to fill in; lead unit, phase and rhythm are chosen from lists."""
    book = new_book()
    columns = [Column(str(c.label) + ("*" if c.required else ""), width=c.width) for c in COLUMNS]
    table = add_table(book, str(TASKS), columns, [])
    lists = {
        "lead": [unit.name for unit in member_units(campaign)],
        "phase": [phase.name for phase in campaign.phases.all()],
        "repeat": [str(label) for label, _repeat, _every in REPEATS],
    }
    for number, column in enumerate(COLUMNS):
        if choices := lists.get(column.key):
            letter = chr(ord("A") + number)
            cells = f"{letter}{table.first_row}:{letter}{table.first_row + MOST_ROWS}"
            add_choices(table.sheet, cells, choices)
    _write_help(book)
    _write_sources(book, campaign)
    if LISTS in book.sheetnames:
        book.move_sheet(LISTS, offset=len(book.sheetnames))
    return book_bytes(book)


def _write_help(book: Workbook) -> None:
    columns = [Column(_("Column"), width=18), Column(_("What belongs into it"), 80, wrap=True)]
    rows: list[Sequence[str]] = [(str(column.label), str(column.hint)) for column in COLUMNS]
    rows += [
        ("", _("Columns marked * are needed. The rest can be filled in later on the page.")),
        (
            "",
            _("Days: 2026年6月30日, 6月30日, 2026-06-30, 2026.6.30; with a time 6月30日 9:00."),
        ),
        ("", _("Units are member units of the campaign, by name, code, group or 各村（居）.")),
        ("", _("The tasks become drafts: no unit hears of them before you publish or issue them.")),
        ("", _("At most %(n)d tasks at a time.") % {"n": MOST_ROWS}),
    ]
    add_table(book, str(HELP), columns, rows)


def _write_sources(book: Workbook, campaign: Campaign) -> None:
    """The numbers of the plan's sentences, to be copied into the last column."""
    rows = [(number, clause.text[:200]) for clause, number in numbered_clauses(campaign)]
    if rows:
        columns = [Column(_("Number"), 16), Column(_("Sentence of the plan"), 90, wrap=True)]
        add_table(book, _("Sentences of the plan"), columns, rows)


class TaskTemplate(CampaignDocument):
    """The empty workbook of tasks with the lists of a campaign."""

    name, permission = "task-template", "campaigns.edit_task"
    label = gettext_lazy("Tasks template")
    short = gettext_lazy("Tasks template")
    help = gettext_lazy("Tasks to be read in, with the phases, units and clauses of a campaign.")
    group, repeats = EMPTY, False

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The campaigns whose tasks one edits."""
        found = [one for one in open_campaigns(user) if user.has_perm(self.permission, one)]
        options = [(str(one.pk), one.title) for one in found]
        return [Choice("campaign", _("Campaign"), options, options[0][0])] if options else []

    def make(self, subject: Campaign, parameters: dict, user: User, progress: Progress) -> Made:
        """Write the workbook."""
        progress(0, 1, _("Writing the lists"))
        return Made(self.file_name(subject), XLSX, task_template(subject))
