"""The uploaded workbook given back with its mistakes in red and the reason beside each.

It is written afresh from the values that were read, every one at its own address: what the
person added stays, formulas do not, and nothing hostile in the file is copied.
"""

from copy import copy
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fraudwatch.lib.sheets import Sheet, book_bytes, new_book, put
from fraudwatch.lib.sheets_facts import ADDRESS, column_letters, column_number
from fraudwatch.lib.weeks import ZONE
from reports.exports.report_book import ALONE, SLOT_WIDTH, WIDTHS, add_seal
from reports.exports.report_book_paint import Painter, cell_kind, guard_book, guard_sheet, mark
from reports.imports.report_book_plan import read_filled
from reports.imports.report_book_xlsx import Filled, open_book, with_mended
from reports.models import ImportJob
from reports.queries.book import slots_of

READ_ONLY = ("code", "unit", "state")


def marked_book(content: bytes, job: ImportJob) -> bytes:
    """The same workbook, marked. SheetRefused or ReportError for a file that is none of ours."""
    sent = with_mended(open_book(content), job.plan.get("sheet", ""), job.mended)
    version = job.period.template_version
    filled = read_filled(sent, version)
    made = new_book()
    for sheet in sent.sheets:
        if sheet.name == filled.sheet.name:
            kinds = {slot.key: cell_kind(slot) for slot in slots_of(version)}
            _add_filled(made, filled, kinds, job.plan, is_alone=bool(sent.facts.get("one")))
        elif sheet.name != sent.sealed_on and not sheet.hidden:
            _copy(made, sheet)
    add_seal(made, sent.facts)
    guard_book(made)
    return book_bytes(made)


def _copy(made: Workbook, sheet: Sheet) -> Worksheet:
    """The values of a sheet, each where it stood."""
    copy_of = made.create_sheet(sheet.name[:31])
    for row in sheet.rows:
        for cell in row.cells:
            if cell.value is not None:
                put(copy_of[cell.address], _plain(cell.value), kind=_kind(cell.value))
    return copy_of


def _add_filled(
    made: Workbook, filled: Filled, kinds: dict[str, str], plan: dict, *, is_alone: bool
) -> None:
    sheet = _copy(made, filled.sheet)
    painter = Painter(sheet)
    for cell in filled.header.cells:
        _paint(painter, cell.address, cell.value, "head")
    for line in filled.lines:
        for key, cell in line.cells.items():
            look = "grey" if key in READ_ONLY else "entry"
            kind = kinds.get(key, "text")
            if isinstance(cell.value, str):
                kind = "text"
            _paint(painter, cell.address, cell.value, look, kind)
    _set_widths(sheet, filled, is_alone)
    _merge_titles(sheet, filled)
    guard_sheet(sheet, filled.header.number, 1 if is_alone else 2, landscape=not is_alone)
    _mark(sheet, plan)


def _paint(painter: Painter, address: str, value: object, look: str, kind: str = "text") -> None:
    found = ADDRESS.fullmatch(address)
    painter.write(int(found.group(2)), column_number(found.group(1)), value, look, kind)


def _mark(sheet: Worksheet, plan: dict) -> None:
    """Red for mistakes, amber for figures that still need a word."""
    notes: dict[str, list[str]] = {}
    for found in plan.get("problems", []):
        notes.setdefault(found["cell"], []).append(found["text"])
    for row in plan.get("rows", []):
        for one in row["warnings"]:
            if one["cell"] not in notes and not one["reason"]:
                mark(_own(sheet, one["cell"]), one["text"], is_error=False)
    for address, texts in notes.items():
        mark(_own(sheet, address), "\n".join(texts))


def _own(sheet: Worksheet, address: str) -> object:
    """The cell, with a look of its own that it may change; of a merged title its first cell."""
    cell = sheet[address]
    cell._style = copy(cell._style)
    return cell


def _set_widths(sheet: Worksheet, filled: Filled, is_alone: bool) -> None:
    if is_alone:
        for cell, width in zip(filled.header.cells, ALONE.values(), strict=False):
            sheet.column_dimensions[ADDRESS.fullmatch(cell.address).group(1)].width = width
        return
    wide = {line.cells[key].address: WIDTHS.get(key, SLOT_WIDTH)
            for line in filled.lines[:1] for key in line.cells}  # fmt: skip
    for address, width in wide.items():
        sheet.column_dimensions[ADDRESS.fullmatch(address).group(1)].width = width


def _merge_titles(sheet: Worksheet, filled: Filled) -> None:
    """The titles above the table run over its width again."""
    width = min(len(filled.header.cells), 12)
    for row in filled.sheet.rows:
        alone = row.number < filled.header.number and all(
            cell.value is None for cell in row.cells[1:]
        )
        if alone and width > 1:
            sheet.merge_cells(f"A{row.number}:{column_letters(width)}{row.number}")


def _plain(value: object) -> object:
    """A moment as it is shown: a sheet's own moments have no zone."""
    return value.replace(tzinfo=ZONE) if isinstance(value, datetime) else value


def _kind(value: object) -> str:
    if isinstance(value, date):
        return "moment" if isinstance(value, datetime) else "date"
    return "text" if isinstance(value, str) else "decimal" if isinstance(value, float) else "whole"
