"""Uploaded spreadsheets: what is read, what is refused, and at what cost."""

import resource
import subprocess
import sys
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from time import perf_counter, sleep

import pytest
from django.utils import translation
from openpyxl import Workbook

from fraudwatch.lib.packages import PackageLimits, open_package
from fraudwatch.lib.sheets import Cell, Limits, SheetRefused, read_workbook

from .hostile_sheets import hostile_workbooks
from .office_files import pack, sheet_xml, xlsx, xlsx_members

HOSTILE = hostile_workbooks()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def saved(fill):
    book = Workbook()
    fill(book.active)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def values(content):
    return [[cell.value for cell in row.cells] for row in read_workbook(content)[0].rows]


def test_cells_come_with_their_address_and_kind():
    def fill(sheet):
        sheet.append(["单位", "数量", "比例", "日期", "时刻", "是否"])
        sheet.append([" 沙溪镇 ", 12, 0.5, date(2026, 6, 8), datetime(2026, 6, 8, 9), True])  # noqa: DTZ001

    [sheet] = read_workbook(saved(fill))

    assert sheet.rows[1].cells[:2] == [Cell("A2", "沙溪镇"), Cell("B2", 12)]
    assert [cell.value for cell in sheet.rows[1].cells[2:]] == [
        0.5,
        date(2026, 6, 8),
        datetime(2026, 6, 8, 9),  # noqa: DTZ001 - cells have no zone
        True,
    ]
    assert sheet.rows[1].cell("F").value is True
    assert sheet.rows[1].cell("Z") == Cell("Z2", None)


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_sheet():
    def fill(sheet):
        sheet["B3"] = "甲"
        sheet["B7"] = 0
        sheet["C7"] = "  "

    [sheet] = read_workbook(saved(fill))

    assert [(row.number, [cell.value for cell in row.cells]) for row in sheet.rows] == [
        (3, [None, "甲", None]),
        (7, [None, 0, None]),
    ]


def test_hidden_and_merged_parts_are_named():
    def fill(sheet):
        sheet["A1"], sheet["B1"], sheet["A4"], sheet["C4"] = "标题", None, "甲", 3
        sheet.merge_cells("A1:C2")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.sheet_state = "visible"

    [sheet] = read_workbook(saved(fill))

    title, hidden = sheet.rows
    assert [cell.merged_from for cell in title.cells] == [None, "A1", "A1"]
    assert (title.hidden, hidden.hidden) == (False, True)
    assert (sheet.merges, sheet.hidden_columns) == (["A1:C2"], frozenset("C"))


def test_a_formula_that_was_never_calculated_is_named_and_not_taken_for_zero():
    def fill(sheet):
        sheet["A1"], sheet["B1"] = 3, "=A1*2"

    cell = read_workbook(saved(fill))[0].rows[0].cell("B")

    assert (cell.value, cell.is_formula) == (None, True)
    assert cell.problem == (
        "Cell B1 holds a formula that was never calculated. Open the file in WPS or Excel, save "
        "it, and send it again."
    )


def test_a_calculated_formula_gives_its_value():
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'

    row = read_workbook(xlsx(sheet_xml(rows)))[0].rows[0]

    assert row.cells == [Cell("A1", 2, is_formula=True), Cell("B1", None, is_formula=True)]


def test_an_error_in_a_cell_is_named():
    rows = '<row r="1"><c r="A1" t="e"><f>A2/0</f><v>#DIV/0!</v></c></row>'

    cell = read_workbook(xlsx(sheet_xml(rows)))[0].rows[0].cells[0]

    assert (cell.value, cell.problem) == (
        None,
        "Cell A1 shows the error #DIV/0!. Enter the value itself.",
    )


@pytest.mark.parametrize("stated", ["A1:A1", "A1:XFD1048576", "nonsense"])
def test_a_false_dimension_changes_nothing(stated):
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>{n}</v></c>' for c in "ABC") + "</row>"
        for n in range(1, 8)
    )
    content = xlsx(sheet_xml(rows, before=f'<dimension ref="{stated}"/>'))

    try:
        read = values(content)
    except SheetRefused:
        read = "refused"
    assert read in ([[n] * 3 for n in range(1, 8)], "refused")
    assert stated == "nonsense" or read != "refused"


def test_cells_without_addresses_are_counted_on():
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"

    assert values(xlsx(sheet_xml(rows))) == [[1, 2], [3, None]]


def test_formatting_far_below_the_data_does_no_harm():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="ZZ900000" s="0"/></row>'

    assert values(xlsx(sheet_xml(rows))) == [[1]]


def test_printer_settings_are_no_macros():
    members = {**xlsx_members(), "xl/printerSettings/printerSettings1.bin": b"\0\1"}

    assert values(pack(members)) == [[1]]


def test_the_form_says_how_much_it_may_hold():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 12))

    with pytest.raises(SheetRefused) as caught:
        read_workbook(xlsx(sheet_xml(rows)), limits=Limits(rows=10, columns=5))

    assert str(caught.value) == (
        "Cell A11 of sheet “周报” lies too far out: at most 10 rows and 5 columns are read. "
        "Clear what does not belong to the form."
    )


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_workbook_is_refused_in_words_and_in_time(content):
    began = perf_counter()

    with pytest.raises(SheetRefused) as caught:
        read_workbook(content)

    assert str(caught.value).endswith(".")
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("locked", "has a password"),
        ("xls", "old format"),
        ("text", "text or web page"),
        ("web page called xls", "text or web page"),
        ("macros", "macros"),
        ("docx", "not a .xlsx file"),
        ("20,000 members", "far more than it shows"),
        ("last cell", "Cell XFD1048576"),
        ("merge of the whole sheet", "merges far too many cells"),
        ("too many bytes", "the limit is 10 MB"),
    ],
)
def test_a_refusal_says_what_is_wrong(name, word):
    with pytest.raises(SheetRefused, match=word):
        read_workbook(HOSTILE[name])


def test_reading_stops_at_the_first_row_that_is_too_many():
    rows = "".join(f'<row r="{n}"/>' for n in range(1, 12)) + " " * 200_000 + "<broken"
    content = xlsx(sheet_xml(rows))

    with pytest.raises(SheetRefused, match="far more than it shows"):
        read_workbook(content, limits=Limits(styled_rows=10))
    with pytest.raises(SheetRefused, match="damaged"):
        read_workbook(content, limits=Limits(styled_rows=20))


def test_a_sheet_that_the_workbook_does_not_list_is_checked_as_well():
    members = xlsx_members()
    hidden = {"xl/worksheets/sheet2.xml": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///x'>]><x>&e;</x>"}

    assert read_workbook(pack(members | {"xl/worksheets/sheet2.xml": "<x/>"}))
    with pytest.raises(SheetRefused, match="damaged"):
        read_workbook(pack(members | hidden))


def test_a_busy_machine_is_no_reason_to_refuse_a_workbook():
    limits = PackageLimits(seconds=0.1)

    package = open_package(xlsx(), "xlsx", limits, count=lambda _package: sleep(0.11))

    assert package.parsed >= {"xl/worksheets/sheet1.xml"}


CHILD = """
import sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
sys.path.insert(0, sys.argv[2])
from fraudwatch.lib.sheets_in import SheetRefused, read_workbook
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        read_workbook(path.read_bytes())
    except SheetRefused:
        continue
# VmHWM begins with this program; ru_maxrss would carry over the peak of the suite that forked it.
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


@pytest.mark.slow
def test_hostile_workbooks_cost_little_memory(tmp_path):
    for number, content in enumerate(HOSTILE.values()):
        (tmp_path / str(number)).write_bytes(content)
    root = str(Path(__file__).parents[2])

    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path), root],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 200


@pytest.mark.slow
def test_broken_bytes_end_in_cells_or_in_a_sentence():
    random = Random(20260610)  # noqa: S311 - repeatable

    def fill(sheet):
        sheet.append(["单位", "数量", "日期"])
        sheet.append(["沙溪镇", 12, date(2026, 6, 8)])
        sheet["B3"] = "=SUM(B2:B2)"
        sheet.merge_cells("A5:B6")

    packed = saved(fill)
    sheet, inside = sheet_xml('<row r="1"><c r="A1" s="1"><f>1</f><v>1</v></c></row>'), 0
    for example in range(2_000):
        broken = bytearray(sheet.encode() if example % 2 else packed)
        for _hit in range(random.randint(1, 3 if example % 2 else 8)):
            broken[random.randrange(len(broken))] = random.choice(b'0123456789AZ<>/=" &\0\xff')
        try:
            read_workbook(xlsx(bytes(broken)) if example % 2 else bytes(broken))
            inside += 1
        except SheetRefused:
            continue
    assert inside > 50


def test_five_thousand_rows_are_read_whole():
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    for number in range(5_000):
        sheet.append([f"单位{number}", *range(number, number + 19)])
    buffer = BytesIO()
    book.save(buffer)

    [read] = read_workbook(buffer.getvalue())

    assert (len(read.rows), read.rows[-1].cell("T").value) == (5_000, 4_999 + 18)
