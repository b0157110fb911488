"""The analysis grid as a table of plain values: what every file of it holds."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.enums import IndicatorKind
from fraudwatch.lib import wording
from fraudwatch.lib.uploads import safe_name
from fraudwatch.lib.weeks import moment_label
from reports.pivot import (
    BEFORE,
    DIFFERENCE,
    LAST_YEAR,
    MEASURES,
    RATIO,
    REACHED,
    SO_FAR,
    VALUE,
    Cell,
    Head,
)
from reports.queries.analysis import Analysis
from reports.queries.analysis_words import axis_names, heading_of, measure_names, rules_of

FIGURES = (VALUE, BEFORE, LAST_YEAR, SO_FAR, DIFFERENCE)
UP, DOWN = "↑", "↓"


@dataclass(frozen=True)
class GridTable:
    """Heads, rows of values, and the lines that belong below."""

    heading: str
    facts: str
    head: list[str]
    rows: list[list[object]]
    notes: list[str]


def table_of(found: Analysis) -> GridTable:
    """The grid with its rows and columns as they are seen."""
    pivot = found.pivot
    has_counts = any(head.note for head in pivot.rows) and found.ask.columns != MEASURES
    head = [axis_names()[found.ask.rows], *(column_head(one) for one in pivot.columns)]
    rows = [[row_head(row), *(value_of(cell) for cell in cells)] for row, cells in pivot.lines]
    counted = found.ask.rows != "indicators" and has_counts
    if counted:
        head.append(pgettext("grid", "Reports"))
        rows = [[*line, row.note] for line, row in zip(rows, pivot.rows, strict=True)]
    return GridTable(heading(found), facts_of(found), head, rows,
                     [facts_of(found), *found.notes, *rules_of(found)])  # fmt: skip


def heading(found: Analysis) -> str:
    """Of whom, what, and against what."""
    parts = [found.unit.name, heading_of(found)]
    if found.ask.measure != VALUE:
        parts.append(measure_names()[found.ask.measure])
    return " · ".join(parts)


def facts_of(found: Analysis) -> str:
    """Which report and span, how many reports are in it, as of when."""
    approved, owed = found.counted
    parts = [found.shown.template.name, found.label]
    parts.append(_("approved %(n)s/%(total)s") % {"n": approved, "total": owed})
    if found.total:
        parts.append(_("as of %(moment)s") % {"moment": moment_label(found.total.as_of)})
    if found.is_updating:
        parts.append(_("newer reports are still being added up"))
    return " · ".join(parts)


def row_head(head: Head) -> str:
    """A row's name, with its unit of measure."""
    if head.subject is not None and head.note:
        return f"{head.label} ({head.note})"
    return head.title or head.label


def column_head(head: Head) -> str:
    """A column's name with what stands small below it."""
    return f"{head.label} ({head.note})" if head.note else head.label


def value_of(cell: Cell) -> object:
    """A cell as a number where it is one; rates, changes and shares as words."""
    if cell.change is not None:
        return change_of(cell)
    if cell.measure == RATIO:
        return _signed(cell.value, "%")
    if cell.measure == DIFFERENCE and cell.kind == IndicatorKind.RATE:
        return _signed(cell.value, _(" pts"))
    if cell.value is None:
        return cell.text
    if cell.measure == REACHED or (cell.kind == IndicatorKind.RATE and cell.measure in FIGURES):
        return cell.text
    return cell.value


def change_of(cell: Cell) -> str:
    """A change with an arrow, as on the page: no sheet takes it for a formula."""
    change = cell.change
    if change.amount is None:
        return f"{wording.NOTHING} ({change.why})" if change.why else wording.NOTHING
    return _signed(change.amount, change.unit or "%")


def _signed(amount: object, unit: str) -> str:
    if amount is None:
        return wording.NOTHING
    if not amount:
        return f"0{unit}"
    return f"{UP if amount > 0 else DOWN}{abs(amount):,.1f}{unit}"


def file_name(found: Analysis, ending: str) -> str:
    """``分析 河湾镇 2026-06-08.csv``."""
    day: date = found.shown.period.starts_on
    return safe_name(f"{_('Analysis')} {found.unit.name} {day:%Y-%m-%d}.{ending}")
