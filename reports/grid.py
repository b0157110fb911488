"""The comparison grid: every figure of a node over a span of periods beside its bases (pure).

A flow is summed over the span's periods, a stock is the last one's; a rate is sum over sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.enums import Measure

from .figures import Value, number, part_key
from .panels import Attainment, Card, Change, attainment_of, change_of, shown_value
from .sums import added

TREND = 12


@dataclass(frozen=True)
class Course:
    """What is known of a node, oldest first: totals of the span, of the span before, of all.

    ``so_far`` are the flow sums of every period up to the span's end, ``bases`` last year's
    values by period of the span; ``trend`` are the totals of the last periods.
    """

    span: Sequence[object]
    before: Sequence[object]
    trend: Sequence[object]
    so_far: dict[str, Value]
    bases: Sequence[dict[str, Value] | None]

    @property
    def last(self) -> object | None:
        """The total of the last period of the span."""
        return self.span[-1] if self.span else None


@dataclass
class GridFigure:
    """One figure over the span; the words of the grid read it like a period's figure."""

    indicator: object
    key: str
    label: str
    unit: str
    value: Decimal | None
    raw: Value | None
    last: Decimal | None
    last_year: Decimal | None
    cumulative: Decimal | None
    given: int
    owed: int
    target: object | None = None
    series: list[Decimal | None] = field(default_factory=list)


@dataclass
class GridRow:
    """A row of the grid: a figure with its changes in words, and the rows of its parts."""

    figure: GridFigure
    change: Change
    year: Change
    attainment: Attainment | None
    parts: list["GridRow"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What the value looks like."""
        return self.figure.indicator.kind

    @property
    def shown(self) -> str:
        """The figure of the span."""
        return shown_value(self.kind, self.figure.value)

    @property
    def raw_pair(self) -> tuple[str, str] | None:
        """Numerator and denominator of a rate."""
        raw = self.figure.raw
        return (raw["n"], raw["d"]) if isinstance(raw, dict) else None

    @property
    def shown_last(self) -> str:
        """The figure of the span before."""
        return shown_value(self.kind, self.figure.last)

    @property
    def shown_year(self) -> str:
        """The figure of the same span last year."""
        return shown_value(self.kind, self.figure.last_year)

    @property
    def shown_cumulative(self) -> str:
        """The figure of the campaign so far."""
        return shown_value(self.kind, self.figure.cumulative)

    @property
    def is_partial(self) -> bool:
        """Whether units are missing from it."""
        return self.figure.given < self.figure.owed


@dataclass(frozen=True)
class Gap:
    """Why a base is not there, or is nothing to divide by, for the two changes."""

    before: str
    year: str
    zero: str
    year_zero: str


def row_of(item: object, label: str, unit: str, course: Course, target: object | None) -> GridRow:
    """The row of an indicator asked for, with the rows of its parts."""
    indicator = item.indicator
    row = _row(indicator, indicator.code, label, unit, course, target)
    for option in indicator.options:
        key = part_key(indicator.code, option.key)
        row.parts.append(_row(indicator, key, option.shown_name, unit, course, None))
    return row


def _row(
    indicator: object, key: str, label: str, unit: str, course: Course, target: object | None
) -> GridRow:
    is_stock = indicator.measure == Measure.STOCK
    raw = span_value(course.span, key, is_stock)
    so_far = raw if is_stock else course.so_far.get(key)
    given, owed = counted(course.span, key, is_stock)
    figure = GridFigure(
        indicator=indicator,
        key=key,
        label=label,
        unit=unit,
        value=number(raw),
        raw=raw,
        last=number(span_value(course.before, key, is_stock)),
        last_year=number(base_value(course.bases, key, is_stock)),
        cumulative=number(so_far),
        given=given,
        owed=owed,
        target=target,
        series=[number(period_value(total, key, is_stock)) for total in course.trend],
    )
    gap = gap_of(course)
    return GridRow(
        figure=figure,
        change=change_of(figure, figure.last, gap.before, gap.zero),
        year=change_of(figure, figure.last_year, gap.year, gap.year_zero),
        attainment=attainment_of(Card(figure, None, None)) if target else None,
    )


def gap_of(course: Course) -> Gap:
    """What is said where a change has no base."""
    before = _("no figure before") if any(course.before) else _("no earlier period")
    zero, year_zero = _("last was 0"), _("last year was 0")
    there = sum(one is not None for one in course.bases)
    if there and there < len(course.bases):
        words = _("last year's figures of %(n)s of %(total)s periods only")
        return Gap(before, words % {"n": there, "total": len(course.bases)}, zero, year_zero)
    return Gap(before, _("no figure last year"), zero, year_zero)


def period_value(total: object | None, key: str, is_stock: bool) -> Value | None:
    """A node's figure in one period."""
    if total is None:
        return None
    return (total.stocks if is_stock else total.sums).get(key)


def span_value(totals: Sequence[object | None], key: str, is_stock: bool) -> Value | None:
    """A node's figure over some periods: a flow added up, a stock of the last one."""
    if is_stock or len(totals) == 1:
        return period_value(totals[-1], key, is_stock) if totals else None
    values = [period_value(total, key, False) for total in totals]
    return added({key: value} for value in values if value is not None).get(key)


def base_value(bases: Sequence[dict[str, Value] | None], key: str, is_stock: bool) -> Value | None:
    """Last year's figure of the span; ``None`` unless every period of it is known."""
    if is_stock:
        return bases[-1].get(key) if bases and bases[-1] is not None else None
    if not bases or any(base is None or key not in base for base in bases):
        return None
    return added({key: base[key]} for base in bases).get(key)


def counted(totals: Sequence[object | None], key: str, is_stock: bool) -> tuple[int, int]:
    """How many reports gave the figure and how many were owed in the span."""
    there = [total for total in (totals[-1:] if is_stock else totals) if total]
    name = "stocks_given" if is_stock else "given"
    return sum(getattr(t, name).get(key, 0) for t in there), sum(t.owed for t in there)
