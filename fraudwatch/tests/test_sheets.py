"""Spreadsheets written by us: text stays text, and the page is ready to print."""

import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fraudwatch.lib.sheets import (
    Column,
    add_bar_chart,
    add_choices,
    add_line_chart,
    add_table,
    book_bytes,
    new_book,
    read_workbook,
)

COLUMNS = [
    Column("Unit", 20),
    Column("Leaflets", kind="whole", total=True),
    Column("Losses", kind="money", total=True),
    Column("On", kind="date"),
    Column("At", 18, kind="moment"),
    Column("Rate", kind="percent"),
]
ROW = [
    "沙溪镇",
    1200,
    Decimal("216000.50"),
    date(2026, 6, 8),
    datetime(2026, 6, 8, 1, tzinfo=UTC),
    0.5,
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def written(rows, columns=COLUMNS, **options):
    book = new_book()
    add_table(book, "Week 15", columns, rows, **options)
    return book_bytes(book)


def part(content, name):
    return zipfile.ZipFile(BytesIO(content)).read(name).decode()


def test_values_keep_their_kind():
    sheet = load_workbook(BytesIO(written([ROW])))["Week 15"]

    cells = sheet[2]
    assert [cell.value for cell in cells] == [
        "沙溪镇",
        1200,
        216000.5,
        datetime(2026, 6, 8),  # noqa: DTZ001 - cells have no zone
        datetime(2026, 6, 8, 9),  # noqa: DTZ001
        0.5,
    ]
    assert [cell.number_format for cell in cells] == [
        "@",
        "#,##0",
        "#,##0.00",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
        "0.0%",
    ]


LIVE_TEXTS = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "=cmd|'/c'!A1",
]


@pytest.mark.parametrize(
    "text", [*LIVE_TEXTS, "#REF!", "#N/A", "TRUE", "2026", "1e5", "2026-06-08"]
)
def test_a_text_never_becomes_a_formula_a_number_or_an_error(text):
    content = written([[text]], [Column("Note")])

    cell = load_workbook(BytesIO(content))["Week 15"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t", "＝"))


steady = settings(derandomize=True, deadline=None, max_examples=100)


@steady
@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_can_be_written_and_read_back(texts):
    content = written([[text, 1] for text in texts], [Column("Note"), Column("n", kind="whole")])

    [sheet] = read_workbook(content)
    printable = [
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", t) for t in texts
    ]
    plain = [" ".join(text.split()) for text in printable]
    assert [" ".join((row.cells[0].value or "").split()) for row in sheet.rows[1:]] == plain


def test_a_blank_stays_empty_and_a_dash_stays_a_dash():
    sheet = load_workbook(BytesIO(written([["沙溪镇", None, "—", None, None, ""]])))["Week 15"]

    assert [cell.value for cell in sheet[2]] == ["沙溪镇", None, "—", None, None, None]


def test_totals_are_values_and_nothing_reported_adds_nothing():
    rows = [["甲", 2, None, None, None, None], ["乙", 3, "—", None, None, None]]

    content = written(rows, total_label="Total")

    sheet = load_workbook(BytesIO(content))["Week 15"]
    assert [cell.value for cell in sheet[4]] == ["Total", 5, None, None, None, None]
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")


def test_the_page_is_ready_to_print():
    content = written([ROW] * 3, heading="Weekly summary", note="8–14 June", paper="A3")

    sheet = load_workbook(BytesIO(content))["Week 15"]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == (
        "Weekly summary",
        "8–14 June",
        "Unit",
    )
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B4", "$3:$3")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "Page &P of &N"
    assert sheet.column_dimensions["A"].width == 20


def test_a_tab_gets_a_name_that_excel_accepts():
    book = new_book()
    for title in ("a/b:c[d]*?", "a/b:c[d]*?", "长" * 40, "长" * 40, "", "'q'"):
        add_table(book, title, [Column("x")], [])

    assert book.sheetnames == ["a b c d", "a b c d 2", "长" * 31, "长" * 29 + " 2", "1", "q"]


def test_charts_are_native_and_point_at_the_table():
    book = new_book()
    table = add_table(
        book, "Trend", [Column("Week"), Column("n", kind="whole")], [["14", 3], ["15", 5]]
    )
    options = {"title": "Trend", "label_column": 1, "value_columns": [2]}
    add_line_chart(table, anchor="D2", **options)
    add_bar_chart(table, anchor="D22", **options)

    content = book_bytes(book)

    assert "'Trend'!$B$2:$B$3" in part(content, "xl/charts/chart1.xml")
    assert "barChart" in part(content, "xl/charts/chart2.xml")
    assert [row.cells[1].value for row in read_workbook(content)[0].rows] == ["n", 3, 5]


def test_a_column_can_offer_choices_of_any_length():
    book = new_book()
    table = add_table(book, "Roster", [Column("Kind"), Column("Role")], [])
    add_choices(table.sheet, "A2:A200", [f"单位类别，第{number}种" for number in range(80)])
    add_choices(table.sheet, "B2:B200", ["=1+1", "联络员"])

    reopened = load_workbook(BytesIO(book_bytes(book)))

    rules = [rule.formula1 for rule in reopened["Roster"].data_validations.dataValidation]
    assert rules == ["=lists!$A$1:$A$80", "=lists!$B$1:$B$2"]
    assert (reopened["lists"].sheet_state, reopened["lists"]["B1"].data_type) == ("hidden", "s")


def test_no_name_of_a_library_is_left_in_the_file():
    assert "openpyxl" not in part(written([ROW]), "docProps/core.xml")
