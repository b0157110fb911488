"""Headcounts of a period's units, as they stood on its last day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from campaigns.enums import IndicatorKind, Measure
from orgs.queries.bases import bases_on
from reports.models import Period, TemplateItem
from reports.sums import NOTHING, Over

COUNTABLE = (IndicatorKind.WHOLE, IndicatorKind.DECIMAL)


@dataclass(frozen=True)
class Gauge:
    """An indicator that is counted over a headcount."""

    code: str
    kind: str
    is_stock: bool


@dataclass(frozen=True)
class PeriodBases:
    """What the units' counts of a period are held against."""

    gauges: tuple[Gauge, ...]
    held: Mapping[tuple[int, str], int]

    def of(self, unit_id: int) -> Mapping[str, Over]:
        """A unit's headcounts by indicator code; those that are missing are left out."""
        if not self.gauges:
            return NOTHING
        return {
            one.code: Over(self.held[unit_id, one.kind], one.is_stock)
            for one in self.gauges
            if (unit_id, one.kind) in self.held
        }


def gauges_of(version_id: int) -> tuple[Gauge, ...]:
    """The indicators of a template version that are counted over a headcount. One query."""
    rows = TemplateItem.objects.filter(template_version=version_id, indicator__kind__in=COUNTABLE)
    found = rows.exclude(indicator__base_kind="").values_list(
        "indicator__code", "indicator__base_kind", "indicator__measure"
    )
    return tuple(Gauge(code, kind, measure == Measure.STOCK) for code, kind, measure in found)


def period_bases(period: Period, units: Collection[int] | None = None) -> PeriodBases:
    """The headcounts of the period's units (or of some). One query, two where there are gauges."""
    gauges = gauges_of(period.template_version_id)
    kinds = {one.kind for one in gauges}
    held = bases_on(kinds, period.ends_on, units) if kinds else {}
    return PeriodBases(gauges, held)
