"""The totals of one node over its periods, and what was summed before those a page reads."""

from collections.abc import Sequence

from orgs.models import HeadcountBase, Unit
from reports.figures import Value
from reports.models import Period, Report, Total
from reports.queries.chosen import RECENT, Chosen
from reports.queries.gauges import Gauge
from reports.queries.totals import leaf_total
from reports.sums import Over, added


def course_of(
    unit: Unit, periods: Sequence[Period], gauges: Sequence[Gauge] = ()
) -> list[Total | None]:
    """The totals of a node in some periods; those of a single unit come from its reports.

    One query for a node, two for a single unit, three with its headcounts.
    """
    keys = [period.pk for period in periods]
    stored = {row.period_id: row for row in Total.objects.filter(period__in=keys, unit=unit)}
    if len(stored) < len(keys):
        own = Report.objects.filter(period__in=keys, unit=unit).defer("texts", "reasons")
        reports = {row.period_id: row for row in own if row.period_id not in stored}
        bases = _own_bases(unit, gauges) if gauges and reports else []
        for period in periods:
            if period.pk in reports:
                report = reports[period.pk]
                report.period = period
                stored[period.pk] = leaf_total(report, _over(period, gauges, bases))
    return [stored.get(key) for key in keys]


def _own_bases(unit: Unit, gauges: Sequence[Gauge]) -> list[HeadcountBase]:
    kinds = {gauge.kind for gauge in gauges}
    rows = HeadcountBase.objects.filter(unit=unit, kind__in=kinds)
    return list(rows.order_by("as_of", "pk"))


def _over(
    period: Period, gauges: Sequence[Gauge], bases: Sequence[HeadcountBase]
) -> dict[str, Over]:
    """A unit's headcounts as they stood on the period's last day."""
    held = {row.kind: row.count for row in bases if row.as_of <= period.ends_on}
    return {g.code: Over(held[g.kind], g.is_stock) for g in gauges if g.kind in held}


def older_sums(shown: Chosen, unit: Unit) -> dict[str, Value]:
    """Flow sums of periods older than the page reads; no query while it reads them all."""
    if len(shown.periods) < RECENT:
        return {}
    oldest = min(period.starts_on for period in shown.periods)
    of_template = {"period__template": shown.template, "period__starts_on__lt": oldest}
    rows = Total.objects.filter(unit=unit, **of_template).values_list("period", "sums")
    found = dict(rows)
    own = Report.objects.filter(unit=unit, **of_template).exclude(period__in=found)
    alone = [row.counted_values for row in own.only("state", "values", "standing", "unit")]
    return added([*found.values(), *alone])
