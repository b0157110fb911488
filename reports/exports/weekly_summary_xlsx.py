"""The weekly summary (周报汇总) as an Excel workbook: figures, units, ledger, trend."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from openpyxl import Workbook

from campaigns.enums import TargetOp
from fraudwatch.lib import clock
from fraudwatch.lib.sheets import (
    Column,
    Table,
    add_line_chart,
    add_table,
    book_bytes,
    new_book,
    put,
    stream_table,
)
from orgs.documents import XLSX, Made, Progress
from orgs.models import User
from reports.exports.book_parts import (
    cell_kind,
    cell_value,
    figure_column,
    put_change,
    put_figure,
    reached_words,
)
from reports.exports.ledger_xlsx import add_counts
from reports.exports.weekly_summary import PeriodDocument, facts
from reports.figures import number
from reports.panels import Card, attainment_of, goal_of, headlines
from reports.queries.summary import Summary, SummarySubject, UnitLine, summary_of

STEPS = 5
CHART_ROWS = 20  # rows that a chart of the usual height covers
MANY = 200  # units between two signs of progress


class WeeklySummaryXlsx(PeriodDocument):
    """Four sheets: 汇总, 单位, 台账, 走势."""

    name, permission, kind = "weekly-summary-xlsx", "reports.export_summary", XLSX
    label = gettext_lazy("Weekly summary (Excel)")
    short = gettext_lazy("Weekly summary")
    help = gettext_lazy("Figures with changes and targets, one row per unit, ledger, trend.")

    def make(
        self, subject: SummarySubject, parameters: dict, user: User, progress: Progress
    ) -> Made:
        """Write the sheets one after the other."""
        progress(0, STEPS, _("Reading the reports"))
        summary = summary_of(subject, user, clock.now())
        book = new_book()
        progress(1, STEPS, _("Writing the figures"))
        add_figures(book, summary)
        add_units(book, summary, progress)
        progress(2, STEPS, _("Writing the ledger"))
        add_counts(book, summary.ledger, facts(summary))
        progress(3, STEPS, _("Drawing the trend"))
        add_trend(book, summary)
        progress(4, STEPS, _("Writing the units"))
        content = book_bytes(book)
        progress(STEPS, STEPS, _("Putting the file away"))
        return Made(self.file_name(subject, "xlsx"), XLSX, content)


def add_figures(book: Workbook, summary: Summary) -> Table:
    """One row per indicator, as the dashboard has them."""
    columns = [
        Column(_("Indicator"), 24),
        Column(_("Unit of measure"), 9),
        Column(_("This week"), 12, "decimal"),
        Column(_("Last week"), 12, "decimal"),
        Column(_("WoW"), 13, "decimal"),
        Column(_("Same week last year"), 13, "decimal"),
        Column(_("YoY"), 13, "decimal"),
        Column(_("Cumulative"), 13, "decimal"),
        Column(_("Target"), 13, "decimal"),
        Column(_("Attainment"), 11, "percent"),
        Column(_("Units with a figure"), 11),
    ]
    heading = f"{summary.page.unit.name} · {summary.subject.template.name} · {_('Weekly summary')}"
    rows = [_blank_figures(card) for card in summary.cards]
    table = add_table(book, _("Summary"), columns, rows, heading=heading, note=facts(summary))
    for row, card in enumerate(summary.cards, table.first_row):
        _fill_figures(table, row, card)
    return table


def _blank_figures(card: Card) -> list:
    return [card.label, card.figure.unit, *[None] * 8, f"{card.figure.given}/{card.figure.owed}"]


def _fill_figures(table: Table, row: int, card: Card) -> None:
    figure, sheet = card.figure, table.sheet
    kind = figure.indicator.kind
    numbers = {3: figure.value, 4: figure.last, 6: figure.last_year, 8: figure.cumulative}
    for column, value in numbers.items():
        put_figure(sheet.cell(row, column), kind, value)
    put_change(sheet.cell(row, 5), card.week)
    put_change(sheet.cell(row, 7), card.year)
    if figure.target:
        goal = attainment_of(card)
        put_figure(sheet.cell(row, 9), kind, goal_of(figure))
        target = sheet.cell(row, 9)
        target.number_format = f'"{figure.target.get_op_display()} "{target.number_format}'
        if figure.target.op == TargetOp.AT_MOST:
            put(sheet.cell(row, 10), reached_words(goal))
        elif goal.share is not None:
            sheet.cell(row, 10).value = goal.share / 100


def add_units(book: Workbook, summary: Summary, progress: Progress) -> None:
    """One row per reporting unit in tree order; the first row is the whole. Written when saved."""
    columns = [
        Column(_("Unit"), 22),
        Column(_("Unit above"), 16),
        Column(_("State"), 14),
        Column(_("Timeliness"), 11),
        *(
            figure_column(card.label, card.figure.unit, card.figure.indicator.kind)
            for card in summary.cards
        ),
    ]
    note = _(
        "Figures of approved reports; of stocks the last approved figure. An empty cell was not"
        " reported; it is not zero."
    )
    stream_table(
        book, _("Units"), columns, _unit_rows(summary, progress),
        heading=f"{summary.page.unit.name} · {summary.subject.shown.label}", note=note,
        paper="A3" if len(columns) > 14 else "A4",
    )  # fmt: skip


def _unit_rows(summary: Summary, progress: Progress) -> object:
    whole = [cell_value(card.figure.indicator.kind, card.figure.value) for card in summary.cards]
    total = summary.page.total
    counted = f"{total.approved}/{total.owed}" if total else ""
    yield [_("Whole"), summary.page.unit.name, counted, "", *whole]
    for number_, line in enumerate(summary.lines, 1):
        if not number_ % MANY:
            progress(4, STEPS, _("Writing unit %(n)s") % {"n": number_})
        yield [line.unit.name, line.row.parent, line.state, line.timeliness, *_cells(line, summary)]


def _cells(line: UnitLine, summary: Summary) -> list:
    return [
        cell_value(card.figure.indicator.kind, figure)
        for card, figure in zip(summary.cards, line.figures, strict=True)
    ]


def add_trend(book: Workbook, summary: Summary) -> Table:
    """Up to twelve weeks: completeness, each indicator, last year's beside the first ones."""
    page, first = summary.page, headlines(summary.cards)
    columns = [
        Column(_("Week"), 24),
        Column(_("Approved"), 10),
        Column(_("Completeness"), 10, "percent"),
        Column(pgettext("share", "Timeliness"), 10, "percent"),
    ]
    for card in summary.cards:
        indicator = card.figure.indicator
        columns.append(figure_column(card.label, card.figure.unit, indicator.kind))
    last_year = _("%(name)s, last year")
    columns += [
        Column(last_year % {"name": card.label}, 12, cell_kind(card.figure.indicator.kind))
        for card in first
    ]
    table = add_table(
        book, _("Trend"), columns, _trend_rows(summary, first), paper="A3",
        heading=f"{page.unit.name} · {_('Trend of 12 weeks')}",
        note=_("Sums of approved reports; last year's figures are of the same weeks."),
    )  # fmt: skip
    row = table.last_row + 2
    for number_, card in enumerate(first):
        here = 5 + summary.cards.index(card)
        past = 5 + len(summary.cards) + number_
        add_line_chart(
            table, title=columns[here - 1].title, label_column=1, value_columns=[here, past],
            anchor=f"A{row + number_ * CHART_ROWS}",
        )  # fmt: skip
    return table


def _trend_rows(summary: Summary, first: list[Card]) -> object:
    page = summary.page
    for place, (period, total) in enumerate(zip(page.periods, page.totals, strict=True)):
        row = [period.label, f"{total.approved}/{total.owed}" if total else None]
        row += [_share(total, "reported"), _share(total, "on_time")]
        row += [
            cell_value(card.figure.indicator.kind, card.figure.series[place])
            for card in summary.cards
        ]
        base = page.base.get(period.pk, {})
        for card in first:
            indicator = card.figure.indicator
            row.append(cell_value(indicator.kind, number(base.get(indicator.code))))
        yield row


def _share(total: object, name: str) -> float | None:
    return getattr(total, name) / total.owed if total and total.owed else None
