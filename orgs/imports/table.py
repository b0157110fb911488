"""Reading one table of an uploaded workbook by its headings: rows as typed, doubts by cell.

Nothing here looks at the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from fraudwatch.lib.sheets import Limits, Row, Sheet, read_workbook
from orgs.errors import OrgError
from orgs.imports.roster_xlsx import Problem, RosterRow
from orgs.roster import Heading, find_heading

Find = Callable[[object, Sequence[Heading]], Heading | None]
HEADER_WITHIN = 8
LIMITS = Limits(rows=10_000, columns=200, cells=400_000, sheets=12)


@dataclass
class TableFile:
    """The rows of a table and what could not be read; ``columns`` are those the sheet has."""

    rows: list[RosterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)


def read_table(content: bytes, columns: Sequence[Heading], find: Find = find_heading) -> TableFile:
    """The first sheet on which at least two of our headings stand, as ``find`` knows them.

    SheetRefused for a file that is none; OrgError for a workbook without our headings or
    without a row below them. Hidden rows, merged cells and untrue formulas are problems.
    """
    sheets = [sheet for sheet in read_workbook(content, limits=LIMITS) if not sheet.hidden]
    for sheet in sheets:
        header, places = _find_header(sheet, columns, find)
        if header is not None:
            break
    else:
        raise OrgError(_("No sheet of this workbook has our headings. Start from the template."))
    found = TableFile(columns=set(places))
    missing = [c for c in columns if c.required and c.key not in places]
    if missing:
        text = _("These headings are missing: %(headings)s. Start from the template.")
        words = ", ".join(str(column.label) for column in missing)
        cell = f"A{header.number}"
        found.problems.append(Problem(sheet.name, cell, "", text % {"headings": words}))
        return found
    for row in sheet.rows:
        if row.number > header.number:
            _read(sheet, row, places, found)
    if not found.rows and not found.problems:
        raise OrgError(_("The workbook holds no rows below its headings. Fill it in first."))
    return found


def _find_header(
    sheet: Sheet, columns: Sequence[Heading], find: Find
) -> tuple[Row | None, dict[str, int]]:
    for row in sheet.rows[:HEADER_WITHIN]:
        places: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            heading = find(cell.value, columns) if isinstance(cell.value, str) else None
            if heading and heading.key not in places:
                places[heading.key] = at
        if len(places) >= 2:
            return row, places
    return None, {}


def _read(sheet: Sheet, row: Row, places: dict[str, int], found: TableFile) -> None:
    cells = {key: row.cells[at] for key, at in places.items() if at < len(row.cells)}
    if not any(cell.value is not None or cell.problem for cell in cells.values()):
        return
    made = RosterRow(
        sheet.name,
        row.number,
        {key: cell.value for key, cell in cells.items()},
        {key: cell.address for key, cell in cells.items()},
    )
    if row.hidden:
        text = _("This row is hidden. Show it, or delete it.")
        found.problems.append(made.problem(next(iter(cells)), text))
    for key, cell in cells.items():
        if cell.problem:
            found.problems.append(made.problem(key, cell.problem))
        elif cell.merged_from:
            text = _("This cell is merged with others. Split it and fill in each.")
            found.problems.append(made.problem(key, text))
    found.rows.append(made)
