"""The four 100 %: a count over a headcount, and how many persons are still missing (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.enums import Direction
from fraudwatch.lib import numbers

from .figures import number, plain

FULL = Decimal(100)


@dataclass(frozen=True)
class GaugePanel:
    """A gauge of a node in a period.

    ``count`` of ``base`` are those of the ``given`` units (of ``owed``) that have both a
    figure and a headcount; without one of them ``rate`` is ``None``: it cannot be computed.
    """

    indicator: object
    label: str
    count: Decimal | None
    base: Decimal | None
    given: int
    owed: int
    before: Decimal | None = None
    series: list[Decimal | None] = field(default_factory=list)

    @property
    def rate(self) -> Decimal | None:
        """In percent."""
        return (
            None if self.base is None else number({"n": plain(self.count), "d": plain(self.base)})
        )

    @property
    def is_falling(self) -> bool:
        """Whether the aim is nobody rather than everybody."""
        return self.indicator.direction == Direction.DOWN

    @property
    def missing(self) -> Decimal | None:
        """How many are still to be reached; none once everybody is."""
        if self.base is None:
            return None
        return self.count if self.is_falling else self.base - self.count

    @property
    def shown_count(self) -> str:
        """The count for reading."""
        return numbers.format_number(self.count)

    @property
    def shown_base(self) -> str:
        """The headcount for reading."""
        return numbers.format_number(self.base)

    @property
    def shown_missing(self) -> str:
        """The persons still missing, for reading."""
        return numbers.format_number(self.missing)

    @property
    def left_out(self) -> int:
        """How many units are not in it."""
        return self.owed - self.given


def panel_of(indicator: object, label: str, totals: Sequence[object | None]) -> GaugePanel:
    """The gauge in the last of the totals, with its course."""
    rates = [_rate(total, indicator.code) for total in totals]
    total = totals[-1] if totals else None
    pair = total.gauges.get(indicator.code) if total else None
    return GaugePanel(
        indicator=indicator,
        label=label,
        count=Decimal(pair["n"]) if pair else None,
        base=Decimal(pair["d"]) if pair else None,
        given=total.gauges_given.get(indicator.code, 0) if total else 0,
        owed=total.owed if total else 0,
        before=rates[-2] if len(rates) > 1 else None,
        series=rates,
    )


def _rate(total: object | None, code: str) -> Decimal | None:
    return number(total.gauges.get(code)) if total else None
