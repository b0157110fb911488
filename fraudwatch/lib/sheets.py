"""Spreadsheets in and out. Text stays text: no cell of ours becomes a formula by its content.

Reading lives in :mod:`.sheets_in` behind the gate of :mod:`.sheets_gate`; the names are offered
here, so that documents import one module.
"""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Literal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell as WrittenCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .sheets_facts import Limits, column_letters
from .sheets_in import Cell, Row, Sheet, SheetRefused, read_workbook
from .weeks import ZONE

__all__ = [
    "Cell",
    "Column",
    "Limits",
    "Row",
    "Sheet",
    "SheetRefused",
    "Table",
    "add_bar_chart",
    "add_choices",
    "add_line_chart",
    "add_table",
    "book_bytes",
    "new_book",
    "put",
    "read_workbook",
]

Kind = Literal["text", "whole", "decimal", "money", "percent", "date", "moment"]

FORMATS: dict[str, str] = {
    "text": "@",
    "whole": "#,##0",
    "decimal": "#,##0.00",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
LIVE = tuple("=+-@\t\r＝＋－＠")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT = 32_767
PAPER = {"A4": Worksheet.PAPERSIZE_A4, "A3": Worksheet.PAPERSIZE_A3}
LISTS = "lists"

LINE = Side(style="thin", color="8A94A0")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEADER_FILL = PatternFill("solid", start_color="E4ECF6")
FONT = "宋体"


@dataclass(frozen=True)
class Column:
    """A column: its heading, width in characters, what its cells hold, whether it is added up."""

    title: str
    width: float = 12
    kind: Kind = "text"
    total: bool = False
    wrap: bool = False


@dataclass(frozen=True)
class Table:
    """Where a table landed on its sheet; rows count from 1, ``last_row`` without the totals."""

    sheet: Worksheet
    header_row: int
    first_row: int
    last_row: int


def new_book() -> Workbook:
    """An empty workbook that names neither a library nor a person as its author."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    return book


def book_bytes(book: Workbook) -> bytes:
    """The workbook as a file."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(cell: WrittenCell, value: object, *, kind: Kind = "text") -> None:
    """Write one value. Text is typed as text whatever it begins with; moments are in Shanghai time.

    A text in a column of numbers ("—", "exempt") stays text; ``None`` leaves the cell empty.
    """
    if isinstance(value, bool) or value is None or value == "":
        value = None if value in (None, "") else str(value)
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).replace(tzinfo=None)
    if value is None or isinstance(value, int | float | Decimal | date):
        cell.value = value
        cell.number_format = FORMATS[kind] if kind != "text" else "General"
        return
    text = UNPRINTABLE.sub("", str(value))[:LONGEST_TEXT]
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(LIVE)


def add_table(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    heading: str = "",
    note: str = "",
    paper: Literal["A4", "A3"] = "A4",
    landscape: bool = True,
    total_label: str = "",
) -> Table:
    """A sheet with one table, ready to print: the header repeats on each page and stays in sight.

    With ``total_label`` a last row adds up the columns that say ``total``; it holds values, not
    formulas, because previews on phones show formulas as nothing.
    """
    sheet = book.create_sheet(_sheet_title(book, title))
    at = _write_lines(sheet, len(columns), heading, note)
    header = at + 1
    styles = [_body_style(sheet, column) for column in columns]
    for index, column in enumerate(columns, 1):
        _write_header(sheet.cell(header, index), column)
        sheet.column_dimensions[column_letters(index)].width = column.width
    totals: list[Decimal | None] = [None] * len(columns)
    last = header
    for last, row in enumerate(rows, header + 1):
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write_body(sheet.cell(last, index + 1), value, column, styles[index])
            if column.total and _is_number(value):
                totals[index] = (totals[index] or Decimal(0)) + Decimal(str(value))
    if total_label:
        _write_totals(sheet, last + 1, columns, totals, total_label)
    _set_up_page(sheet, header, paper, landscape)
    return Table(sheet, header, header + 1, last)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _sheet_title(book: Workbook, title: str) -> str:
    """A tab name that Excel accepts: 31 characters, none of its own signs, unused so far."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", UNPRINTABLE.sub("", title)).strip(" '")[:31] or "1"
    taken = {name.lower() for name in book.sheetnames}
    name, number = plain, 2
    while name.lower() in taken:
        tail = f" {number}"
        name, number = plain[: 31 - len(tail)] + tail, number + 1
    return name


def _write_lines(sheet: Worksheet, width: int, heading: str, note: str) -> int:
    """The heading and the note above the table; how many rows they took."""
    at = 0
    for text, size, bold, across in ((heading, 16, True, "center"), (note, 10, False, "left")):
        if not text:
            continue
        at += 1
        cell = sheet.cell(at, 1)
        put(cell, text)
        cell.font = Font(name=FONT, size=size, bold=bold)
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
        sheet.row_dimensions[at].height = size * 2
        if width > 1:
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
    return at


def _write_header(cell: WrittenCell, column: Column) -> None:
    put(cell, column.title)
    cell.font = Font(name=FONT, size=11, bold=True)
    cell.fill = HEADER_FILL
    cell.border = FRAME
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _body_style(sheet: Worksheet, column: Column) -> object:
    """One style shared by all cells of a column; styling each alone takes three times as long."""
    cell = WrittenCell(sheet, row=1, column=1)
    cell.font = Font(name=FONT, size=11)
    cell.border = FRAME
    across = "left" if column.kind == "text" else "right"
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=column.wrap)
    return cell._style


def _write_body(cell: WrittenCell, value: object, column: Column, style: object) -> None:
    cell._style = copy(style)
    put(cell, value, kind=column.kind)


def _write_totals(
    sheet: Worksheet,
    row: int,
    columns: Sequence[Column],
    totals: Sequence[Decimal | None],
    label: str,
) -> None:
    for index, (column, total) in enumerate(zip(columns, totals, strict=True), 1):
        cell = sheet.cell(row, index)
        put(cell, label if index == 1 else total, kind=column.kind)
        cell.font = Font(name=FONT, size=11, bold=True)
        cell.border = FRAME
        cell.alignment = Alignment(horizontal="center" if index == 1 else "right")


def _set_up_page(sheet: Worksheet, header: int, paper: str, landscape: bool) -> None:
    """Fit to the page's width, header on each page, page numbers at the foot."""
    sheet.freeze_panes = sheet.cell(header + 1, 2)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.paperSize = PAPER[paper]
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.center.text = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}


def add_line_chart(
    table: Table, *, title: str, label_column: int, value_columns: Sequence[int], anchor: str
) -> None:
    """A line for each value column over the labels; columns count from 1, ``anchor`` is a cell."""
    _add_chart(LineChart(), table, title, label_column, value_columns, anchor)


def add_bar_chart(
    table: Table, *, title: str, label_column: int, value_columns: Sequence[int], anchor: str
) -> None:
    """Bars side by side for each value column over the labels."""
    _add_chart(BarChart(), table, title, label_column, value_columns, anchor)


def _add_chart(
    chart: LineChart | BarChart,
    table: Table,
    title: str,
    label_column: int,
    value_columns: Sequence[int],
    anchor: str,
) -> None:
    span = {"max_row": table.last_row}
    for column in value_columns:
        values = Reference(table.sheet, column, table.header_row, **span)
        chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(table.sheet, label_column, table.first_row, **span))
    chart.title = UNPRINTABLE.sub("", title)
    chart.width, chart.height = 24, 9
    chart.display_blanks = "gap"
    chart.x_axis.delete = chart.y_axis.delete = False
    table.sheet.add_chart(chart, anchor)


def add_choices(sheet: Worksheet, cells: str, choices: Sequence[str]) -> None:
    """A drop-down list on ``cells`` (``B2:B200``). The choices stand on a hidden sheet."""
    book = sheet.parent
    lists = book[LISTS] if LISTS in book.sheetnames else book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    column = 1 if lists["A1"].value is None else lists.max_column + 1
    for row, choice in enumerate(choices, 1):
        put(lists.cell(row, column), choice)
    letter = column_letters(column)
    source = f"={LISTS}!${letter}$1:${letter}${max(len(choices), 1)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.add(cells)
    sheet.add_data_validation(rule)
