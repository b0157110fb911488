"""Last year's figures from a workbook: what saving would set, and everything wrong by cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.enums import IndicatorKind
from campaigns.models import Indicator
from fraudwatch.lib import spans
from fraudwatch.lib.numbers import NumberProblem, format_number, parse_number
from orgs.imports.bases_sheet import day_of_cell
from orgs.imports.roster_xlsx import Problem, RosterRow
from orgs.imports.table import TableFile, read_table
from orgs.models import Unit
from orgs.roster import Heading, find_heading
from reports.figures import Value, part_key, plain
from reports.models import Baseline, ReportTemplate
from reports.queries.content import items_of
from reports.sums import added

KEY = re.compile(r"\[([^\[\]]+)\]\s*[*＊]?\s*$")
FACTS = (
    Heading("unit", pgettext_lazy("roster", "Unit code"),
            gettext_lazy("code of the unit, as in the roster"), 14, True),
    Heading("name", gettext_lazy("Unit"), gettext_lazy("for reading only"), 24),
    Heading("day", gettext_lazy("First day last year"),
            gettext_lazy("the first day of last year's period, 2025-06-09"), 16, True),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A column of figures: its key in the sheet, and which figure (and number of it) it is."""

    key: str
    label: str
    indicator: Indicator
    figure: str
    number: str = ""


@dataclass(frozen=True)
class PlannedBaseline:
    """A row as the figures it would set; ``before`` are those that stand now."""

    row: RosterRow
    unit: Unit
    day: date
    values: dict[str, Value]
    before: dict[str, Value] | None

    @property
    def is_same(self) -> bool:
        """Whether exactly this stands already."""
        return self.before == self.values


@dataclass
class BaselinePlan:
    """All rows, and all problems at once. Nothing is saved with one."""

    rows: list[PlannedBaseline] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[PlannedBaseline]:
        """Rows that say something else than what stands."""
        return [row for row in self.rows if not row.is_same]


def columns_of(template: ReportTemplate) -> list[Cell]:
    """The figures' columns of the template's newest version; parts and both numbers apart."""
    version = template.versions.order_by("-number").first()
    found = []
    for item in items_of(version) if version else []:
        one = item.indicator
        if one.kind == IndicatorKind.RATE:
            for number, label in (("n", one.shown_numerator), ("d", one.shown_denominator)):
                words = f"{one.shown_name} {label or ('÷' if number == 'd' else '')}".strip()
                found.append(Cell(f"{one.code}.{number}", words, one, one.code, number))
        elif one.options:
            for option in one.options:
                key = part_key(one.code, option.key)
                found.append(Cell(key, f"{one.shown_name} {option.shown_name}", one, key))
        else:
            found.append(Cell(one.code, one.shown_name, one, one.code))
    return found


def headings_of(columns: Sequence[Cell]) -> list[Heading]:
    """All headings of the sheet; a figure is found by the key in its square brackets."""
    figures = [Heading(cell.key, f"{cell.label} [{cell.key}]", "", 14) for cell in columns]
    return [*FACTS, *figures]


def find_column(text: object, headings: Sequence[Heading]) -> Heading | None:
    """The column a heading names: by the key in brackets whatever the language."""
    keyed = KEY.search(str(text or ""))
    if keyed:
        return next((one for one in headings if one.key == keyed[1].strip()), None)
    return find_heading(text, FACTS)


def read_baselines(template: ReportTemplate, content: bytes) -> TableFile:
    """The rows of the workbook. SheetRefused or OrgError for one that cannot be read."""
    return read_table(content, headings_of(columns_of(template)), find_column)


def plan_baselines(template: ReportTemplate, file: TableFile) -> BaselinePlan:
    """What saving would set for the units that owe the template's report."""
    plan = BaselinePlan(problems=list(file.problems))
    owing = template.reporting_units.select_related("unit")
    units = {row.unit.code: row.unit for row in owing}
    rows = Baseline.objects.filter(template=template, is_subtree=False)
    standing = {(row.unit_id, row.starts_on): row.values for row in rows.iterator()}
    columns = [cell for cell in columns_of(template) if cell.key in file.columns]
    seen: set[tuple] = set()
    for row in file.rows:
        if all(row.values.get(cell.key) is None for cell in columns):
            continue
        before = len(plan.problems)
        unit = units.get(row.text("unit"))
        if unit is None:
            text = _("No unit with this code owes this report.")
            plan.problems.append(row.problem("unit", text))
        day = _day(template, row, plan.problems)
        values = _values(row, columns, plan.problems)
        if len(plan.problems) > before:
            continue
        if (unit.pk, day) in seen:
            plan.problems.append(row.problem("day", _("This unit and day stand above already.")))
            continue
        seen.add((unit.pk, day))
        plan.rows.append(PlannedBaseline(row, unit, day, values, standing.get((unit.pk, day))))
    return plan


def _day(template: ReportTemplate, row: RosterRow, problems: list[Problem]) -> date | None:
    """The first day of one of the template's spans."""
    day = day_of_cell(row.values.get("day"))
    if day is None:
        problems.append(row.problem("day", _("Write the day like 2025-06-30.")))
        return None
    if template.cadence in spans.CALENDAR:
        first = spans.first_day(template.cadence, day)
        if first != day:
            text = _("No period begins on this day; the one that holds it begins on %(day)s.")
            problems.append(row.problem("day", text % {"day": first}))
            return None
    return day


def _values(row: RosterRow, columns: Sequence[Cell], problems: list[Problem]) -> dict[str, Value]:
    """The figures of a row; a broken-down one is the sum of its parts."""
    typed: dict[str, dict[str, Decimal]] = {}
    for cell in columns:
        try:
            number = parse_number(row.values.get(cell.key), kind=_kind(cell.indicator))
        except NumberProblem as problem:
            problems.append(row.problem(cell.key, str(problem)))
            continue
        if number is not None:
            typed.setdefault(cell.figure, {})[cell.number] = number
    values: dict[str, Value] = {}
    for cell in columns:
        found = typed.pop(cell.figure, None)
        if found:
            problem = _rate_problem(cell, found)
            if problem:
                problems.append(row.problem(cell.key, problem))
            elif cell.number:
                values[cell.figure] = {key: plain(part) for key, part in found.items()}
            else:
                values[cell.figure] = plain(found[""])
    return values | _sums_of_parts(columns, values)


def _sums_of_parts(columns: Sequence[Cell], values: dict[str, Value]) -> dict[str, Value]:
    parts = [
        {cell.indicator.code: values[cell.figure]}
        for cell in columns
        if cell.figure != cell.indicator.code and cell.figure in values
    ]
    return added(parts)


def _rate_problem(cell: Cell, found: dict[str, Decimal]) -> str:
    if not cell.number:
        return ""
    if len(found) < 2:
        return _("Fill in both numbers of the rate.")
    if not found["d"] or found["n"] > found["d"]:
        told = {"top": format_number(found["n"]), "base": format_number(found["d"])}
        return _("%(top)s of %(base)s cannot be; check which number is which.") % told
    return ""


def _kind(indicator: Indicator) -> str:
    kinds = {IndicatorKind.DECIMAL: "decimal", IndicatorKind.MONEY: "money"}
    return kinds.get(indicator.kind, "whole")
