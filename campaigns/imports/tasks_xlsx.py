"""Reading a sheet of tasks: rows as typed, and what cannot be read, by cell."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.task_sheet import COLUMNS, MOST_ROWS, TASKS
from fraudwatch.lib.sheets import Limits, Row, Sheet, read_workbook
from orgs.imports.roster_xlsx import Problem, RosterRow
from orgs.roster import find_heading, folded, spellings

HEADER_WITHIN = 8
LIMITS = Limits(rows=2_000, columns=40, cells=40_000, sheets=12)


@dataclass
class TaskFile:
    """The rows of the sheet, and what could not be read."""

    rows: list[RosterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_tasks(content: bytes) -> TaskFile:
    """The tasks in an uploaded workbook. SheetRefused for a file that is none; CampaignError
    for a workbook without our headings, without rows, or with more than we take at a time.
    """
    sheets = [sheet for sheet in read_workbook(content, limits=LIMITS) if not sheet.hidden]
    named = [sheet for sheet in sheets if folded(sheet.name) in spellings(TASKS)]
    for sheet in [*named, *sheets]:
        header, places = _find_header(sheet)
        if header is not None:
            break
    else:
        raise CampaignError(
            _("No sheet of this workbook has our headings. Start from the template.")
        )
    found = TaskFile()
    if "title" not in places:
        title = next(column.label for column in COLUMNS if column.key == "title")
        text = _("These headings are missing: %(headings)s. Start from the template.")
        found.problems.append(
            Problem(sheet.name, f"A{header.number}", "", text % {"headings": title})
        )
        return found
    _read_rows(sheet, header, places, found)
    if not found.rows and not found.problems:
        raise CampaignError(_("The sheet holds no tasks below its headings. Fill it in first."))
    if len(found.rows) > MOST_ROWS:
        raise CampaignError(
            _("The sheet holds %(n)d tasks; %(most)d are read at a time. Split it.")
            % {"n": len(found.rows), "most": MOST_ROWS}
        )
    return found


def _find_header(sheet: Sheet) -> tuple[Row | None, dict[str, int]]:
    """The first row in which at least two of our headings stand, and where each stands."""
    for row in sheet.rows[:HEADER_WITHIN]:
        places: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            heading = find_heading(cell.value, COLUMNS)
            if heading and heading.key not in places:
                places[heading.key] = at
        if len(places) >= 2:
            return row, places
    return None, {}


def _read_rows(sheet: Sheet, header: Row, places: dict[str, int], found: TaskFile) -> None:
    for row in sheet.rows:
        cells = {key: row.cells[at] for key, at in places.items() if at < len(row.cells)}
        is_filled = any(cell.value is not None or cell.problem for cell in cells.values())
        if row.number <= header.number or not is_filled:
            continue
        values = {key: cell.value for key, cell in cells.items()}
        addresses = {key: cell.address for key, cell in cells.items()}
        made = RosterRow(sheet.name, row.number, values, addresses)
        for key, cell in cells.items():
            if cell.problem:
                found.problems.append(made.problem(key, cell.problem))
            elif cell.merged_from:
                text = _("This cell is merged with others. Split it and fill in each.")
                found.problems.append(made.problem(key, text))
        found.rows.append(made)
