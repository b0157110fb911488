"""Reading a filled-in report workbook: which report it is for, and every cell by unit and figure.

Columns and rows are found by their words, not by their places, because offices add columns,
sort rows and save with other programs. Nothing here looks at the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from fraudwatch.lib.seals import SealRefused, read_facts
from fraudwatch.lib.sheets import Cell, Limits, Row, Sheet, read_workbook
from fraudwatch.lib.sheets_facts import ADDRESS, column_letters, row_number
from reports.book_words import FORMAT, PURPOSE, folded
from reports.errors import ReportError

HEADER_WITHIN = 20
LIMITS = Limits(rows=6_100, columns=300, cells=250_000, area=600_000, sheets=12, styled_rows=20_000)
SEAL_WITHIN = 6
NUMBERS = ("f", "t", "v", "p", "u")


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, and what to do about it.

    ``offer`` is a likely cure for the person to take with one press: its words (``label``)
    and what it would type (``cells``).
    """

    sheet: str
    cell: str
    value: str
    text: str
    offer: dict = field(default_factory=dict)


@dataclass
class SentBook:
    """The sheets of an uploaded workbook and what its signed sheet says."""

    sheets: list[Sheet]
    facts: dict[str, object]
    sealed_on: str


@dataclass
class Line:
    """One unit's cells by the key of what they hold (a slot's key, ``zero``, ``remark`` …), all in
    ``row`` at their ``places``; a line without a row has its cells from several.
    """

    code: str
    name: str
    number: int
    row: Row | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    is_hidden: bool = False

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """The cells by key."""
        return {key: self.row.cells[at] for key, at in self.places.items()}

    @cached_property
    def is_plain(self) -> bool:
        """Whether every cell can be trusted as it stands."""
        return self.row is not None and self.row.is_plain

    def address(self, key: str) -> str:
        """The cell of that key; the line's own first cell when the sheet has none."""
        if self.row is not None:
            at = next((self.places[name] for name in (key, "code", "unit") if name in self.places),
                      next(iter(self.places.values()), 0))  # fmt: skip
            return f"{column_letters(at + 1)}{self.number}"
        for name in (key, "code", "unit"):
            if name in self.cells:
                return self.cells[name].address
        return next((cell.address for cell in self.cells.values()), f"A{self.number}")

    def value(self, key: str) -> object:
        """What the cell of that key holds."""
        if self.row is not None:
            return self.row.values[self.places[key]] if key in self.places else None
        return self.cells[key].value if key in self.cells else None

    def problem(self, key: str) -> str:
        """Why the cell of that key cannot be trusted, or nothing."""
        if self.is_plain or key not in self.cells:
            return ""
        return cell_problem(self.cells[key])


@dataclass
class Filled:
    """The lines of the sheet that was filled in, and what could not be read."""

    sheet: Sheet
    header: Row
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, cell: str, text: str, value: object = "") -> None:
        """Note a problem in a cell."""
        shown = "" if value is None else str(value)[:60]
        self.problems.append(Problem(self.sheet.name, cell, shown, text))


def open_book(content: bytes) -> SentBook:
    """The sheets and the signed facts. SheetRefused for a file that cannot be read; ReportError
    for a workbook that is none of ours.
    """
    sheets = read_workbook(content, limits=LIMITS)
    for sheet in sorted(sheets, key=lambda one: not one.hidden):
        for row in sheet.rows[:SEAL_WITHIN]:
            for cell in row.cells[:3]:
                try:
                    facts = read_facts(cell.value, purpose=PURPOSE)
                except SealRefused:
                    continue
                return SentBook(sheets, _checked_facts(facts), sheet.name)
    raise ReportError(
        _(
            "This is not a workbook of ours, or its hidden sheet was lost when it was copied. "
            "Download the workbook here, copy the figures into it, and send that file in."
        )
    )


def with_mended(sent: SentBook, sheet: str, mended: Mapping[str, str]) -> SentBook:
    """The workbook with these cells of a sheet as they were typed on its page."""
    rows = {row_number(address) for address in mended}
    sheets = [
        one._replace(
            rows=[_mended_row(row, mended) if row.number in rows else row for row in one.rows]
        )
        if mended and one.name == sheet
        else one
        for one in sent.sheets
    ]
    return SentBook(sheets, sent.facts, sent.sealed_on)


def _mended_row(row: Row, mended: Mapping[str, str]) -> Row:
    cells = [
        Cell(cell.address, mended[cell.address] or None) if cell.address in mended else cell
        for cell in row.cells
    ]
    return row.with_cells(cells)


def _checked_facts(facts: dict[str, object]) -> dict[str, object]:
    """The facts of a workbook of this edition."""
    whole = all(type(facts.get(name)) is int for name in NUMBERS)
    if facts.get("f") != FORMAT or not whole:
        raise ReportError(
            _("This workbook was made by another edition of the system. Download it again.")
        )
    return facts


def find_sheet(
    sent: SentBook, headings: Mapping[str, str], needed: Sequence[str]
) -> tuple[Sheet, Row, dict[str, int]]:
    """The one sheet with our headings, its heading row, and where each heading stands.

    ``headings`` gives the words by key. ReportError when there is none, or more than one.
    """
    keys = {folded(text): key for key, text in headings.items()}
    found = []
    for sheet in sent.sheets:
        if sheet.name != sent.sealed_on:
            rows = ((row, _places(row, keys)) for row in sheet.rows[:HEADER_WITHIN])
            best = max(rows, key=lambda one: len(one[1]), default=None)
            if best and len(best[1].keys() & set(needed)) >= 2:
                found.append((sheet, *best))
    if not found:
        raise ReportError(
            _("No sheet of this workbook has our headings. Download the workbook again.")
        )
    if len(found) > 1:
        names = "、".join(f"“{sheet.name}”" for sheet, _row, _place in found)
        raise ReportError(
            _("The sheets %(names)s all hold the report. Keep one of them and delete the others.")
            % {"names": names}
        )
    return found[0]


def _places(row: Row, keys: Mapping[str, str]) -> dict[str, int]:
    """Our headings in this row and the index of the cell of each; the first of two alike."""
    places: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        key = keys.get(folded(cell.value)) if isinstance(cell.value, str) else None
        if key is not None and cell.merged_from is None:
            places.setdefault(key, at)
    return places


def read_units(sent: SentBook, headings: Mapping[str, str], needed: Sequence[str]) -> Filled:
    """A sheet with units as rows."""
    sheet, header, places = find_sheet(sent, headings, needed)
    filled = Filled(sheet, header)
    _missing(filled, headings, places)
    _hidden_columns(filled, headings, places)
    for row in sheet.rows:
        if row.number <= header.number:
            continue
        line = Line("", "", row.number, row, _reached(places, row), row.hidden)
        if any(row.values[at] is not None for at in line.places.values()) or (
            not row.is_plain and any(cell.problem for cell in line.cells.values())
        ):
            line.code, line.name = (str(line.value(key) or "").strip() for key in ("code", "unit"))
            filled.lines.append(line)
    return filled


def _reached(places: Mapping[str, int], row: Row) -> Mapping[str, int]:
    """The places that a row has; nearly always all of them."""
    width = len(row.values)
    if all(at < width for at in places.values()):
        return places
    return {key: at for key, at in places.items() if at < width}


def read_alone(
    sent: SentBook, headings: Mapping[str, str], needed: Sequence[str], names: Mapping[str, str]
) -> Filled:
    """A sheet with the figures of one unit as rows; ``names`` gives the words of each by key."""
    sheet, header, places = find_sheet(sent, headings, needed)
    filled = Filled(sheet, header)
    _missing(filled, {key: headings[key] for key in needed}, places)
    _hidden_columns(filled, headings, places)
    line = Line("", "", header.number)
    filled.lines.append(line)
    if filled.problems:
        return filled
    keys = {folded(text): key for key, text in names.items()}
    for row in sheet.rows:
        word = _at(row, places["item"])
        key = keys.get(folded(word.value)) if row.number > header.number else None
        if key in line.cells:
            text = _("“%(name)s” stands twice. Keep one of the two rows.")
            filled.report(word.address, text % {"name": names[key]})
        elif key is not None:
            _take(filled, line, key, row, places)
    _missing(filled, names, line.cells)
    return filled


def _take(filled: Filled, line: Line, key: str, row: Row, places: Mapping[str, int]) -> None:
    """One row of one unit's sheet."""
    line.cells[key] = _at(row, places["now"])
    line.cells[f"remark:{key}"] = _at(row, places["remark"])
    if row.hidden and line.cells[key].value is not None:
        filled.report(line.cells[key].address, hidden_row(row.number))


def _at(row: Row, index: int) -> Cell:
    if index < len(row.cells):
        return row.cells[index]
    return row.cell(column_letters(index + 1))


def _missing(filled: Filled, wanted: Mapping[str, str], there: Mapping[str, object]) -> None:
    gone = [text for key, text in wanted.items() if key not in there and key != "state"]
    if gone:
        text = _("Missing: %(headings)s. Put the words back, or start from a new download.")
        filled.report(f"A{filled.header.number}", text % {"headings": "、".join(gone[:8])})


def _hidden_columns(filled: Filled, headings: Mapping[str, str], places: Mapping[str, int]) -> None:
    """A column of ours that is out of sight may hold what nobody looked at."""
    for key, at in places.items():
        cell = filled.header.cells[at]
        letters = ADDRESS.fullmatch(cell.address).group(1)
        if letters in filled.sheet.hidden_columns:
            text = _(
                "Column %(column)s (%(heading)s) is hidden. Show it, check it, and send again."
            )
            filled.report(cell.address, text % {"column": letters, "heading": headings[key]})


def hidden_row(number: int) -> str:
    """Why a hidden row is not taken."""
    return _("Row %(row)d is hidden. Show it, check it, and send the file again.") % {"row": number}


def cell_problem(cell: Cell) -> str:
    """Why a cell cannot be trusted, or nothing."""
    if cell.problem:
        return cell.problem
    if cell.merged_from:
        return _("This cell is merged with %(cell)s. Split it and fill in each.") % {
            "cell": cell.merged_from
        }
    return ""
