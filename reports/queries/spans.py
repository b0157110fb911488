"""The leader's page over several periods: the same page, with sums of the span."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from orgs.models import Unit
from reports.grid import Course, row_of
from reports.models import Period, Report, TemplateItem, Total
from reports.panels import Card, Change, node_lamp
from reports.queries.chosen import Chosen
from reports.queries.course_sums import older_sums
from reports.queries.dashboard import (
    ChildRow,
    NodePage,
    first_items,
    target_of,
)
from reports.queries.last_year import WEEKS, periods_up_to
from reports.queries.node_rows import asked_items, read_reports, read_totals
from reports.queries.totals import leaf_total
from reports.sums import COUNTS, added


@dataclass
class SpanPage(NodePage):
    """A node over a span of periods; ``periods`` go on before it, for the charts."""

    span: list[Period] = field(default_factory=list)
    course: Course | None = None

    @property
    def total(self) -> Total | None:
        """The node's counts, added up over the span."""
        return counted_up(self.course.span)

    @property
    def before(self) -> Total | None:
        """The counts of the span before, as long as this one."""
        return counted_up(self.course.before)

    @property
    def since(self) -> Period:
        """The first period of the span."""
        return self.span[0]


def span_asked(shown: Chosen, since: str | None) -> list[Period]:
    """The periods from the one asked for up to the one shown, twelve at most; one without."""
    past = periods_up_to(shown)
    place = next((n for n, period in enumerate(past) if str(period.pk) == str(since)), None)
    return past[place:][-WEEKS:] if place is not None else past[-1:]


def span_page(
    shown: Chosen, unit: Unit, span: Sequence[Period], now: datetime, base: Mapping
) -> SpanPage:
    """The page of ``unit`` over ``span``, which ends with the chosen period. Three queries."""
    periods, items = periods_up_to(shown), asked_items(shown, shown.period, unit)
    first = first_items(items)
    told = [item.indicator for item in first]
    totals, below, is_updating = read_totals(unit, periods, span, told)
    reports = read_reports(unit, span, told)
    own = {row.period_id: leaf_total(row) for row in reports if row.path == unit.path}
    course = [totals.get(period.pk) or own.get(period.pk) for period in periods]
    start = len(periods) - len(span)
    before = course[max(start - len(span), 0) : start]
    page = SpanPage(
        unit=unit, period=shown.period, periods=periods[-WEEKS:], totals=course[-WEEKS:],
        base=base, is_updating=is_updating, span=list(span),
    )  # fmt: skip
    sums = [total.sums for total in course if total]
    page.course = Course(
        span=course[start:],
        before=before if len(before) == len(span) else [],
        trend=page.totals,
        so_far=added([older_sums(shown, unit), *sums]),
        bases=[base.get(period.pk) for period in span],
    )
    is_early = now < shown.period.due_at
    page.cards = [_card(item, page.course, is_early) for item in items]
    page.children = _children(page, shown, first, (below, reports), now)
    return page


def counted_up(totals: Sequence[Total | None]) -> Total | None:
    """The counts of several totals of one node in one; None where nobody owed anything."""
    there = [total for total in totals if total]
    if not there:
        return None
    last, counts = there[-1], {name: sum(getattr(t, name) for t in there) for name in COUNTS}
    as_of = max(total.as_of for total in there)
    return Total(
        period_id=last.period_id, unit_id=last.unit_id, path=last.path, as_of=as_of, **counts
    )


def _card(item: TemplateItem, course: Course, is_early: bool) -> Card:
    one = item.indicator
    row = row_of(item, one.shown_name, one.shown_unit, course, target_of(item))
    if is_early and row.is_partial and row.figure.value is not None:
        early = Change(None, "", "neutral", "", _("not all in yet"))
        return Card(row.figure, week=early, year=early)
    return Card(row.figure, week=row.change, year=row.year)


def _children(
    page: SpanPage,
    shown: Chosen,
    items: list[TemplateItem],
    read: tuple[dict, list[Report]],
    now: datetime,
) -> list[ChildRow]:
    """The rows below with the sums of the span, in the units' official order."""
    below, alone = read[0], {(row.period_id, row.path): row for row in read[1]}
    units = {path: row.unit for (_key, path), row in [*alone.items(), *below.items()]}
    rows = []
    for path, unit in units.items():
        keys = [(period.pk, path) for period in page.span]
        own = [alone[key] for key in keys if key in alone and key not in below]
        totals = [
            below.get(key) or leaf_total(alone[key]) for key in keys if key in below or key in alone
        ]
        course = Course(span=totals, before=[], trend=[], so_far={}, bases=[])
        total = counted_up(totals)
        lamp = node_lamp(total, shown.campaign, shown.period.due_at, now)
        cards = [_card(item, course, is_early=False) for item in items]
        rows.append(ChildRow(unit, total, lamp, cards, own[-1] if own else None))
    return sorted(rows, key=lambda row: (row.unit.depth, row.unit.position, row.unit.code))
