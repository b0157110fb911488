"""The comparison grid of figures, and of which reports each of them is made."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.views.unchanged import drawn_when_changed
from reports.queries.chosen import Chosen, chosen
from reports.queries.figure_detail import figure_detail
from reports.queries.grid import grid_of


@drawn_when_changed
@needs("reports.view_figures")
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure of a node over a period or a span of periods, beside its bases."""
    shown = _shown(request)
    if shown.period is None:
        return render(request, "reports/figures.html", {"shown": shown})
    grid = grid_of(request.user, shown, request.GET)
    opened = set(request.GET.getlist("open"))
    may_set = request.user.has_perm("reports.edit_template", shown.template)
    context = {"shown": shown, "grid": grid, "opened": opened, "may_set": may_set}
    return render(request, "reports/figures.html", context)


@drawn_when_changed
@needs("reports.view_figures")
def figure_sources(request: HttpRequest) -> HttpResponse:
    """Which nodes and reports make one figure: values, versions, who approved, who is missing."""
    shown = _shown(request)
    if shown.period is None:
        raise Http404
    detail = figure_detail(request.user, shown, request.GET)
    context = {"shown": shown, "detail": detail, "now": clock.now()}
    return render(request, "reports/figure_sources.html", context)


def _shown(request: HttpRequest) -> Chosen:
    """What the address asks for, settled: figures are read once they had to be reported."""
    return chosen(request.user, request.session, request.GET, clock.now(), settled=True)
