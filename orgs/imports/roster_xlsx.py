"""Reading a roster workbook: sheets 单位 and 人员 become rows, doubts become problems by cell.

Nothing here looks at the database; :mod:`.roster_check` compares with what is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from fraudwatch.lib.sheets import Cell, Limits, Row, Sheet, read_workbook
from orgs.errors import OrgError
from orgs.roster import (
    PEOPLE,
    PERSON_COLUMNS,
    UNIT_COLUMNS,
    UNITS,
    Heading,
    find_heading,
    folded,
    spellings,
)

HEADER_WITHIN = 8
LIMITS = Limits(rows=10_000, columns=40, cells=200_000, sheets=12)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, and what to do about it."""

    sheet: str
    cell: str
    value: str
    text: str


@dataclass
class RosterRow:
    """One row as typed: values and addresses by column key; missing columns are blank."""

    sheet: str
    number: int
    values: dict[str, object]
    addresses: dict[str, str]

    def text(self, key: str) -> str:
        """The cell as text, without space around."""
        value = self.values.get(key)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def problem(self, key: str, text: str) -> Problem:
        """A problem at this row's cell of that column."""
        cell = self.addresses.get(key) or next(iter(self.addresses.values()), str(self.number))
        return Problem(self.sheet, cell, self.text(key)[:60], text)


@dataclass
class RosterFile:
    """The two sheets as rows, and what could not be read."""

    units: list[RosterRow] = field(default_factory=list)
    people: list[RosterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_roster(content: bytes) -> RosterFile:
    """The roster in an uploaded workbook. SheetRefused for a file that is none; OrgError
    for a workbook without either of the two sheets.
    """
    found = RosterFile()
    sheets = {folded(sheet.name): sheet for sheet in read_workbook(content, limits=LIMITS)}
    units = _named(sheets, UNITS)
    people = _named(sheets, PEOPLE)
    if units is None and people is None:
        raise OrgError(
            _(
                "The workbook has neither a sheet “%(units)s” nor “%(people)s”. "
                "Start from the template, and keep the names of its sheets."
            )
            % {"units": UNITS, "people": PEOPLE}
        )
    if units is not None:
        found.units = _rows(units, UNIT_COLUMNS, found.problems)
    if people is not None:
        found.people = _rows(people, PERSON_COLUMNS, found.problems)
    if not found.units and not found.people and not found.problems:
        raise OrgError(_("The workbook holds no rows below its headings. Fill it in first."))
    return found


def _named(sheets: dict[str, Sheet], label: object) -> Sheet | None:
    return next((sheets[name] for name in spellings(label) if name in sheets), None)


def _rows(sheet: Sheet, columns: Sequence[Heading], problems: list[Problem]) -> list[RosterRow]:
    header, places = _find_header(sheet, columns)
    missing = [column for column in columns if column.required and column.key not in places]
    if header is None or missing:
        wanted = ", ".join(str(column.label) for column in missing)
        problems.append(
            Problem(
                sheet.name,
                f"A{header.number if header else 1}",
                "",
                _("These headings are missing: %(headings)s. Start from the template.")
                % {"headings": wanted},
            )
        )
        return []
    found = []
    for row in sheet.rows:
        cells = {key: row.cells[at] for key, at in places.items() if at < len(row.cells)}
        if row.number > header.number and any(
            cell.value is not None or cell.problem for cell in cells.values()
        ):
            found.append(_row(sheet, row, cells, problems))
    return found


def _find_header(sheet: Sheet, columns: Sequence[Heading]) -> tuple[Row | None, dict[str, int]]:
    """The first row in which at least two of our headings stand, and where each stands."""
    for row in sheet.rows[:HEADER_WITHIN]:
        places: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            heading = find_heading(cell.value, columns)
            if heading and heading.key not in places:
                places[heading.key] = at
        if len(places) >= 2:
            return row, places
    return None, {}


def _row(sheet: Sheet, row: Row, cells: dict[str, Cell], problems: list[Problem]) -> RosterRow:
    values = {key: cell.value for key, cell in cells.items()}
    addresses = {key: cell.address for key, cell in cells.items()}
    found = RosterRow(sheet.name, row.number, values, addresses)
    for key, cell in cells.items():
        if cell.problem:
            problems.append(found.problem(key, cell.problem))
        elif cell.merged_from:
            problems.append(
                found.problem(key, _("This cell is merged with others. Split it and fill in each."))
            )
    return found
