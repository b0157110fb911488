"""The weekly summary and the ledger as files: the dashboard's figures, safe cells, own fonts."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from campaigns.models import Target
from fraudwatch.lib import clock
from orgs import documents
from orgs.models import Unit
from reports.actions.reviews import approve_report, exempt_report
from reports.actions.submissions import submit_report, submit_zero
from reports.actions.totals import fold_totals
from reports.exports.weekly_summary_pdf import _target, names_in_short
from reports.models import Baseline, Report
from reports.queries.chosen import chosen
from reports.queries.dashboard import node_page

NAMES = ["weekly-summary-xlsx", "weekly-summary-pdf", "ledger-xlsx"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def weeks(make_period, cast, units, noon, template):
    """Two weeks: in the second one report is late, one zero, one exempt, one missing."""
    last, period = make_period(1), make_period()

    def hand_in(report, visits, good, *, who, approve=True):
        submit_report(
            report, submission_id=uuid.uuid4(), texts={"work": "做了"}, by=cast[who],
            values={
                "visits": str(visits), "app_users": str(visits * 10), "losses": "120.5",
                "awareness": {"n": str(good), "d": "100"},
            },
            reasons={"visits": "属实", "app_users": "属实", "awareness": "属实"},
        )  # fmt: skip
        if approve:
            approve_report(report, version=report.version, by=cast["coordinator"])

    of = {
        (key, back): Report.objects.select_related("unit", "period__template__campaign__owner").get(
            period=one, unit=units[key]
        )
        for back, one in ((1, last), (0, period))
        for key in ("village", "sibling", "school", "other_village", "bank")
    }
    with clock.at(last.due_at - timedelta(hours=1)):
        hand_in(of["village", 1], 10, 80, who="reporter")
        hand_in(of["sibling", 1], 4, 60, who="sibling")
    with clock.at(period.due_at - timedelta(hours=1)):
        hand_in(of["village", 0], 12, 90, who="reporter")
        submit_zero(
            of["sibling", 0], submission_id=uuid.uuid4(), reason="=cmd()", by=cast["sibling"]
        )
        approve_report(of["sibling", 0], version=of["sibling", 0].version, by=cast["coordinator"])
        exempt_report(of["bank", 0], reason="停业装修", by=cast["coordinator"])
    with clock.at(period.due_at + timedelta(hours=1)):
        hand_in(of["school", 0], 3, 70, who="school", approve=False)
        Baseline.objects.create(
            template=template, unit=units["county"], is_subtree=True,
            starts_on=period.starts_on - timedelta(weeks=52), values={"visits": "5"},
        )  # fmt: skip
        fold_totals()
        yield period


@pytest.fixture
def make(weeks, cast, units):
    """Make a document for somebody; its content and the steps it told."""

    def write(name, who="coordinator", unit="county"):
        steps = []
        parameters = {"period": weeks.pk, "unit": units[unit].pk}
        subject = documents.may_have(cast[who], name, parameters)
        made = documents.find(name).make(
            subject, parameters, cast[who], lambda *step: steps.append(step)
        )
        return made, steps

    return write


def book_of(made):
    return load_workbook(BytesIO(made.content))


def rows_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_figures_are_those_of_the_dashboard(make, weeks, cast, units):
    made, _steps = make("weekly-summary-xlsx")
    shown = chosen(cast["coordinator"], {}, {"period": str(weeks.pk)}, clock.now())
    page = node_page(shown, units["county"], clock.now())

    sheet = book_of(made)["Summary"]
    rows = {row[0]: row for row in rows_of(sheet)[3:]}

    assert list(rows) == [card.label for card in page.cards]
    for card in page.cards:
        figure, row = card.figure, rows[card.label]
        share = 100 if figure.indicator.kind == "rate" else 1
        seen = [None if cell is None else round(cell * share, 1) for cell in (row[2], row[3])]
        wanted = [None if one is None else float(one) for one in (figure.value, figure.last)]
        assert seen == [None if one is None else round(one, 1) for one in wanted], card.label
        assert row[10] == f"{figure.given}/{figure.owed}"
    visits = rows["入户宣传"]
    assert [round(cell, 3) for cell in visits[2:8]] == [12, 14, -0.143, 5, 1.4, 26]


def test_targets_are_held_against_the_figures_as_on_the_dashboard(
    make, weeks, cast, units, campaign, indicators
):
    for code, value in (("visits", 10), ("awareness", 95)):
        Target.objects.create(
            campaign=campaign, indicator=indicators[code], value=value, per_unit=True
        )
    made, _steps = make("weekly-summary-xlsx", unit="town")
    shown = chosen(cast["coordinator"], {}, {"period": str(weeks.pk)}, clock.now())
    page = node_page(shown, units["town"], clock.now())

    rows = {row[0]: row for row in rows_of(book_of(made)["Summary"])[3:]}
    printed = [_target(card) for card in page.cards if card.figure.target]

    reached = {one.card.label: one for one in page.attainments}
    assert set(reached) == {"入户宣传", "知晓率"}
    for name, one in reached.items():
        assert rows[name][9] * 100 == pytest.approx(float(one.share)), name
    assert (rows["入户宣传"][8], rows["知晓率"][8]) == (30, 0.95)
    assert printed == [(one.target, f"{one.share:.1f}%") for one in reached.values()]


def test_each_unit_has_a_row_and_blank_is_not_zero(make):
    made, _steps = make("weekly-summary-xlsx")

    rows = rows_of(book_of(made)["Units"])

    assert rows[3:] == [
        ["Whole", "青澜县", "2/4", None, 12, 160, 120.5, 0.75],
        ["桃源村", "河湾镇", "Approved", "on time", 12, 120, 120.5, 0.9],
        ["柳溪村", "河湾镇", "Approved (zero report)", "on time", 0, 40, 0, 0.6],
        ["河湾镇中心小学", "河湾镇", "Pending", "submitted late", None, None, None, None],
        ["石桥村", "沙溪镇", "Overdue", None, None, None, None, None],
        ["青澜农商银行", "青澜县", "Exempt", None, None, None, None, None],
    ]


def test_the_ledger_sheet_counts_and_names(make):
    made, _steps = make("weekly-summary-xlsx")

    rows = {row[0]: row[1:] for row in rows_of(book_of(made)["Ledger"])[3:]}

    assert rows == {
        "Due": [4, "桃源村、柳溪村、河湾镇中心小学、石桥村"],
        "Submitted": [3, "桃源村、柳溪村、河湾镇中心小学"],
        "On time": [2, "桃源村、柳溪村"],
        "Submitted late": [1, "河湾镇中心小学"],
        "Zero report": [1, "柳溪村"],
        "Approved": [2, "桃源村、柳溪村"],
        "Pending": [1, "河湾镇中心小学"],
        "Returned": [0, None],
        "Not submitted": [0, None],
        "Past due": [1, "石桥村"],
        "Missing": [0, None],
        "Exempt": [1, "青澜农商银行"],
    }


def test_the_trend_has_its_weeks_and_a_native_chart(make):
    made, _steps = make("weekly-summary-xlsx")

    sheet = book_of(made)["Trend"]
    rows = rows_of(sheet)

    assert [row[0] for row in rows[3:5]] == ["Week 5 (1–7 June)", "Week 6 (8–14 June)"]
    assert [row[1:5] for row in rows[3:5]] == [["2/5", 0.4, 0.4, 14], ["2/4", 0.75, 0.5, 12]]
    assert len(sheet._charts) == 4


@pytest.mark.parametrize("name", ["weekly-summary-xlsx", "ledger-xlsx"])
def test_every_sheet_prints_sideways_with_its_head_on_each_page(make, name):
    made, _steps = make(name)

    for sheet in book_of(made):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows
        assert sheet.freeze_panes
        assert sheet.column_dimensions["A"].width > 12


@pytest.mark.parametrize("name", ["weekly-summary-xlsx", "ledger-xlsx"])
def test_what_people_typed_never_becomes_a_formula(make, units, name):
    Unit.objects.filter(pk=units["village"].pk).update(name='=HYPERLINK("http://x","点我")')

    made, _steps = make(name)

    cells = [cell for sheet in book_of(made) for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert any('=HYPERLINK("http://x"' in str(cell.value) for cell in cells)


def test_the_ledger_file_says_why_and_when(make):
    made, _steps = make("ledger-xlsx")

    rows = {row[0]: row for row in rows_of(book_of(made)["Units"])[1:]}

    assert rows["柳溪村"][2:4] + rows["柳溪村"][6:] == [
        "Approved (zero report)", "on time", "sibling先生", "=cmd()",
    ]  # fmt: skip
    assert f"{rows['柳溪村'][4]:%m-%d %H:%M}" == "06-15 11:00"
    assert rows["青澜农商银行"][2:] == ["Exempt", None, None, None, None, "停业装修"]


def test_the_pdf_embeds_its_fonts_counts_its_pages_and_can_be_signed(make, units):
    with translation.override("zh-hans"):
        made, _steps = make("weekly-summary-pdf")

    pdf = PdfReader(BytesIO(made.content))
    text = "\n".join(one.extract_text() for one in pdf.pages)
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for one in pdf.pages
        for font in one["/Resources"]["/Font"].values()
    ]  # fmt: skip
    assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts)
    assert fonts
    for words in ("青澜县反诈周报汇总", "第6周（6.8—6.14）", "已报 3/4", "已通过 2/4", "桃源村",
                  "编制单位", "日期：", f"1 / {len(pdf.pages)}"):  # fmt: skip
        assert words in text.replace("\xa0", " "), words
    assert made.name == "周报汇总 青澜县 2026-06-08.pdf"
    [top, *_others] = pdf.outline
    below = [one.title for one in pdf.outline[1] if not isinstance(one, list)]
    assert (top.title, len(below)) == ("青澜县反诈周报汇总", 4)
    assert [one.images for one in pdf.pages if one.images] == []  # charts are drawn as vectors


def test_a_pdf_of_more_than_its_rows_points_to_excel(make, monkeypatch):
    monkeypatch.setattr("reports.exports.weekly_summary_pdf.MOST_LINES", 3)

    made, _steps = make("weekly-summary-pdf")

    text = "".join(one.extract_text() for one in PdfReader(BytesIO(made.content)).pages)
    assert "5 units are too many for a PDF: see the Excel file." in " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_progress_is_told_from_the_first_to_the_last_step(make, name):
    _made, steps = make(name)

    done = [step[0] for step in steps]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, steps[0][1])
    assert all(step[2] for step in steps)


WHO = {
    "county": {"coordinator", "second_coordinator", "leader", "inspector", "auditor"},
    "town": {"coordinator", "second_coordinator", "leader", "inspector", "auditor", "town"},
    "other_town": {
        "coordinator", "second_coordinator", "leader", "inspector", "auditor", "other_town",
    },
    "far_county": set(),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("unit", WHO)
def test_who_may_have_it(weeks, cast, units, name, unit):
    parameters = {"period": weeks.pk, "unit": units[unit].pk}

    may = {who for who, user in cast.items() if documents.may_have(user, name, parameters)}

    assert may == WHO[unit]


@pytest.mark.parametrize("parameters", [{}, {"period": 0}, {"period": "x", "unit": 1}])
def test_parameters_that_make_no_sense_are_no_document(weeks, cast, parameters):
    assert documents.may_have(cast["coordinator"], NAMES[0], parameters) is None


def test_the_order_form_offers_the_nodes_one_reads(weeks, cast):
    def offered(who):
        found = documents.find(NAMES[0]).choices(cast[who], {})
        return [label for choice in found if choice.name == "unit" for _v, label in choice.options]

    assert offered("coordinator") == ["青澜县", "河湾镇", "沙溪镇"]
    assert offered("town") == ["河湾镇"]
    assert offered("reporter") == offered("administrator") == offered("far_coordinator") == []


def test_a_towns_file_names_no_unit_of_another_town(make):
    for name in ("weekly-summary-xlsx", "ledger-xlsx"):
        made, _steps = make(name, "town", "town")
        said = str([rows_of(sheet) for sheet in book_of(made)])
        assert ("石桥村" in said, "青澜农商银行" in said, "桃源村" in said) == (False, False, True)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (9, "all"), (8, "all but u8"), (6, "all but u6、u7、u8"), (2, "u0、u1"), (0, "—"),
        (5, "u0、u1、u2、u3、u4"),
    ],
)  # fmt: skip
def test_the_pdf_names_the_fewer(names, words):
    owed = [f"u{number}" for number in range(9)]

    assert names_in_short(owed[:names], owed) == words
