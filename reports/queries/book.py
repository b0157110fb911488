"""What a workbook of a report holds: its columns, its units, what stands in them already."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from orgs.models import Unit, User
from reports.enums import WAITING_FOR_UNIT, ReportState
from reports.figures import part_key
from reports.models import Period, Report, TemplateVersion
from reports.queries.content import blocks_of, items_of, wording
from reports.rules import R

FIGURE, TEXT = "figure", "text"
WITH_PERIOD = "template__campaign__owner template_version"
# What the rows print, and what is asked of them when they come back: thousands are read at once.
PRINTED = (
    "period_id", "path", "state", "values", "texts", "reasons", "is_zero", "zero_reason",
    "revision_number", "submitted_at", "signed_as", "closes_at",
    "unit__code", "unit__name", "unit__path", "unit__parent_id",
    "submitted_by__name", "submitted_by__username",
    "draft__values", "draft__texts", "draft__reasons",
)  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """One thing to fill in: a figure, a part of it, one number of a rate, or a text.

    ``code`` is the key of the report's values (``cases`` or ``cases/loan``) or of its texts,
    ``part`` is ``n`` or ``d`` for a rate; ``heading`` is unique in its workbook.
    """

    sort: str
    code: str
    part: str
    heading: str
    section: str
    kind: str
    unit: str
    help: str
    is_required: bool
    is_stock: bool

    @cached_property
    def key(self) -> str:
        """The name of the form's own input for the same thing."""
        letter = "v" if self.sort == FIGURE else "t"
        return ".".join(filter(None, (letter, self.code, self.part)))

    @cached_property
    def item(self) -> str:
        """The code of the figure as asked for: without the option of a breakdown."""
        return self.code.partition("/")[0]

    def of(self, values: Mapping[str, object]) -> object:
        """What ``values`` (figures or texts) hold for this slot; empty for nothing."""
        value = values.get(self.code, "")
        if self.part:
            return value.get(self.part, "") if isinstance(value, Mapping) else ""
        return "" if type(value) is not str and isinstance(value, Mapping) else value


class Last(NamedTuple):
    """A unit's report of the period before: its state, its figures, its stocks as approved."""

    state: str
    values: Mapping[str, object]
    carried: Mapping[str, object]


@dataclass
class BookRow:
    """A unit's line: its report, what is filled in so far, and the figures of the last period."""

    report: Report
    values: Mapping[str, object]
    texts: Mapping[str, str]
    reasons: Mapping[str, str]
    last: Mapping[str, object] = field(default_factory=dict)
    carried: Mapping[str, object] = field(default_factory=dict)

    @property
    def unit(self) -> Unit:
        """Whose line it is."""
        return self.report.unit

    @property
    def is_open(self) -> bool:
        """Whether the report still waits for the unit."""
        return self.report.state in WAITING_FOR_UNIT

    def given(self, slot: Slot) -> object:
        """What stands in the slot before anybody types: a draft, a submission, or a stock."""
        if slot.sort == TEXT:
            return slot.of(self.texts)
        return slot.of(self.values) or self.prefilled(slot)

    def prefilled(self, slot: Slot) -> object:
        """The stock of the last period, where nothing has been filled in yet."""
        if not (slot.is_stock and self.is_open) or slot.part or slot.of(self.values):
            return ""
        return slot.of(self.carried)


@dataclass
class Book:
    """One workbook: a period's report of one unit, or of the units below ``node``."""

    period: Period
    node: Unit
    slots: list[Slot]
    rows: list[BookRow]
    is_single: bool

    @cached_property
    def by_code(self) -> dict[str, BookRow]:
        """The rows by the unit's code."""
        return {row.unit.code: row for row in self.rows}

    def slot(self, key: str) -> Slot:
        """The slot of that key. KeyError when there is none."""
        return {one.key: one for one in self.slots}[key]


def slots_of(version: TemplateVersion) -> list[Slot]:
    """What a template version asks for, as the columns of a workbook, headings in the language
    in force.
    """
    found = [slot for item in items_of(version) for slot in _figures(item)]
    found += [
        Slot(
            TEXT, block.key, "", wording(block.label, block.label_en), "", "text", "",
            "", block.is_required, False,
        )
        for block in blocks_of(version)
    ]  # fmt: skip
    return _told_apart(found)


def _figures(item: object) -> Iterator[Slot]:
    indicator = item.indicator
    kind, name = indicator.kind, indicator.shown_name

    def slot(code: str, part: str, heading: str) -> Slot:
        return Slot(
            FIGURE, code, part, heading, wording(item.section, item.section_en),
            "whole" if kind == "rate" else kind, "" if kind == "rate" else indicator.shown_unit,
            indicator.shown_help, item.is_required, indicator.measure == "stock",
        )  # fmt: skip

    if kind == "rate":
        top = indicator.shown_numerator or _("Number")
        base = indicator.shown_denominator or _("Out of")
        yield slot(indicator.code, "n", f"{name}·{top}")
        yield slot(indicator.code, "d", f"{name}·{base}")
        return
    options = indicator.options
    for option in options:
        yield slot(part_key(indicator.code, option.key), "", f"{name}·{option.shown_name}")
    if not options:
        yield slot(indicator.code, "", name)


def _told_apart(slots: list[Slot]) -> list[Slot]:
    """Headings numbered where two would read alike."""
    seen: dict[str, int] = {}
    found = []
    for slot in slots:
        seen[slot.heading] = count = seen.get(slot.heading, 0) + 1
        heading = f"{slot.heading} ({count})" if count > 1 else slot.heading
        found.append(replace(slot, heading=heading))
    return found


def book_of_report(report: Report) -> Book:
    """The workbook of one unit's report."""
    return _book(report.period, report.unit, [report], is_single=True)


def book_of_node(period: Period, node: Unit, user: User, *, only_open: bool = False) -> Book:
    """The workbook of the units at and below ``node`` that ``user`` may report for.

    Exempt units are left out; a report that was handed in is shown, to be read only.
    """
    reports = reports_for(user, period).filter(path__startswith=node.path)
    if only_open:
        reports = reports.still_owed()
    rows = [row for row in _within(period, reports) if may_fill(user, row)]
    return _book(period, node, rows, is_single=False)


def _within(period: Period, reports: Iterable[Report]) -> Iterator[Report]:
    """The period's reports, each with the period at hand: who may fill it in asks for it."""
    for report in reports:
        report.period = period
        yield report


def reports_for(user: User, period: Period) -> object:
    """The period's reports in the person's sight, in tree order, with what their rows print."""
    found = Report.objects.visible_to(user).filter(period=period)
    found = found.exclude(state=ReportState.EXEMPT).order_by("path")
    return found.select_related("unit", "draft", "submitted_by").only(*PRINTED)


def may_fill(user: User, report: Report) -> bool:
    """Whether the person may hand in for the unit: the rule of the form itself."""
    return user.has_perm("reports.fill_report", report)


def is_own(user: User, report: Report) -> bool:
    """Whether the person reports for this unit itself, not on its behalf."""
    return user.reaches({R}, exact=report.unit_id)


def _book(period: Period, node: Unit, reports: list[Report], *, is_single: bool) -> Book:
    last = _last_reports(period, [report.unit_id for report in reports])
    rows = [_row(report, last.get(report.unit_id)) for report in reports]
    return Book(period, node, slots_of(period.template_version), rows, is_single)


def _row(report: Report, last: Last | None) -> BookRow:
    is_open = report.state in WAITING_FOR_UNIT
    draft = getattr(report, "draft", None) if is_open else None
    source = draft or report
    return BookRow(
        report, source.values, source.texts, source.reasons,
        last.values if last and last.state in ("submitted", "approved") else {},
        last.carried if last else {},
    )  # fmt: skip


def _last_reports(period: Period, units: list[int]) -> dict[int, Last]:
    """Each unit's report of the period before."""
    before = (
        Period.objects.filter(template_id=period.template_id, starts_on__lt=period.starts_on)
        .order_by("-starts_on")
        .values_list("pk", flat=True)
        .first()
    )
    if before is None:
        return {}
    found = Report.objects.filter(period_id=before, unit_id__in=units)
    rows = found.order_by().values_list("unit_id", "state", "values", "carried")
    return {unit: Last(*rest) for unit, *rest in rows}
