"""The coordinator's workbench."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.views.unchanged import drawn_when_changed
from reports.queries.bench import bench_of
from reports.queries.chosen import chosen


@drawn_when_changed
@needs("reports.view_workbench")
def workbench(request: HttpRequest) -> HttpResponse:
    """The workbench under its own address, for those whose home is another page."""
    return workbench_page(request)


def workbench_page(request: HttpRequest) -> HttpResponse:
    """What needs the office today, where this period stands, how the campaign goes on."""
    now = clock.now()
    shown = chosen(request.user, request.session, request.GET, now)
    bench = bench_of(request.user, shown, now)
    only_overdue = request.GET.get("show") == "overdue"
    context = {"shown": shown, "bench": bench, "now": now, "only_overdue": only_overdue}
    context["todos"] = bench.overdue if only_overdue else bench.todos
    return render(request, "reports/workbench.html", context)
