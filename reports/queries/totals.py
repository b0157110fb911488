"""Figures of any node of the tree, from totals above the leaves and reports at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models.functions import Length

from campaigns.enums import Direction, Measure
from campaigns.models import Indicator, Target
from fraudwatch.lib.paths import STEP, last_key, under
from orgs.models import Unit
from reports.figures import Value, add_values, attainment, change_rate, number
from reports.models import Baseline, DirtyReport, Period, Report, ReportTemplate, Total
from reports.moments import year_before
from reports.queries.content import items_of, wording
from reports.sums import NOTHING, Over, Sum


@dataclass
class Figure:
    """One indicator at one node in one period.

    ``value`` is this period's figure (a rate in percent; a stock as last reported by each
    unit), ``given`` of ``owed`` units are in it. ``change`` is against the period before,
    ``change_year`` against the same week a year ago, both in percent; ``is_better`` says
    whether the change is good for the campaign, ``None`` for neutral or no change.
    """

    indicator: Indicator
    label: str
    unit: str
    value: Decimal | None
    raw: Value | None
    last: Decimal | None
    last_year: Decimal | None
    given: int
    owed: int
    cumulative: Decimal | None
    target: Target | None
    attainment: Decimal | None
    change: Decimal | None = None
    change_year: Decimal | None = None
    is_better: bool | None = None
    is_better_year: bool | None = None
    series: list[Decimal | None] = field(default_factory=list)


@dataclass
class NodeFigures:
    """A node in a period: counts, figures and the trend behind them.

    ``totals`` run from the oldest period to ``period``; an entry is ``None`` where the
    node owed nothing. ``is_updating`` says that reports have changed since ``as_of``.
    """

    unit: Unit
    period: Period
    total: Total | None
    before: Total | None
    periods: list[Period]
    totals: list[Total | None]
    figures: list[Figure]
    is_updating: bool
    as_of: datetime | None


def recent_periods(template: ReportTemplate, period: Period, count: int = 12) -> list[Period]:
    """Up to ``count`` periods ending with ``period``, oldest first."""
    found = template.periods.filter(starts_on__lte=period.starts_on).order_by("-starts_on")[:count]
    return list(found)[::-1]


def node_totals(unit: Unit, periods: Sequence[Period]) -> list[Total | None]:
    """The totals of a node in several periods; a leaf's are made from its reports."""
    keys = [period.pk for period in periods]
    stored = {row.period_id: row for row in Total.objects.filter(period__in=keys, unit=unit)}
    if len(stored) < len(keys):
        for report in Report.objects.filter(period__in=keys, unit=unit):
            if report.period_id not in stored:
                stored[report.period_id] = leaf_total(report)
    return [stored.get(key) for key in keys]


def leaf_total(report: Report, over: Mapping[str, Over] = NOTHING) -> Total:
    """The total of a node that is a single reporting unit, made from its report.

    ``over`` holds the unit's headcounts where its gauges are asked for.
    """
    one = Sum()
    one.add_report(report, over)
    return Total(
        period_id=report.period_id,
        unit_id=report.unit_id,
        path=report.path,
        as_of=report.decided_at or report.submitted_at or report.period.opened_at,
        **one.as_fields(),
    )


def node_figures(
    template: ReportTemplate, unit: Unit, period: Period, *, weeks: int = 12
) -> NodeFigures:
    """The figures of ``unit``'s subtree in ``period`` with change, cumulative and target."""
    periods = recent_periods(template, period, weeks)
    totals = node_totals(unit, periods)
    history = _earlier_sums(template, unit, periods[0].starts_on if periods else period.starts_on)
    base = _baseline(template, unit, year_before(template.cadence, period.starts_on))
    targets = _targets(template, unit)
    figures = [
        figure_of(item.indicator, totals, history, base, targets.get(item.indicator_id))
        for item in items_of(period.template_version)
    ]
    return NodeFigures(
        unit=unit,
        period=period,
        total=totals[-1] if totals else None,
        before=totals[-2] if len(totals) > 1 else None,
        periods=periods,
        totals=totals,
        figures=figures,
        is_updating=DirtyReport.objects.filter(under(unit.path), period=period).exists(),
        as_of=totals[-1].as_of if totals and totals[-1] else None,
    )


def _earlier_sums(template: ReportTemplate, unit: Unit, before: date) -> dict[str, Value]:
    """Flow sums of the periods before the trend's window, for the cumulative figure."""
    older = list(template.periods.filter(starts_on__lt=before))
    sums: dict[str, Value] = {}
    if older:
        for total in node_totals(unit, older):
            for code, value in (total.sums if total else {}).items():
                sums[code] = add_values(sums.get(code), value)
    return sums


def _baseline(template: ReportTemplate, unit: Unit, starts_on: date) -> dict[str, Value]:
    row = Baseline.objects.filter(
        template=template, unit=unit, starts_on=starts_on, is_subtree=True
    ).first()
    return row.values if row else {}


def _targets(template: ReportTemplate, unit: Unit) -> dict[int, Target]:
    """The campaign's targets by indicator; those of the whole count at the leading unit only."""
    found = Target.objects.filter(campaign_id=template.campaign_id)
    is_whole = unit.pk == template.campaign.owner_id
    return {target.indicator_id: target for target in found if is_whole != target.per_unit}


def figure_of(
    indicator: Indicator,
    totals: list[Total | None],
    history: dict[str, Value],
    base: dict[str, Value],
    target: Target | None,
) -> Figure:
    """One indicator from totals already read: oldest first, the last one is the period's.

    ``history`` holds flow sums of periods before the first of ``totals``, ``base`` the
    values of the same period a year ago.
    """
    code = indicator.code
    is_stock = indicator.measure == Measure.STOCK
    raws = [_raw(total, code, is_stock) for total in totals]
    series = [number(raw) for raw in raws]
    now = series[-1] if series else None
    last = series[-2] if len(series) > 1 else None
    so_far: Value | None = None if is_stock else history.get(code)
    for raw in raws if not is_stock else raws[-1:]:
        so_far = add_values(so_far, raw)
    cumulative = number(so_far)
    total = totals[-1] if totals else None
    counts = (total.stocks_given if is_stock else total.given) if total else {}
    figure = Figure(
        indicator=indicator,
        label=wording(indicator.name, indicator.name_en),
        unit=wording(indicator.unit_of_measure, indicator.unit_of_measure_en),
        value=now,
        raw=raws[-1] if raws else None,
        last=last,
        last_year=number(base.get(code)),
        given=counts.get(code, 0),
        owed=total.owed if total else 0,
        cumulative=cumulative,
        target=target,
        attainment=attainment(cumulative, target.value) if target else None,
        series=series,
    )
    figure.change = change_rate(now, last)
    figure.change_year = change_rate(now, figure.last_year)
    figure.is_better = is_better(indicator.direction, figure.change)
    figure.is_better_year = is_better(indicator.direction, figure.change_year)
    return figure


def _raw(total: Total | None, code: str, is_stock: bool) -> Value | None:
    if total is None:
        return None
    return (total.stocks if is_stock else total.sums).get(code)


def is_better(direction: str, change: Decimal | None) -> bool | None:
    """Whether a change is good for the campaign; ``None`` when it is neither."""
    if not change or direction == Direction.NEUTRAL:
        return None
    return (change > 0) == (direction == Direction.UP)


@dataclass
class ChildRow:
    """A direct child of a node in a period; ``report`` is set when the child is a leaf."""

    unit: Unit
    total: Total
    before: Total | None
    report: Report | None


def children_rows(unit: Unit, periods: Sequence[Period]) -> list[ChildRow]:
    """The direct children of ``unit`` that owe something in the last of ``periods``.

    In the units' official order; the node's own report is the first row, as itself.
    """
    if not periods:
        return []
    now, before = periods[-1], periods[-2] if len(periods) > 1 else None
    keys = [now.pk] + ([before.pk] if before else [])
    depth = len(unit.path) + STEP
    totals = {
        (row.period_id, row.path): row
        for row in Total.objects.filter(under(unit.path), period__in=keys)
        .annotate(length=Length("path"))
        .filter(length=depth)
    }
    reports = {
        (row.period_id, row.path): row
        for row in Report.objects.filter(under(unit.path), period__in=keys)
        .annotate(length=Length("path"))
        .filter(length__in=[depth, len(unit.path)])
        .select_related("period")
    }
    paths = {path for key, path in (*totals, *reports) if key == now.pk}
    units = {one.pk: one for one in Unit.objects.filter(pk__in=[last_key(p) for p in paths])}
    rows = []
    for path in paths:
        found = units.get(last_key(path))
        report = reports.get((now.pk, path)) if (now.pk, path) not in totals else None
        total = totals.get((now.pk, path)) or leaf_total(report)
        past = totals.get((before.pk, path)) if before else None
        if past is None and before and (before.pk, path) in reports:
            past = leaf_total(reports[before.pk, path])
        rows.append(ChildRow(found, total, past, report))
    return sorted(rows, key=lambda row: (row.unit.depth, row.unit.position, row.unit.code))
