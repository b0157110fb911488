"""The comparison grid of figures (数据对比表) as an Excel workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from campaigns.enums import IndicatorKind
from campaigns.models import Campaign
from fraudwatch.lib import clock
from fraudwatch.lib.sheets import Column, add_table, book_bytes, new_book
from fraudwatch.lib.weeks import moment_label
from orgs.documents import XLSX, Made, Progress
from orgs.models import Unit, User
from reports.exports.weekly_summary import PeriodDocument
from reports.grid import GridRow
from reports.panels import Change
from reports.queries.chosen import Chosen
from reports.queries.grid import Grid, read_grid
from reports.queries.summary import summary_subject

STEPS = 2


@dataclass(frozen=True)
class FiguresSubject:
    """A report's span at a node: what the right to export is asked on."""

    shown: Chosen
    unit: Unit

    @property
    def template(self) -> object:
        """The report."""
        return self.shown.template

    @property
    def campaign(self) -> Campaign:
        """The campaign it belongs to."""
        return self.shown.campaign


class FiguresXlsx(PeriodDocument):
    """One sheet with every figure, its bases and changes; one with the gauges where there are."""

    name, permission, kind = "figures-xlsx", "reports.export_summary", XLSX
    parameters = ("period", "unit", "since")
    label = gettext_lazy("Figures side by side (Excel)")
    short = gettext_lazy("Figures")
    help = gettext_lazy("Every figure beside the period before, last year, the sum and the target.")

    def subject(self, user: User, parameters: dict) -> FiguresSubject:
        """The period and the node. Http404 when one of them is not in sight."""
        found = summary_subject(user, parameters, clock.now())
        return FiguresSubject(found.shown, found.unit)

    def make(
        self, subject: FiguresSubject, parameters: dict, user: User, progress: Progress
    ) -> Made:
        """Write the sheets."""
        progress(0, STEPS, _("Reading the figures"))
        grid = read_grid(subject.shown, subject.unit, parameters.get("since"))
        progress(1, STEPS, _("Writing the figures"))
        book = new_book()
        add_grid(book, grid)
        if grid.gauges:
            add_gauges(book, grid)
        content = book_bytes(book)
        progress(STEPS, STEPS, _("Putting the file away"))
        return Made(self.file_name(subject, "xlsx"), XLSX, content)


def add_grid(book: Workbook, grid: Grid) -> None:
    """One row for each figure and part; numbers as numbers, reasons where there is none."""
    columns = [
        Column(_("Section"), 12), Column(_("Indicator"), 24),
        Column(_("Unit of measure"), 8),
        Column(_("This span") if grid.is_span else _("This period"), 12, "decimal"),
        Column(_("Period before"), 12, "decimal"), Column(_("Change"), 16),
        Column(_("Last year"), 12, "decimal"), Column(_("YoY"), 16),
        Column(_("Cumulative"), 14, "decimal"), Column(_("Target"), 14),
        Column(_("Reached"), 10), Column(_("Reported"), 10),
    ]  # fmt: skip
    rows = [cells for name, found in grid.sections for row in found for cells in _rows(name, row)]
    heading = f"{grid.unit.name} · {grid.label}"
    add_table(book, _("Figures"), columns, rows, heading=heading, note=_note(grid))


def _note(grid: Grid) -> str:
    total = grid.total
    parts = [grid.shown.template.name]
    if total:
        told = {"n": total.approved, "total": total.owed}
        parts.append(_("approved %(n)s/%(total)s") % told)
        parts.append(_("as of %(moment)s") % {"moment": moment_label(total.as_of)})
    if grid.is_updating:
        parts.append(_("newer reports are still being added up"))
    return " · ".join(parts)


def _rows(section: str, row: GridRow) -> Iterator[list[object]]:
    yield _cells(section, row, "")
    for part in row.parts:
        yield _cells(section, part, "　")


def _cells(section: str, row: GridRow, indent: str) -> list[object]:
    figure, goal = row.figure, row.attainment
    is_rate = row.kind == IndicatorKind.RATE
    return [
        section, indent + figure.label, "%" if is_rate else figure.unit,
        figure.value, figure.last, words_of(row.change),
        figure.last_year, words_of(row.year), figure.cumulative,
        goal.target if goal else "—",
        f"{_places(goal.share)}%" if goal and goal.share is not None else "—",
        f"{figure.given}/{figure.owed}",
    ]  # fmt: skip


def words_of(change: Change) -> str:
    """A change as a cell says it: +12.5%, or the dash with its reason."""
    if change.amount is None:
        return f"—（{change.why}）" if change.why else "—"
    return f"{_places(change.amount):+}{change.unit or '%'}"


def _places(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"))


def add_gauges(book: Workbook, grid: Grid) -> None:
    """Count, headcount, rate and gap of each gauge."""
    columns = [
        Column(_("Indicator"), 24), Column(_("Count"), 12, "whole"),
        Column(_("Headcount"), 12, "whole"), Column(_("Rate"), 16), Column(_("To go"), 12, "whole"),
        Column(_("Reported"), 10),
    ]  # fmt: skip
    rows = [
        [
            one.label, one.count, one.base,
            _("cannot be computed") if one.rate is None else f"{one.rate}%",
            one.missing, f"{one.given}/{one.owed}",
        ]
        for one in grid.gauges
    ]  # fmt: skip
    add_table(book, _("The four 100 % targets"), columns, rows)
