"""Large tables written row by row: the same sheet as cell by cell, in flat memory."""

import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fraudwatch.lib import sheets_stream
from fraudwatch.lib.sheets import (
    Column,
    add_bar_chart,
    add_table,
    book_bytes,
    new_book,
    read_workbook,
    save_book,
    stream_table,
)

COLUMNS = [
    Column("Unit", 20, wrap=True),
    Column("Leaflets", kind="whole", total=True),
    Column("Losses", kind="money", total=True),
    Column("On", kind="date"),
    Column("At", 18, kind="moment"),
    Column("Rate", kind="percent"),
]
NOON = datetime(2026, 6, 8, 4, 30, tzinfo=UTC)
ROWS = [
    ["沙溪镇", 1200, Decimal("216000.50"), date(2026, 6, 8), NOON, 0.5],
    ["=1+1", None, "—", None, "", -0.25],
    ["  a & <b>\n\x07second line ", 0, Decimal("0.10"), date(1999, 12, 31), NOON, 1],
    [7, -3, float("nan"), "never", None, True],
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def both(rows, columns=COLUMNS, **options):
    """The sheet written cell by cell, and streamed."""
    found = []
    for write in (add_table, stream_table):
        book = new_book()
        write(book, "Week 15", columns, rows, **options)
        found.append(load_workbook(BytesIO(book_bytes(book)))["Week 15"])
    return found


def look(cell):
    at, font = cell.alignment, cell.font
    shape = (at.horizontal, at.vertical, at.wrap_text, font.name, font.b, cell.border.left.style)
    return (cell.value, cell.number_format, cell.quotePrefix, *shape)


def plain(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_streamed_sheet_is_the_one_written_cell_by_cell():
    slow, quick = both(ROWS[:3], heading="Weekly summary", note="8–14 June", total_label="Total")

    assert plain(quick) == plain(slow)
    for one, other in list(zip(slow.iter_rows(), quick.iter_rows(), strict=True))[:-1]:
        filled = [n for n, cell in enumerate(one) if cell.value is not None]
        assert [look(other[n]) for n in filled] == [look(one[n]) for n in filled]
    assert [cell.value for cell in quick[7]] == ["Total", 1200, 216000.6, None, None, None]


def test_headers_stay_in_sight_and_repeat_on_paper():
    _slow, quick = both(ROWS, heading="Weekly summary", paper="A3")

    assert (quick.freeze_panes, quick.print_title_rows) == ("B3", "$2:$2")
    assert (quick.page_setup.paperSize, quick.page_setup.orientation) == (8, "landscape")
    assert quick.oddFooter.center.text == "Page &P of &N"
    assert quick.column_dimensions["A"].width == 20
    assert str(quick.merged_cells) == "A1:F1"


def test_what_is_no_number_stays_a_word():
    _slow, quick = both(ROWS[3:])

    values = [cell.value for cell in quick[2]]
    assert values == [7, -3, "nan", "never", None, "True"]
    assert quick["C2"].data_type == "s"


steady = settings(derandomize=True, deadline=None, max_examples=60)


@steady
@given(st.lists(st.one_of(st.text(), st.integers(-(10**9), 10**9), st.none()), min_size=1))
def test_any_value_is_read_back_as_from_the_other_writer(values):
    columns = [Column("Note"), Column("n", kind="whole")]
    books = []
    for write in (add_table, stream_table):
        book = new_book()
        write(book, "1", columns, [[value, 1] for value in values])
        books.append(
            [
                [c.value for c in row]
                for row in load_workbook(BytesIO(book_bytes(book)))["1"].iter_rows()
            ]
        )

    slow, quick = books
    assert quick == slow


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "#REF!", "1e5"])
def test_a_streamed_text_never_becomes_a_formula_a_number_or_an_error(text):
    book = new_book()
    stream_table(book, "1", [Column("n", kind="whole")], [[text]])
    content = book_bytes(book)

    cell = load_workbook(BytesIO(content))["1"]["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    assert "<f>" not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


def test_our_own_reader_reads_it_beside_a_sheet_with_a_chart():
    book = new_book()
    table = add_table(book, "Trend", [Column("Week"), Column("n", kind="whole")], [["15", 5]])
    add_bar_chart(table, title="Trend", label_column=1, value_columns=[2], anchor="D2")
    stream_table(book, "Units", COLUMNS[:2], (row[:2] for row in ROWS[:2]))

    content = book_bytes(book)

    rows = [[cell.value for cell in row.cells] for row in read_workbook(content)[1].rows]
    assert rows[1:] == [["沙溪镇", 1200], ["=1+1", None]]
    assert "xl/charts/chart1.xml" in zipfile.ZipFile(BytesIO(content)).namelist()


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(sheets_stream, "MOST_ROWS", 3)
    book = new_book()
    stream_table(book, "1", [Column("n")], [[1]] * 3)

    with pytest.raises(ValueError, match="more rows"):
        book_bytes(book)


def test_memory_does_not_grow_with_the_rows(tmp_path):
    def peak(rows):
        tracemalloc.start()
        book = new_book()
        stream_table(book, "1", COLUMNS, (ROWS[0] for _n in range(rows)))
        save_book(book, tmp_path / "book.xlsx")
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(8_000) - peak(800) < 200_000
