"""Two submissions of a report side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fraudwatch.lib.access import needs
from reports.models import Report
from reports.queries.revisions import comparison
from reports.views.gate import WITH_REPORT


@needs("reports.view_report", Report, related=WITH_REPORT)
def report_versions(request: HttpRequest, report: Report) -> HttpResponse:
    """What changed between two submissions; the last two without a choice."""
    page = comparison(report, request.GET.get("old"), request.GET.get("new"))
    return render(request, "reports/report_versions.html", {"page": page, "report": report})
