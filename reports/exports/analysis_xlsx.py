"""The analysis page as an Excel workbook: the grid in its colours, and a chart that Excel draws."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from campaigns.enums import IndicatorKind
from fraudwatch.lib.charts import Chart, on_paper
from fraudwatch.lib.sheets import (
    Column,
    Table,
    add_bar_chart,
    add_line_chart,
    add_table,
    book_bytes,
    new_book,
)
from orgs.documents import XLSX, Made, Progress
from orgs.models import User
from reports.exports.analysis_document import AnalysisDocument
from reports.exports.analysis_table import facts_of, heading, table_of
from reports.pivot import Head
from reports.queries.analysis import Analysis
from reports.queries.analysis_page import AnalysisPage

STEPS = 3
WIDE = 14  # columns from which the paper is A3
GROUNDS = {
    **{f"q{n}": f"var(--heat-{n})" for n in range(1, 6)},
    "g1": "var(--st-ontime-bg)", "g2": "var(--st-ontime-bg)",
    "b1": "var(--st-overdue-bg)", "b2": "var(--st-overdue-bg)",
}  # fmt: skip
LIGHT_TEXT = ("q4", "q5")


class AnalysisXlsx(AnalysisDocument):
    """The grid, the chart beside it with its numbers, the map's figures, the six."""

    name, kind = "analysis-xlsx", XLSX
    label = gettext_lazy("Analysis (Excel)")
    help = gettext_lazy("The analysis page as it was seen, with charts; ordered on that page.")

    def make(self, subject: Analysis, parameters: dict, user: User, progress: Progress) -> Made:
        """Write the sheets."""
        progress(0, STEPS, _("Writing the figures"))
        page = AnalysisPage(subject, {})
        book = new_book()
        add_grid(book, subject)
        progress(1, STEPS, _("Drawing the charts"))
        add_chart(book, page)
        add_six(book, page)
        if subject.deep:
            add_map(book, page)
        content = book_bytes(book)
        progress(STEPS, STEPS, _("Putting the file away"))
        return Made(self.file_name(subject, "xlsx"), XLSX, content)


def add_grid(book: Workbook, found: Analysis) -> Table:
    """The grid with the page's shades; hatched where reports are missing; its rules below."""
    plain = table_of(found)
    first, *others = plain.head
    columns = [Column(first, 26), *(Column(one, 12, "decimal") for one in others)]
    paper = "A3" if len(columns) > WIDE else "A4"
    table = add_table(book, _("Analysis"), columns, plain.rows, paper=paper,
                      heading=plain.heading, note=plain.facts)  # fmt: skip
    for row, (head, cells) in enumerate(found.pivot.lines, table.first_row):
        for column, cell in enumerate(cells, 2):
            ground = "" if found.ask.is_plain else cell.paint
            _paint(table.sheet.cell(row, column), ground, head, is_short=cell.is_short)
    for row, text in enumerate(plain.notes[1:], table.last_row + 2):
        table.sheet.cell(row, 1).value = text
    return table


def _paint(cell: object, ground: str, head: Head, *, is_short: bool) -> None:
    colour = on_paper(GROUNDS[ground]).lstrip("#") if ground else ""
    if is_short:
        cell.fill = PatternFill("lightUp", fgColor="9AA6B3", bgColor=colour or "FFFFFF")
    elif colour:
        cell.fill = PatternFill("solid", fgColor=colour)
    if head.is_total or ground in LIGHT_TEXT:
        light = ground in LIGHT_TEXT and not is_short
        cell.font = Font(name=cell.font.name, size=11, bold=head.is_total,
                         color="FFFFFF" if light else None)  # fmt: skip


def add_chart(book: Workbook, page: AnalysisPage) -> None:
    """The numbers of the chart, and the chart itself, drawn by Excel."""
    drawn = page.drawn
    if drawn.chart.is_empty:
        return
    labels, series = numbers_of(drawn.chart)
    columns = [
        Column(drawn.chart.head[0], 24),
        *(Column(name, 14, "decimal") for name, _v in series),
    ]
    rows = [[label, *(values[n] for _n, values in series)] for n, label in enumerate(labels)]
    note = " · ".join(filter(None, [facts_of(page.found), drawn.note]))
    table = add_table(
        book, pgettext("figures", "Chart"), columns, rows, heading=drawn.title, note=note
    )
    is_line = drawn.chart.option["series"][0]["type"] == "line"
    add = add_line_chart if is_line else add_bar_chart
    add(table, title=drawn.title, label_column=1,
        value_columns=range(2, len(columns) + 1), anchor=f"A{table.last_row + 2}")  # fmt: skip


def numbers_of(chart: Chart) -> tuple[list[str], list[tuple[str, list]]]:
    """A chart's labels and series out of its drawing, as numbers."""
    option = chart.option
    axis = next(option[name] for name in ("xAxis", "yAxis") if option[name].get("data"))
    series = []
    for one in option["series"]:
        values = [part["value"] if isinstance(part, dict) else part for part in one["data"]]
        series.append((one.get("name") or chart.label, values))
    return list(axis["data"]), series


def add_six(book: Workbook, page: AnalysisPage) -> None:
    """The four that are to rise and the two that are to fall, where the report asks for any."""
    if not page.risings[0]:
        return
    columns = [
        Column(_("Indicator"), 24), Column(_("Wanted"), 10), Column(_("Figure"), 14),
        Column(_("Change"), 20), Column(_("YoY"), 20), Column(pgettext("grid", "Reports"), 10),
    ]  # fmt: skip
    rows = []
    for word, group in zip((_("To rise"), _("To fall")), page.risings, strict=True):
        for one in group:
            if not one.is_asked:
                rows.append([one.label, word, _("not asked for in this report"), "", "", ""])
                continue
            value = one.value
            is_number = value.value is not None and value.kind != IndicatorKind.RATE
            rows.append([
                one.label, word, value.value if is_number else value.text,
                one.change.text, one.year.text, f"{value.given}/{value.owed}",
            ])  # fmt: skip
    add_table(book, _("Four to rise, two to fall"), columns, rows, heading=page.found.unit.name,
              note=facts_of(page.found))  # fmt: skip


def add_map(book: Workbook, page: AnalysisPage) -> None:
    """The units of the map with the units above them."""
    columns = [
        Column(_("Unit above"), 20), Column(_("Unit"), 24),
        Column(page.drawn.title, 14, "decimal"), Column(pgettext("grid", "Reports"), 10),
    ]  # fmt: skip
    rows = [
        [group.label or page.found.unit.name, tile.unit.name,
         tile.cell.text if tile.cell.value is None else tile.cell.value,
         f"{tile.cell.given}/{tile.cell.owed}"]
        for group in page.tiles
        for tile in group.tiles
    ]  # fmt: skip
    add_table(book, _("Units as tiles"), columns, rows, heading=heading(page.found),
              note=facts_of(page.found))  # fmt: skip
