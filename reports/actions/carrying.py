"""Carrying a unit's stock figures from period to period."""

from collections.abc import Collection, Mapping

from campaigns.enums import Measure
from reports.actions.totals import mark_dirty
from reports.figures import Value, split_key
from reports.models import Report, TemplateItem


def carry_forward(report: Report) -> None:
    """Bring ``carried`` up to date from this report on, after it changed.

    A stock not reported in a period keeps its last approved figure, with the parts reported
    then; every row that changes is marked dirty. Stops at the first later row that is right
    already. Which figures are stocks is asked of all versions: later rows may ask for more.
    """
    items = TemplateItem.objects.filter(
        template_version__template=report.period.template_id, indicator__measure=Measure.STOCK
    )
    stocks = frozenset(items.values_list("indicator__code", flat=True))
    chain = Report.objects.filter(
        unit_id=report.unit_id, period__template_id=report.period.template_id
    ).select_related("period")
    start = report.period.starts_on
    before = chain.filter(period__starts_on__lt=start).order_by("-period__starts_on").first()
    carried = dict(before.carried) if before else {}
    for row in chain.filter(period__starts_on__gte=start).order_by("period__starts_on"):
        carried = _carried_on(carried, row.counted_values, stocks)
        if row.carried == carried:
            if row.pk == report.pk:
                continue
            break
        Report.objects.filter(pk=row.pk).update(carried=carried)
        if row.pk != report.pk:
            mark_dirty(row)


def _carried_on(
    before: Mapping[str, Value], counted: Mapping[str, Value], stocks: Collection[str]
) -> dict[str, Value]:
    """What stands after a report: a stock that it gives replaces the old one with all its parts."""
    fresh = {key: value for key, value in counted.items() if split_key(key)[0] in stocks}
    given = {split_key(key)[0] for key in fresh}
    kept = {key: value for key, value in before.items() if split_key(key)[0] not in given}
    return kept | fresh
