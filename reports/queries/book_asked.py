"""What the checks need to know of many units at once: a fixed number of queries."""

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from orgs.queries.bases import bases_on
from reports.models import Period, Photo, Report
from reports.queries.content import WINDOW, Asked, glances_of, items_of, rules_of

PAST = ("unit_id", "state", "values", "carried", "standing")


def asked_of_many(period: Period, reports: list[Report]) -> dict[int, Asked]:
    """For each report's key what ``asked_of`` says of it alone: the figures, the unit's
    headcounts on the period's last day, the template's own checks, and the earlier reports
    (the latest eight, all of them where a check may ask for what is approved so far).
    """
    items = items_of(period.template_version)
    rules = rules_of(period.template_version, items)
    units = [report.unit_id for report in reports]
    earlier: dict[int, list[Report]] = {}
    for past in _earlier(period, units, whole=bool(rules)):
        earlier.setdefault(past.unit_id, []).append(past)
    kinds = {item.indicator.base_kind for item in items} - {""}
    bases: dict[int, dict[str, int]] = {}
    for (unit, kind), count in bases_on(kinds, period.ends_on, units).items() if kinds else ():
        bases.setdefault(unit, {})[kind] = count
    found, glances = {}, glances_of(items)
    for report in reports:
        unit = report.unit_id
        found[report.pk] = Asked(items, earlier.get(unit, []), rules, bases.get(unit, {}), glances)
    return found


def _earlier(period: Period, units: list[int], *, whole: bool) -> QuerySet[Report]:
    """The units' reports before the period, each unit's latest first. One query."""
    rows = Report.objects.filter(
        period__template_id=period.template_id,
        period__starts_on__lt=period.starts_on,
        unit_id__in=units,
    )
    if not whole:
        latest = F("period__starts_on").desc()
        place = Window(RowNumber(), partition_by=F("unit_id"), order_by=latest)
        rows = rows.annotate(place=place).filter(place__lte=WINDOW)
    return rows.only(*PAST).order_by("-period__starts_on")


def photos_of_many(reports: list[Report]) -> dict[int, int]:
    """How many photos each report has."""
    kept = Photo.objects.kept().filter(report__in=[report.pk for report in reports])
    return dict(kept.values_list("report").annotate(Count("pk")).order_by())
