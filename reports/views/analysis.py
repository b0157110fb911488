"""The analysis page: figures, units, periods and parts in one grid, any two against each other."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.csv_rows import csv_lines
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.audit import record_alone
from orgs.views.unchanged import drawn_when_changed
from reports.exports.analysis_table import file_name, table_of
from reports.queries.analysis import Analysis, analysis_of
from reports.queries.analysis_page import AnalysisPage
from reports.queries.chosen import chosen


@drawn_when_changed
@needs("reports.view_figures")
def analysis(request: HttpRequest) -> HttpResponse:
    """The grid that the address asks for; a link to it shows the same."""
    shown = chosen(request.user, request.session, request.GET, clock.now(), settled=True)
    if shown.period is None:
        return render(request, "reports/analysis.html", {"shown": shown})
    page = AnalysisPage(analysis_of(request.user, shown, request.GET), request.GET)
    return render(request, "reports/analysis.html", {"shown": shown, "page": page})


@needs("reports.export_summary")
def analysis_csv(request: HttpRequest) -> HttpResponse:
    """The grid as it is seen, as a CSV file; that it was taken out is an entry of the trail."""
    found = _asked(request)
    asked = {"query": ["", request.GET.urlencode()[:200]]}
    about = {"about": found.shown.template, "path": found.unit.path}
    record_alone("analysis.exported", by=request.user, changes=asked, **about)
    table = table_of(found)
    lines = csv_lines(table.head, [*table.rows, [], *([one] for one in table.notes)])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition(file_name(found, "csv"))
    return response


def _asked(request: HttpRequest) -> Analysis:
    shown = chosen(request.user, request.session, request.GET, clock.now(), settled=True)
    if shown.period is None:
        raise Http404
    found = analysis_of(request.user, shown, request.GET)
    if found.pivot is None:
        raise Http404
    if not request.user.has_perm("reports.export_summary", found):
        raise PermissionDenied
    return found
