"""Carrying a unit's stock figures from period to period."""

from campaigns.enums import Measure
from reports.actions.totals import mark_dirty
from reports.models import Report
from reports.queries.content import keys_of


def carry_forward(report: Report) -> None:
    """Bring ``carried`` up to date from this report on, after it changed.

    A stock not reported in a period keeps its last approved figure; every row that
    changes is marked dirty. Stops at the first later row that is right already.
    """
    stocks = {
        key
        for item in report.period.template_version.items.select_related("indicator")
        if item.indicator.measure == Measure.STOCK
        for key in keys_of(item.indicator)
    }
    chain = Report.objects.filter(
        unit_id=report.unit_id, period__template_id=report.period.template_id
    ).select_related("period")
    start = report.period.starts_on
    before = chain.filter(period__starts_on__lt=start).order_by("-period__starts_on").first()
    carried = dict(before.carried) if before else {}
    for row in chain.filter(period__starts_on__gte=start).order_by("period__starts_on"):
        carried |= {code: value for code, value in row.counted_values.items() if code in stocks}
        if row.carried == carried:
            if row.pk == report.pk:
                continue
            break
        Report.objects.filter(pk=row.pk).update(carried=carried)
        if row.pk != report.pk:
            mark_dirty(row)
