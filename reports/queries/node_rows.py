"""The rows of a node that its pages are made of: what is asked, totals, reports.

The same is read for every node; each text is put together once for a depth, its periods and the
figures told of the units below (``fraudwatch.lib.prepared``).
"""

from collections.abc import Sequence

from django.db.models import Exists, F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Length

from campaigns.models import Indicator
from fraudwatch.lib.paths import STEP, under
from fraudwatch.lib.prepared import read_again
from orgs.models import Unit
from reports.models import DirtyReport, Period, Report, TemplateItem, Total
from reports.queries.chosen import Chosen
from reports.queries.narrow import filled, narrow


def asked_items(shown: Chosen, period: Period, unit: Unit) -> list[TemplateItem]:
    """What the period's template version asks for, with indicators and targets. One query.

    The whole campaign's targets count at the unit that leads it, each unit's elsewhere.
    """
    is_leading = unit.pk == shown.campaign.owner_id

    def ask(version: int, campaign: int) -> QuerySet[TemplateItem]:
        own_target = Q(
            indicator__targets__campaign=campaign, indicator__targets__per_unit=not is_leading
        )
        rows = TemplateItem.objects.filter(template_version=version).select_related("indicator")
        rows = rows.annotate(
            own_target=FilteredRelation("indicator__targets", condition=own_target)
        )
        return rows.annotate(
            goal_op=F("own_target__op"),
            goal_value=F("own_target__value"),
            per_unit=F("own_target__per_unit"),
        )

    values = {"version": period.template_version_id, "campaign": shown.campaign.pk}
    return read_again(("asked items", is_leading), ask, **values)


def read_totals(
    unit: Unit, periods: Sequence[Period], pair: Sequence[Period], told: Sequence[Indicator]
) -> tuple:
    """The node's totals by period, its children's in ``pair``, and whether some are behind.

    Of the children only the figures of the ``told`` indicators are read.
    """
    length = len(unit.path) + STEP

    def ask(pk: int, low: str, high: str) -> QuerySet[Total]:
        inside = Q(path__gte=low, path__lt=high)
        dirty = DirtyReport.objects.filter(inside, period=pair[-1])
        below = inside & Q(length=length, period__in=pair)
        rows = Total.objects.annotate(length=Length("path"), updating=Exists(dirty))
        rows = rows.filter(Q(unit=pk, period__in=periods) | below).select_related("unit")
        return narrow(rows, told, Q(unit=pk))

    key = "totals", length, _keys(periods), _keys(pair), _signs(told)
    mine, below, updating = {}, {}, False
    for row in filled(read_again(key, ask, pk=unit.pk, **_range(unit)), Total, told):
        updating = updating or row.updating
        if row.unit_id == unit.pk:
            mine[row.period_id] = row
        else:
            below[row.period_id, row.path] = row
    return mine, below, updating


def read_reports(unit: Unit, pair: Sequence[Period], told: Sequence[Indicator]) -> list[Report]:
    """The reports of the node itself and, with the ``told`` figures, of units directly below."""
    sizes = [len(unit.path), len(unit.path) + STEP]

    def ask(path: str, low: str, high: str) -> QuerySet[Report]:
        rows = Report.objects.filter(path__gte=low, path__lt=high, period__in=pair)
        rows = rows.annotate(length=Length("path")).filter(length__in=sizes)
        return narrow(rows.select_related("unit"), told, Q(path=path))

    key = "reports", sizes[0], _keys(pair), _signs(told)
    periods = {period.pk: period for period in pair}
    found = list(filled(read_again(key, ask, path=unit.path, **_range(unit)), Report, told))
    for row in found:
        row.period = periods[row.period_id]
    return found


def _range(unit: Unit) -> dict[str, str]:
    (_gte, low), (_lt, high) = under(unit.path).children
    return {"low": low, "high": high}


def _keys(periods: Sequence[Period]) -> tuple[int, ...]:
    return tuple(period.pk for period in periods)


def _signs(told: Sequence[Indicator]) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.code, one.kind, one.measure) for one in told)
