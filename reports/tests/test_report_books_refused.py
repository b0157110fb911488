"""What is done to report workbooks on their way, and what is said about it."""

import re
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from fraudwatch.lib.seals import read_facts, seal_facts
from fraudwatch.lib.sheets import SheetRefused
from fraudwatch.tests.hostile_more import members_of
from fraudwatch.tests.office_files import HEAD, MAIN, OFFICE, pack
from reports.book_words import PURPOSE, SEAL_SHEET
from reports.errors import ReportError
from reports.imports.report_book_plan import find_period, plan_book
from reports.imports.report_book_xlsx import open_book
from reports.tests.book_files import (
    GOOD,
    alone,
    cell_of,
    fill_alone,
    fill_units,
    load,
    of_units,
    places,
    saved,
    words,
)

WIDE = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
NARROW = {wide: digit for digit, wide in WIDE.items()}
VILLAGE, SIBLING, SCHOOL = "U003", "U004", "U005"


@pytest.fixture
def version(template):
    return template.versions.get()


@pytest.fixture
def filled(noon, period, units, cast, version):
    """A town's workbook with two units filled in."""
    content = of_units(period, units["town"], cast["town"])
    return fill_units(content, version, {VILLAGE: GOOD | {"t.work": "设点宣传"}, SIBLING: GOOD})


@pytest.fixture
def plan_of(cast, noon):
    """The check of a workbook, as the town sees it."""

    def plan(content, by="town"):
        sent = open_book(content)
        return plan_book(sent, *find_period(sent, by=cast[by]), by=cast[by])

    return plan


@pytest.fixture
def changed(filled, version):
    """The filled-in workbook after somebody worked on it; gets sheet, heading row and columns."""

    def change(deed):
        book = load(filled)
        sheet = book.worksheets[0]
        deed(book, sheet, *places(sheet, words(version)))
        return saved(book)

    return change


def found(plan):
    """What a check says, without the places."""
    return [(row.unit, row.outcome, row.values, row.texts) for row in plan.rows], [
        problem.text for problem in plan.problems
    ]


def cells(plan):
    return [problem.cell for problem in plan.problems]


def sheets_turned_round(book, sheet, header, columns):
    book.move_sheet(sheet, 2)


def seal_shown_and_renamed(book, sheet, header, columns):
    book[SEAL_SHEET].sheet_state = "visible"
    book[SEAL_SHEET].title = "Sheet3"


def rules_dropped(book, sheet, header, columns):
    sheet.data_validations.dataValidation = []
    sheet.protection.sheet = False
    book.security = None


def row_and_column_added(book, sheet, header, columns):
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_cols(3)
    sheet.insert_rows(1, 2)


def numbers_as_text(book, sheet, header, columns):
    for row in sheet.iter_rows(min_row=header + 1, min_col=4):
        for cell in row:
            if isinstance(cell.value, int):
                cell.value = f" {cell.value:,}".translate(
                    str.maketrans("0123456789", "０１２３４５６７８９")
                )


def rows_sorted(book, sheet, header, columns):
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=header + 1)]
    for number, row in enumerate(rows[::-1], header + 1):
        for at, value in enumerate(row, 1):
            sheet.cell(number, at).value = value


def codes_wiped(book, sheet, header, columns):
    for number in range(header + 1, sheet.max_row + 1):
        sheet.cell(number, columns["code"]).value = None


def own_sheet_and_column(book, sheet, header, columns):
    book.create_sheet("底稿").append(["单位", "随手记"])
    sheet.cell(header, 40).value = "备忘"
    sheet.cell(header + 1, 40).value = "电话问过"


def empty_rows_below(book, sheet, header, columns):
    for number in range(sheet.max_row + 1, sheet.max_row + 40):
        sheet.row_dimensions[number].height = 20
        sheet.cell(number, 1).number_format = "@"


@pytest.mark.parametrize(
    "deed",
    [
        sheets_turned_round, seal_shown_and_renamed, rules_dropped, row_and_column_added,
        numbers_as_text, rows_sorted, codes_wiped, own_sheet_and_column, empty_rows_below,
    ],
    ids=lambda deed: deed.__name__,
)  # fmt: skip
def test_what_offices_do_to_a_workbook_changes_nothing(filled, changed, plan_of, deed):
    before, after = found(plan_of(filled)), found(plan_of(changed(deed)))

    def figures(rows):
        return sorted(
            (unit, outcome, {code: clean(value) for code, value in values.items()}, texts)
            for unit, outcome, values, texts in rows
        )

    def clean(value):
        if isinstance(value, dict):
            return {key: clean(part) for key, part in value.items()}
        digits = value.translate(NARROW)
        return digits.replace(",", "").strip()

    assert (figures(after[0]), after[1]) == (figures(before[0]), before[1]) == (
        figures(before[0]), [],
    )  # fmt: skip


def test_a_workbook_with_a_table_of_shared_texts_is_read_as_well(filled, plan_of):
    """Ours writes texts into the cells; Excel and WPS keep them in a table."""
    members, texts = members_of(filled), []

    def shared(found):
        texts.append(found[2])
        return f'{found[1]} t="s"><v>{len(texts) - 1}</v></c>'

    for name in [name for name in members if name.startswith("xl/worksheets/sheet")]:
        text = members[name].decode()
        cell = r'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>'
        members[name] = re.sub(cell, shared, text, flags=re.S).encode()
    table = "".join(f"<si>{text}</si>" for text in texts)
    members["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{table}</sst>'.encode()
    relation = f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    rels = "xl/_rels/workbook.xml.rels"
    end = b"</Relationships>"
    members[rels] = members[rels].replace(end, relation.encode() + end)

    assert len(texts) > 20
    assert found(plan_of(pack(members))) == found(plan_of(filled))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1200余", "1200余"), ("约20", "约20"), ("两百", "两百"), (-1, "-1"), (1.5, "1.5"),
        ("#N/A", "#N/A"), ("x" * 200, "x" * 19), (True, ""), ("12%", "12%"), ("1e5", "1e5"),
    ],
)  # fmt: skip
def test_a_figure_that_is_none_is_named_with_its_cell(filled, version, plan_of, typed, says):
    content = fill_units(filled, version, {VILLAGE: {"v.visits": typed}})
    plan = plan_of(content)

    if typed is True:  # a ticked box counts as 1
        assert plan.rows[0].values["visits"] == "1"
        return
    assert cells(plan) == [cell_of(content, version, VILLAGE, "v.visits")]
    assert says in plan.problems[0].text + plan.problems[0].value


def test_a_formula_without_a_value_is_named(filled, version, plan_of):
    content = fill_units(filled, version, {VILLAGE: {"v.visits": "=D9+D10"}})

    assert cells(plan_of(content)) == [cell_of(content, version, VILLAGE, "v.visits")]


def test_hidden_rows_columns_and_merged_cells_are_named(changed, plan_of):
    def hide_row(book, sheet, header, columns):
        sheet.row_dimensions[header + 1].hidden = True

    def hide_column(book, sheet, header, columns):
        sheet.column_dimensions["D"].hidden = True

    def merge(book, sheet, header, columns):
        sheet.merge_cells(start_row=header + 1, end_row=header + 2, start_column=4, end_column=4)

    assert [cells(plan_of(changed(deed))) for deed in (hide_row, hide_column, merge)] == [
        ["A5"], ["D4"], ["D6"],
    ]  # fmt: skip


def test_rows_of_strangers_doubles_and_swapped_names_are_named(changed, plan_of):
    def spoil(book, sheet, header, columns):
        bottom = header + 4
        sheet.cell(bottom, 1).value, sheet.cell(bottom, 2).value = "U007", "石桥村"
        sheet.cell(bottom + 1, 1).value, sheet.cell(bottom + 1, 2).value = VILLAGE, "桃源村"
        sheet.cell(bottom + 2, 2).value = "桃园村"
        sheet.cell(header + 2, 2).value = "青石村"

    plan = plan_of(changed(spoil))

    assert cells(plan) == ["A6", "A8", "A9", "A10"]
    assert "桃源村" in plan.problems[3].text


def test_missing_columns_are_named_together(changed, plan_of):
    def spoil(book, sheet, header, columns):
        sheet.cell(header, columns["v.losses"]).value = "损失"

    plan = plan_of(changed(spoil))

    assert (plan.problems[0].cell, "群众损失" in plan.problems[0].text) == ("A4", True)


def test_a_zero_report_takes_a_reason_and_no_figures(filled, version, plan_of):
    rows = {VILLAGE: {"zero": "是"}, SCHOOL: {"zero": "也许"}}
    content = fill_units(filled, version, rows)

    assert cells(plan_of(content)) == [
        cell_of(content, version, VILLAGE, "v.visits"),
        cell_of(content, version, VILLAGE, "zero_reason"),
        cell_of(content, version, SCHOOL, "zero"),
    ]


def test_what_the_form_refuses_is_refused_here(filled, version, plan_of):
    rows = {
        VILLAGE: {"v.awareness.n": 101, "t.work": "身份证 11010519491231002X"},
        SIBLING: {"v.losses": None},
    }
    plan = plan_of(fill_units(filled, version, rows))

    assert [(row.unit, row.outcome) for row in plan.rows[:2]] == [
        ("桃源村", "bad"), ("柳溪村", "bad"),
    ]  # fmt: skip
    assert len(plan.problems) == 3
    assert "11010519491231002X" not in str([problem.text for problem in plan.problems])


def test_a_workbook_is_for_its_own_period_template_and_units(
    filled, plan_of, period, make_period, cast, template, version
):
    sent = open_book(filled)
    with pytest.raises(ReportError) as other:
        find_period(sent, by=cast["town"], wanted=make_period(1))
    with pytest.raises(ReportError) as stranger:
        plan_of(filled, by="far_reporter")
    newer = template.versions.create(number=2)
    type(period).objects.filter(pk=period.pk).update(template_version=newer)
    with pytest.raises(ReportError) as older:
        plan_of(filled)

    assert period.label in str(other.value)
    assert "反诈周报" in str(stranger.value)
    assert re.findall(r"\d", str(older.value))[:1] == ["1"]


def test_a_reporter_sends_in_no_more_than_the_own_unit(filled, plan_of):
    plan = plan_of(filled, by="reporter")

    assert [row.unit for row in plan.rows] == ["桃源村"]
    assert cells(plan) == ["A6", "A7"]


def test_a_forged_copied_or_foreign_workbook_is_refused(filled, changed):
    def forge(book, sheet, header, columns):
        facts = read_facts(book[SEAL_SHEET]["A2"].value, purpose=PURPOSE)
        signed = book[SEAL_SHEET]["A2"].value
        book[SEAL_SHEET]["A2"].value = seal_facts(facts | {"u": 1}, purpose="other") or signed

    def copy_away(book, sheet, header, columns):
        del book[SEAL_SHEET]

    def double(book, sheet, header, columns):
        book.copy_worksheet(sheet)

    foreign = BytesIO()
    Workbook().save(foreign)
    for content in (changed(forge), changed(copy_away), foreign.getvalue()):
        with pytest.raises(ReportError):
            open_book(content)
    load_workbook(BytesIO(filled))


def test_two_copies_of_the_sheet_are_refused(changed, plan_of):
    def double(book, sheet, header, columns):
        book.copy_worksheet(sheet)

    with pytest.raises(ReportError):
        plan_of(changed(double))


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)])
def test_what_is_no_workbook_is_refused_at_once(content):
    with pytest.raises(SheetRefused):
        open_book(content)


def test_one_units_sheet_finds_its_rows_by_their_words(noon, report, version, plan_of):
    book = load(fill_alone(alone(report), version, GOOD))
    sheet = book.worksheets[0]
    sheet.insert_rows(8)
    assert found(plan_of(saved(book), by="reporter"))[1] == []

    sheet.cell(6, 1).value = "入户"
    sheet.cell(7, 1).value = "群众损失"
    texts = found(plan_of(saved(book), by="reporter"))[1]
    assert len([text for text in texts if "群众损失" in text]) == 1
    assert any("入户宣传" in text for text in texts)
