"""The versions of a report template, and what differs between two of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fraudwatch.lib.access import needs
from fraudwatch.lib.numbers import posted_whole
from reports.models import ReportTemplate
from reports.queries.template_versions import compare, version_rows


@needs("reports.view_template", ReportTemplate, related="campaign__owner")
def template_versions(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """The versions with their periods; the latest beside the one before, or the two asked for."""
    rows = version_rows(template)
    newest = rows[0].version.number
    new = posted_whole(request.GET.get("to"), newest)
    old = posted_whole(request.GET.get("from"), new - 1)
    context = {"template": template, "rows": rows, "compared": compare(template, old, new)}
    context |= {"old": old, "new": new}
    return render(request, "reports/template_versions.html", context)
