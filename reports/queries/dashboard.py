"""The leader's page of one node: figures, completeness, trend, targets, the units below.

Everything is read in a fixed number of queries however many units there are and however
deep the node lies; the words and colours come from ``reports.panels``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from campaigns.lamps import Lamp
from campaigns.models import Indicator, Target
from orgs.models import Unit, User
from reports.models import Period, Report, TemplateItem, Total
from reports.panels import (
    HEADLINES,
    Attainment,
    Card,
    attainment_of,
    card_of,
    node_lamp,
    unit_lamp,
)
from reports.queries.chosen import Chosen
from reports.queries.course_sums import older_sums
from reports.queries.last_year import WEEKS, last_year_of, periods_up_to
from reports.queries.node_rows import asked_items, read_reports, read_totals
from reports.queries.totals import figure_of, leaf_total
from reports.sums import added


@dataclass(frozen=True)
class ChildRow:
    """A unit below the node, or the node's own report: its counts, its lamp, its figures.

    ``report`` is set for a single unit that reports itself; ``was_comparable`` says that the
    period before held nine tenths of what was owed.
    """

    unit: Unit
    total: Total
    lamp: Lamp
    cards: list[Card]
    report: Report | None
    was_comparable: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether somebody below still owes."""
        return self.total.approved < self.total.owed


@dataclass
class NodePage:
    """A node in a period. ``periods`` are oldest first and end with the one shown."""

    unit: Unit
    period: Period
    periods: list[Period]
    totals: list[Total | None]
    cards: list[Card] = field(default_factory=list)
    children: list[ChildRow] = field(default_factory=list)
    base: dict = field(default_factory=dict)
    is_updating: bool = False

    @property
    def total(self) -> Total | None:
        """The node's counts; None when nobody below owed anything."""
        return self.totals[-1] if self.totals else None

    @property
    def before(self) -> Total | None:
        """The counts of the period before."""
        return self.totals[-2] if len(self.totals) > 1 else None

    @property
    def has_figures(self) -> bool:
        """Whether at least one report has been approved."""
        return bool(self.total and self.total.approved)

    @property
    def last_with_figures(self) -> Period | None:
        """The newest period before this one that has figures."""
        pairs = zip(self.periods[:-1], self.totals[:-1], strict=True)
        found = [period for period, total in pairs if total and total.approved]
        return found[-1] if found else None

    def cards_of(self, number: int, indicators: Sequence[Indicator]) -> list[Card]:
        """The figures of the ``number``-th period alone, against the one before it."""
        pair = self.totals[max(number - 1, 0) : number + 1]
        if number == 0:
            pair = [None, *pair]
        return [card_of(figure_of(one, pair, {}, {}, None)) for one in indicators]

    @property
    def attainments(self) -> list[Attainment]:
        """The targets that count at this node."""
        found = (attainment_of(card) for card in self.cards)
        return [one for one in found if one]

    @property
    def lamps(self) -> list[tuple[Lamp, int]]:
        """How many units below carry which lamp; none only where there are any."""
        counts = dict.fromkeys((Lamp.GREEN, Lamp.YELLOW, Lamp.RED, Lamp.NONE), 0)
        for row in self.children:
            counts[row.lamp] += 1
        return [(lamp, n) for lamp, n in counts.items() if n or lamp != Lamp.NONE]


def node_page(shown: Chosen, unit: Unit, now: datetime, base: dict | None = None) -> NodePage:
    """The page of ``unit`` in the chosen period. Four queries.

    Three when ``base`` is given, last year's values by the key of this year's period.
    """
    periods = periods_up_to(shown)
    pair = periods[-2:]
    items = asked_items(shown, shown.period, unit)
    first = first_items(items)
    told = [item.indicator for item in first]
    totals, below, is_updating = read_totals(unit, periods, pair, told)
    reports = read_reports(unit, pair, told)
    own = {row.period_id: leaf_total(row) for row in reports if row.path == unit.path}
    page = NodePage(
        unit=unit,
        period=shown.period,
        periods=periods,
        totals=[totals.get(period.pk) or own.get(period.pk) for period in periods],
        base=last_year_of(shown, unit) if base is None else base,
        is_updating=is_updating,
    )
    last_year = page.base.get(shown.period.pk, {})
    is_early, older = now < shown.period.due_at, older_sums(shown, unit)
    page.cards = _cards(items, page.totals, last_year, is_early=is_early, older=older)
    page.children = _children(shown, first, pair, (below, reports), now)
    page.periods, page.totals = page.periods[-WEEKS:], page.totals[-WEEKS:]
    return page


def children_of(
    shown: Chosen, unit: Unit, items: list[TemplateItem], now: datetime
) -> list[ChildRow]:
    """The units below a node with the first figures of ``items`` alone. Two queries."""
    pair, first = periods_up_to(shown)[-2:], first_items(items)
    told = [item.indicator for item in first]
    _mine, below, _is_updating = read_totals(unit, [], pair, told)
    return _children(shown, first, pair, (below, read_reports(unit, pair, told)), now)


def strip_of(shown: Chosen, period: Period, unit_id: int) -> NodePage:
    """A node's figures and targets alone, without units below and last year. Two queries."""
    periods = list(shown.periods[shown.periods.index(period) :])[:WEEKS][::-1]
    rows = Total.objects.filter(period__in=periods, unit=unit_id).select_related("unit")
    totals = {row.period_id: row for row in rows}
    unit = next((row.unit for row in totals.values()), shown.campaign.owner)
    page = NodePage(unit, period, periods, [totals.get(one.pk) for one in periods])
    page.cards = _cards(asked_items(shown, period, unit), page.totals, {})
    return page


def unit_page(user: User, shown: Chosen, unit: Unit) -> tuple[NodePage, dict[int, Report]]:
    """A single unit's figures up to the chosen period, and its reports by period. Four queries."""
    periods = periods_up_to(shown)
    rows = Report.objects.visible_to(user).filter(unit=unit, period__in=periods)
    reports = {row.period_id: row for row in rows.defer("texts", "reasons")}
    for period in periods:
        if period.pk in reports:
            reports[period.pk].period = period
    totals = [leaf_total(reports[one.pk]) if one.pk in reports else None for one in periods]
    base = last_year_of(shown, unit)
    page = NodePage(unit, shown.period, periods[-WEEKS:], totals[-WEEKS:], base=base)
    items = asked_items(shown, shown.period, unit)
    own = base.get(shown.period.pk, {})
    page.cards = _cards(items, totals, own, older=older_sums(shown, unit))
    return page, reports


def target_of(item: TemplateItem) -> Target | None:
    """The target read with an item."""
    if item.goal_value is None:
        return None
    return Target(
        indicator=item.indicator, op=item.goal_op, value=item.goal_value, per_unit=item.per_unit
    )


def is_comparable(total: Total | None) -> bool:
    """Whether enough is in for a sum to be held against another: nine tenths of what is owed."""
    return bool(total and total.owed and total.approved * 10 >= total.owed * 9)


def first_items(items: list[TemplateItem]) -> list[TemplateItem]:
    """The items whose figures come first, as ``headlines`` picks them from all cards."""
    first = sorted(items, key=lambda item: item.goal_value is None)[:HEADLINES]
    return [item for item in items if item in first]


def _cards(
    items: list, totals: list, base: dict, *, is_early: bool = False, older: dict | None = None
) -> list[Card]:
    """The figures with their changes; ``older`` are flow sums from before the first total."""
    history = added([older or {}, *(total.sums for total in totals[:-WEEKS] if total)])
    figures = (
        figure_of(item.indicator, totals[-WEEKS:], history, base, target_of(item)) for item in items
    )
    return [card_of(figure, is_early=is_early) for figure in figures]


def _children(
    shown: Chosen, items: list, pair: Sequence[Period], read: tuple[dict, list], now: datetime
) -> list[ChildRow]:
    """The rows below, in the units' official order; the node's own report comes first."""
    below, reports = read
    leaves = {(row.period_id, row.path): row for row in reports}
    now_key, before_key = pair[-1].pk, pair[0].pk if len(pair) > 1 else None
    rows = []
    for path in {path for key, path in (*below, *leaves) if key == now_key}:
        total, report = below.get((now_key, path)), None
        if total is None:
            report = leaves[now_key, path]
            total = leaf_total(report)
        past = below.get((before_key, path))
        if past is None and (before_key, path) in leaves:
            past = leaf_total(leaves[before_key, path])
        unit = report.unit if report else total.unit
        lamp = (
            unit_lamp(report, now)
            if report
            else node_lamp(total, shown.campaign, shown.period.due_at, now)
        )
        cards = _cards(items, [past, total], {}, is_early=now < shown.period.due_at)
        rows.append(ChildRow(unit, total, lamp, cards, report, is_comparable(past)))
    return sorted(rows, key=lambda row: (row.unit.depth, row.unit.position, row.unit.code))
