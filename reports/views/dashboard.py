"""The leader's page: any node of the tree, any period, down to a single unit's reports."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.models import Unit
from orgs.views.unchanged import drawn_when_changed
from reports.queries.asks import today_of
from reports.queries.board import board_of, unit_board_of
from reports.queries.chosen import ABOVE, chosen, reads


@drawn_when_changed
@needs("reports.view_dashboard")
def dashboard(request: HttpRequest) -> HttpResponse:
    """A node in a period; what is shown stands in the address, so that a link shows the same."""
    now = clock.now()
    shown = chosen(request.user, request.session, request.GET, now, settled=True)
    if shown.period is None:
        return render(request, "reports/dashboard.html", {"shown": shown, "now": now})
    board = board_of(request.user, shown, request.GET, now)
    if board.is_single_unit:
        unit = reverse("reports:dashboard-unit", args=[board.page.unit.pk])
        return redirect(f"{unit}?period={shown.period.pk}")
    return render(request, "reports/dashboard.html", {"shown": shown, "board": board, "now": now})


@drawn_when_changed
@needs("reports.view_dashboard")
def dashboard_today(request: HttpRequest) -> HttpResponse:
    """What to ask about and what changed since yesterday: a fragment, a page without a script."""
    now = clock.now()
    shown = chosen(request.user, request.session, request.GET, now, settled=True)
    today = today_of(request.user, shown, request.GET, now) if shown.period else None
    by_htmx = request.headers.get("HX-Request") == "true"
    page = "reports/_today.html" if by_htmx else "reports/dashboard_today.html"
    return render(request, page, {"shown": shown, "today": today, "now": now})


@drawn_when_changed
@needs("reports.view_dashboard", Unit, related=ABOVE)
def dashboard_unit(request: HttpRequest, unit: Unit) -> HttpResponse:
    """A single unit: twelve periods of states and figures, each leading to its report."""
    now = clock.now()
    shown = chosen(request.user, request.session, request.GET, now, settled=True)
    if shown.campaign is None or not reads(request.user, shown.campaign, unit):
        raise Http404
    board = unit_board_of(request.user, shown, unit, request.GET, now) if shown.period else None
    context = {"shown": shown, "board": board, "unit": unit, "now": now}
    return render(request, "reports/dashboard_unit.html", context)
