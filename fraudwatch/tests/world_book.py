"""The world's uploaded workbook: the town's, checked and waiting to be confirmed."""

from io import BytesIO
from types import SimpleNamespace

from django.utils import translation
from openpyxl import load_workbook

from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON
from reports.actions.imports import keep_book
from reports.exports.report_book import report_book
from reports.imports.report_book_plan import find_period, plan_book
from reports.imports.report_book_xlsx import open_book
from reports.queries.book import book_of_node, book_of_report

FIGURES = {4: 120, 5: 300, 6: 0, 7: 80, 8: 100}  # columns of a town's workbook


def make_books(world: SimpleNamespace) -> None:
    """The town fills in for the village; the sibling's row holds the draft it began."""
    with clock.at(NOON):
        content = town_workbook(world)
        sent = open_book(content)
        by = world.cast["town"]
        period, node = find_period(sent, by=by)
        plan = plan_book(sent, period, node, by=by)
        world.book = keep_book(
            content, name="town.xlsx", period=period, node=node, plan=plan.as_json(), by=by
        )


def town_workbook(world: SimpleNamespace) -> bytes:
    """The town's workbook with the village's row filled in."""
    period = world.period
    with translation.override("zh-hans"):
        empty = report_book(book_of_node(period, world.units["town"], world.cast["town"]))
    book = load_workbook(BytesIO(empty))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        if row[0].value == world.units["village"].code:
            for column, figure in FIGURES.items():
                sheet.cell(row[0].row, column).value = figure
        elif row[0].value == world.units["sibling"].code:
            for column in FIGURES:
                sheet.cell(row[0].row, column).value = FIGURES[column]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def village_workbook(world: SimpleNamespace) -> bytes:
    """The village's own workbook, filled in."""
    report = world.report
    with translation.override("zh-hans"):
        book = load_workbook(BytesIO(report_book(book_of_report(report))))
    figures = iter(FIGURES.values())
    for row in book.worksheets[0].iter_rows(min_row=5):
        if not row[3].protection.locked and (figure := next(figures, None)) is not None:
            row[3].value = figure
    out = BytesIO()
    book.save(out)
    return out.getvalue()
