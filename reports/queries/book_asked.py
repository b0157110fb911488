"""What the checks need to know of many units at once: a fixed number of queries."""

from django.db.models import Count

from reports.models import Period, Photo, Report
from reports.queries.content import WINDOW, Asked, check_items, items_of


def asked_of_many(period: Period, reports: list[Report]) -> dict[int, Asked]:
    """For each report's key what it asks for, with the unit's earlier figures."""
    items = items_of(period.template_version)
    recent = Period.objects.filter(
        template_id=period.template_id, starts_on__lt=period.starts_on
    ).order_by("-starts_on")[:WINDOW]
    starts = {past.pk: past for past in recent}
    earlier: dict[int, list[Report]] = {}
    past_reports = Report.objects.filter(
        period__in=list(starts), unit_id__in=[report.unit_id for report in reports]
    )
    for past in past_reports.only("period_id", "unit_id", "state", "values", "carried"):
        past.period = starts[past.period_id]
        earlier.setdefault(past.unit_id, []).append(past)
    for rows in earlier.values():
        rows.sort(key=lambda past: past.period.starts_on, reverse=True)
    return {
        report.pk: Asked(items, check_items(items, earlier.get(report.unit_id, [])),
                         earlier.get(report.unit_id, []))
        for report in reports
    }  # fmt: skip


def photos_of_many(reports: list[Report]) -> dict[int, int]:
    """How many photos each report has."""
    kept = Photo.objects.kept().filter(report__in=[report.pk for report in reports])
    return dict(kept.values_list("report").annotate(Count("pk")).order_by())
