"""Cells that the workbooks of this app share: a figure by its kind, a change, a share."""

from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.cell import Cell

from campaigns.enums import IndicatorKind, TargetOp
from fraudwatch.lib import wording
from fraudwatch.lib.sheets import Column, put
from reports.panels import Attainment, Change

KINDS = {
    IndicatorKind.WHOLE: "whole",
    IndicatorKind.DECIMAL: "decimal",
    IndicatorKind.MONEY: "money",
    IndicatorKind.RATE: "percent",
}
SIGNED = "+#,##0.0{0};-#,##0.0{0};0.0{0}"


def cell_kind(kind: str) -> str:
    """How a spreadsheet holds figures of an indicator's kind."""
    return KINDS[IndicatorKind(kind)]


def cell_value(kind: str, figure: Decimal | None) -> Decimal | None:
    """A figure as the cell holds it: rates as fractions, so that the sheet can go on counting."""
    return figure / 100 if figure is not None and kind == IndicatorKind.RATE else figure


def put_figure(cell: Cell, kind: str, figure: Decimal | None) -> None:
    """Write a figure in the format of its kind; nothing for nothing, because blank is not zero."""
    put(cell, cell_value(kind, figure), kind=cell_kind(kind))


def put_change(cell: Cell, change: Change) -> None:
    """Write a change with its sign and unit, or why there is none."""
    if change.amount is None:
        put(cell, change.why)
        return
    is_percent = change.unit == "%"
    put(cell, change.amount / 100 if is_percent else change.amount, kind="decimal")
    cell.number_format = SIGNED.format("%" if is_percent else f'"{change.unit}"')


def figure_column(label: str, unit: str, kind: str) -> Column:
    """A column of an indicator's figures, its unit of measure under the name."""
    shown = unit if unit and kind != IndicatorKind.RATE else ""
    title = f"{label} ({shown})" if shown else label
    return Column(title, 12, cell_kind(kind))


def reached_words(goal: Attainment) -> str:
    """How much of a target is reached; of an upper bound only whether it is kept."""
    if goal.op == TargetOp.AT_LEAST:
        return "" if goal.share is None else wording.percent(goal.share)
    return "" if goal.is_met is None else (_("within") if goal.is_met else _("exceeded"))
