"""The comparison grid of a node: what the page and the workbook of figures print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length

from campaigns.enums import Measure
from campaigns.models import Indicator
from fraudwatch.lib.paths import STEP, under
from orgs.models import HeadcountBase, Unit, User
from reports.enums import ReportState
from reports.gauges import GaugePanel, panel_of
from reports.grid import TREND, Course, GridRow, row_of
from reports.models import (
    Baseline,
    DirtyReport,
    Period,
    Report,
    TemplateItem,
    Total,
)
from reports.moments import year_before
from reports.queries.activities import Joint, joint_of
from reports.queries.chosen import Chosen, Crumb, crumbs, node_of
from reports.queries.content import wording
from reports.queries.course_sums import course_of, older_sums
from reports.queries.dashboard import target_of
from reports.queries.gauges import COUNTABLE, Gauge
from reports.queries.node_rows import asked_items
from reports.sums import added

NAMED = 12  # units without a headcount that are named


@dataclass
class Grid:
    """A node over a span of periods; ``periods`` are those of the span, oldest first."""

    shown: Chosen
    unit: Unit
    periods: list[Period]
    sections: list[tuple[str, list[GridRow]]]
    gauges: list[GaugePanel]
    total: Total | None
    is_updating: bool
    crumbs: list[Crumb] = field(default_factory=list)
    below: list[Unit] = field(default_factory=list)
    baseless: list[Unit] = field(default_factory=list)
    joint: Joint | None = None

    @property
    def rows(self) -> list[GridRow]:
        """All rows in the report's order, parts left out."""
        return [row for _name, rows in self.sections for row in rows]

    @property
    def since(self) -> Period:
        """The first period of the span."""
        return self.periods[0]

    @property
    def is_span(self) -> bool:
        """Whether it is more than one period."""
        return len(self.periods) > 1

    @property
    def label(self) -> str:
        """The span in words."""
        if not self.is_span:
            return self.shown.label
        return f"{self.since.label} – {self.shown.label}"


def grid_of(user: User, shown: Chosen, params: Mapping) -> Grid:
    """The grid of the node and the span that the address names, with what the page offers."""
    unit = node_of(user, shown.campaign, params.get("node"))
    grid = read_grid(shown, unit, params.get("since"))
    grid.crumbs = crumbs(user, shown.campaign, unit)
    grid.below = _below(unit, shown.period)
    grid.joint = joint_of(unit, shown.period, since=grid.since)
    if any(gauge.left_out for gauge in grid.gauges):
        kinds = {gauge.indicator.base_kind for gauge in grid.gauges}
        grid.baseless = without_base(unit, shown.period, kinds)
    return grid


def read_grid(shown: Chosen, unit: Unit, since: str | int | None) -> Grid:
    """The figures alone. Four queries for a node, six for a single unit."""
    past = list(shown.periods[shown.periods.index(shown.period) :])[::-1]
    span = span_of(past, since)
    items = asked_items(shown, shown.period, unit)
    gauges = _gauges(items)
    totals = dict(zip([p.pk for p in past], course_of(unit, past, gauges), strict=True))
    first = past.index(span[0])
    before = past[max(first - len(span), 0) : first]
    so_far = [total.sums for total in totals.values() if total]
    course = Course(
        span=[totals[period.pk] for period in span],
        before=[totals[period.pk] for period in before] if len(before) == len(span) else [],
        trend=[totals[period.pk] for period in past[-TREND:]],
        so_far=added([older_sums(shown, unit), *so_far]),
        bases=_bases(shown, unit, span),
    )
    dirty = DirtyReport.objects.filter(under(unit.path), period__in=span)
    return Grid(
        shown=shown,
        unit=unit,
        periods=span,
        sections=_sections(items, course),
        gauges=_panels(items, course.trend),
        total=course.last,
        is_updating=dirty.exists(),
    )


def span_of(past: Sequence[Period], since: str | int | None) -> list[Period]:
    """The periods from the one asked for to the last; that one alone without a sensible wish."""
    place = next((n for n, period in enumerate(past) if str(period.pk) == str(since)), None)
    return list(past[place:]) if place is not None else list(past[-1:])


def _sections(items: Sequence[TemplateItem], course: Course) -> list[tuple[str, list[GridRow]]]:
    sections: dict[str, list[GridRow]] = {}
    for item in items:
        one = item.indicator
        name = wording(item.section, item.section_en)
        row = row_of(item, one.shown_name, one.shown_unit, course, target_of(item))
        sections.setdefault(name, []).append(row)
    return list(sections.items())


def _counted_over(items: Sequence[TemplateItem]) -> list[Indicator]:
    found = (item.indicator for item in items)
    return [one for one in found if one.base_kind and one.kind in COUNTABLE]


def _gauges(items: Sequence[TemplateItem]) -> list[Gauge]:
    return [
        Gauge(one.code, one.base_kind, one.measure == Measure.STOCK) for one in _counted_over(items)
    ]


def _panels(items: Sequence[TemplateItem], trend: Sequence[Total | None]) -> list[GaugePanel]:
    return [panel_of(one, one.shown_name, trend) for one in _counted_over(items)]


def _bases(shown: Chosen, unit: Unit, span: Sequence[Period]) -> list[dict | None]:
    """Last year's values of the node for each period of the span. One query."""
    cadence = shown.template.cadence
    days = [year_before(cadence, period.starts_on) for period in span]
    rows = Baseline.objects.filter(
        template=shown.template, unit=unit, starts_on__in=days, is_subtree=True
    )
    found = {row.starts_on: row.values for row in rows}
    return [found.get(day) for day in days]


def _below(unit: Unit, period: Period) -> list[Unit]:
    """The nodes with totals of their own directly below. One query."""
    rows = (
        Total.objects.filter(under(unit.path), period=period)
        .annotate(length=Length("path"))
        .filter(length=len(unit.path) + STEP)
        .select_related("unit")
        .only("unit")
    )
    return sorted((row.unit for row in rows), key=lambda one: (one.position, one.code))


def without_base(unit: Unit, period: Period, kinds: set[str]) -> list[Unit]:
    """Some of the units that owe the period and lack a headcount of one of the kinds."""
    lacking = None
    for kind in sorted(kinds):
        base = HeadcountBase.objects.filter(
            unit=OuterRef("unit"), kind=kind, as_of__lte=period.ends_on
        )
        lacking = ~Exists(base) if lacking is None else lacking | ~Exists(base)
    if lacking is None:
        return []
    rows = Report.objects.filter(under(unit.path), lacking, period=period)
    rows = rows.exclude(state=ReportState.EXEMPT).select_related("unit").only("unit")
    return [row.unit for row in rows.order_by("path")[:NAMED]]
