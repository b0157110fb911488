"""Report workbooks as people fill them in, for the tests of sending them in."""

from collections.abc import Mapping
from io import BytesIO

from django.utils import translation
from openpyxl import Workbook, load_workbook

from reports.book_words import FIXED
from reports.exports.report_book import report_book
from reports.queries.book import book_of_node, book_of_report, slots_of

GOOD = {
    "v.visits": 1200, "v.app_users": 300, "v.losses": 0, "v.awareness.n": 90,
    "v.awareness.d": 100,
}  # fmt: skip
VALUES = {
    "visits": "1200", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"},
}  # fmt: skip


def words(version) -> dict[str, str]:
    """The headings of a workbook in Chinese, by key."""
    with translation.override("zh-hans"):
        found = {slot.key: slot.heading for slot in slots_of(version)}
        return found | {key: str(text) for key, text in FIXED.items()}


def alone(report) -> bytes:
    """The workbook of one unit."""
    with translation.override("zh-hans"):
        return report_book(book_of_report(report))


def of_units(period, node, user) -> bytes:
    """The workbook of the units below a node."""
    with translation.override("zh-hans"):
        return report_book(book_of_node(period, node, user))


def load(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def places(sheet, headings: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The heading row of a sheet with units as rows, and the column of each key."""
    keys = {text: key for key, text in headings.items()}
    for row in sheet.iter_rows(max_row=15):
        found = {keys[cell.value]: cell.column for cell in row if cell.value in keys}
        if "code" in found and "remark" in found:
            return row[0].row, found
    raise AssertionError("no headings")


def fill_alone(content: bytes, version, values: Mapping[str, object], remarks=None) -> bytes:
    """One unit's workbook with these cells typed, by key."""
    book = load(content)
    sheet, keys = book.worksheets[0], {text: key for key, text in words(version).items()}
    for row in sheet.iter_rows(min_row=5):
        key = keys.get(row[0].value)
        if key in values:
            row[3].value = values[key]
        if key in (remarks or {}):
            row[4].value = remarks[key]
    return saved(book)


def fill_units(content: bytes, version, rows: Mapping[str, Mapping[str, object]]) -> bytes:
    """A town's workbook with these cells typed, by unit code and key."""
    book = load(content)
    sheet = book.worksheets[0]
    header, columns = places(sheet, words(version))
    for number in range(header + 1, sheet.max_row + 1):
        typed = rows.get(sheet.cell(number, columns["code"]).value, {})
        for key, value in typed.items():
            sheet.cell(number, columns[key]).value = value
    return saved(book)


def cell_of(content: bytes, version, code: str, key: str) -> str:
    """The address of a unit's cell in a town's workbook."""
    sheet = load(content).worksheets[0]
    header, columns = places(sheet, words(version))
    for number in range(header + 1, sheet.max_row + 1):
        if sheet.cell(number, columns["code"]).value == code:
            return sheet.cell(number, columns[key]).coordinate
    raise AssertionError(code)
