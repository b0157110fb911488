"""Spreadsheets in and out. Text stays text: no cell of ours becomes a formula by its content.

Reading lives in :mod:`.sheets_in` behind the gate of :mod:`.sheets_gate`; the names are offered
here, so that documents import one module.
"""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell as WrittenCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from . import sheets_stream
from .sheets_cells import FONT, FRAME, HEADER_FILL, UNPRINTABLE, Column, put
from .sheets_facts import Limits, column_letters
from .sheets_in import Cell, Row, Sheet, SheetRefused, read_workbook

__all__ = [
    "FONT",
    "FRAME",
    "HEADER_FILL",
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
    "save_book",
    "stream_table",
]

PAPER = {"A4": Worksheet.PAPERSIZE_A4, "A3": Worksheet.PAPERSIZE_A3}
LISTS = "lists"


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
    """The workbook as a file. One of very many rows goes to disk instead, see `save_book`."""
    buffer = BytesIO()
    sheets_stream.save(book, buffer)
    return buffer.getvalue()


def save_book(book: Workbook, path: Path) -> None:
    """Write the workbook to ``path``; streamed rows never stand in memory together."""
    sheets_stream.save(book, path)


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
    sheet, header = _lay_out(book, title, columns, heading, note)
    styles = [_body_style(sheet, column) for column in columns]
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


def stream_table(
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
) -> Worksheet:
    """A table as `add_table` makes it, for rows without end: they are read when the book is saved.

    Its cells cannot be touched afterwards, and charts stand on other sheets.
    """
    sheet, header = _lay_out(book, title, columns, heading, note)
    _set_up_page(sheet, header, paper, landscape)
    waiting = sheets_stream.Rows(columns, rows, header + 1, total_label)
    sheets_stream.wait_for(sheet, waiting)
    return sheet


def _lay_out(
    book: Workbook, title: str, columns: Sequence[Column], heading: str, note: str
) -> tuple[Worksheet, int]:
    """A sheet with heading, note and the header row; which row that is."""
    sheet = book.create_sheet(_sheet_title(book, title))
    header = _write_lines(sheet, len(columns), heading, note) + 1
    for index, column in enumerate(columns, 1):
        _write_header(sheet.cell(header, index), column)
        sheet.column_dimensions[column_letters(index)].width = column.width
    return sheet, header


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
    sheet.freeze_panes = f"B{header + 1}"
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
