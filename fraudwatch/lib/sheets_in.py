"""Reading spreadsheets that people send: every cell with its address, every doubt in words."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext as _

from .collecting import collecting_later
from .errors import DomainError
from .later import Later
from .packages import PackageLimits, PackageRefused, damaged, open_package
from .sheets_facts import (
    Limits,
    SheetFacts,
    column_letters,
    column_number,
    corners,
    row_number,
)
from .sheets_gate import survey

calamine = Later("python_calamine")
Value = str | int | float | bool | date | datetime | time | timedelta | None


class SheetRefused(DomainError):
    """A file that is not read at all; the sentence says what to do."""


class Cell(NamedTuple):
    """One cell. ``value`` is ``None`` when nothing is there, and never a formula's text.

    ``problem`` is a sentence when the value cannot be trusted (``#REF!``, a formula that was
    never calculated); ``merged_from`` names the cell whose merged area covers this one.
    """

    address: str
    value: Value
    is_formula: bool = False
    merged_from: str | None = None
    problem: str = ""


class Row:
    """One row that holds something; ``values`` run from column A to the sheet's last used column.

    ``cells`` are the same with their addresses. ``is_plain`` says that no cell of it is a formula,
    an error or under a merged area, so that its values are all there is to know.
    """

    __slots__ = ("_cells", "hidden", "is_plain", "number", "values")

    def __init__(
        self,
        number: int,
        values: Sequence[Value],
        hidden: bool = False,
        cells: list[Cell] | None = None,
    ) -> None:
        self.number, self.values, self.hidden = number, values, hidden
        self.is_plain, self._cells = cells is None, cells

    @property
    def cells(self) -> list[Cell]:
        """The cells, made when somebody asks for them: of thousands of rows few are."""
        if self._cells is None:
            self._cells = [
                Cell(f"{column_letters(at)}{self.number}", value)
                for at, value in enumerate(self.values, 1)
            ]
        return self._cells

    def cell(self, letters: str) -> Cell:
        """The cell in column ``letters``; an empty one beyond the sheet's last column."""
        at = column_number(letters) - 1
        return self.cells[at] if at < len(self.cells) else Cell(f"{letters}{self.number}", None)

    def with_cells(self, cells: list[Cell]) -> "Row":
        """The row with these cells in place of its own."""
        return Row(self.number, [cell.value for cell in cells], self.hidden, cells)


class Sheet(NamedTuple):
    """One worksheet without its empty rows."""

    name: str
    rows: list[Row]
    hidden: bool = False
    merges: list[str] = []
    hidden_columns: frozenset[str] = frozenset()


@collecting_later()
def read_workbook(content: bytes, *, limits: Limits | None = None) -> list[Sheet]:
    """The worksheets of an uploaded .xlsx, within the limits. Raises SheetRefused, nothing else.

    The gate bounds what the reader may meet, so time and memory stay small for any content.
    """
    limits = limits or Limits()
    try:
        surveyed: list[SheetFacts] = []
        open_package(
            content, "xlsx", PackageLimits(packed=limits.bytes),
            count=lambda package: surveyed.extend(survey(package, limits)),
        )  # fmt: skip
        return _read(content, surveyed)
    except PackageRefused as error:
        raise SheetRefused(str(error)) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader's panics do not derive from Exception
        raise SheetRefused(str(damaged("xlsx"))) from error


def _read(content: bytes, surveyed: list[SheetFacts]) -> list[Sheet]:
    """The values, joined with what the gate saw around them."""
    with calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        return [_sheet(book, facts) for facts in surveyed]


def _sheet(book: "calamine.CalamineWorkbook", facts: SheetFacts) -> Sheet:
    table = book.get_sheet_by_name(facts.name).to_python(skip_empty_area=False)
    if facts.filled and not table:
        raise damaged("xlsx")
    covered = _covered(facts.merges)
    marked = (facts.formulas, facts.errors, covered)
    doubtful = {row_number(address) for addresses in marked for address in addresses}
    rows = []
    for number in range(1, facts.rows + 1):
        found = table[number - 1] if number <= len(table) else []
        values = _values(found, facts.columns)
        hidden = number in facts.hidden_rows
        if number in doubtful:
            row = Row(number, values, hidden, _cells(number, values, facts, covered))
            if any(cell.value is not None or cell.problem for cell in row.cells):
                rows.append(row)
        elif values.count(None) < len(values):
            rows.append(Row(number, values, hidden))
    columns = frozenset(column_letters(column) for column in facts.hidden_columns)
    return Sheet(facts.name, rows, facts.hidden, facts.merges, columns)


def _values(found: list, width: int) -> list[Value]:
    """What a row holds: texts trimmed, whole numbers whole, ``None`` where nothing is."""
    values = [
        value.strip() or None
        if type(value) is str
        else int(value)
        if type(value) is float and value.is_integer() and -1e15 < value < 1e15
        else value
        for value in found[:width]
    ]
    return values + [None] * (width - len(values))


def _cells(
    number: int, values: list[Value], facts: SheetFacts, covered: dict[str, str]
) -> list[Cell]:
    """The cells of a row with every doubt about them."""
    cells = []
    for at, value in enumerate(values, 1):
        address = f"{column_letters(at)}{number}"
        is_formula = address in facts.formulas
        problem = _problem(address, facts) if is_formula or address in facts.errors else ""
        cells.append(Cell(address, value, is_formula, covered.get(address), problem))
    return cells


def _problem(address: str, facts: SheetFacts) -> str:
    """Why the value of a cell cannot be trusted."""
    if address in facts.errors:
        return _("Cell %(cell)s shows the error %(error)s. Enter the value itself.") % {
            "cell": address,
            "error": facts.errors[address],
        }
    if address in facts.never_calculated:
        return _(
            "Cell %(cell)s holds a formula that was never calculated. Open the file in WPS or "
            "Excel, save it, and send it again."
        ) % {"cell": address}
    return ""


def _covered(merges: list[str]) -> dict[str, str]:
    """Each covered cell and the top left cell of its merged area."""
    covered = {}
    for area in merges:
        left, top, right, bottom = corners(area)
        first = f"{column_letters(left)}{top}"
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                covered[f"{column_letters(column)}{row}"] = first
        del covered[first]
    return covered
