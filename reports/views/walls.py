"""The wall charts of reports and the drawers behind their cells."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.views.asked import say_asked
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.views.unchanged import drawn_when_changed
from reports.actions.reminders import remind_now
from reports.queries.report_walls import VIEWS
from reports.queries.wall_cells import ReportCell, gauge_cell, week_cell


@drawn_when_changed
@needs("reports.view_wall", Campaign)
def wall_weeks(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """How every unit's report stood in every period."""
    return _chart(request, campaign, "weeks")


@drawn_when_changed
@needs("reports.view_wall", Campaign)
def wall_gauges(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """How near every unit is to each of the four hundred percent."""
    return _chart(request, campaign, "gauges")


@needs("reports.view_wall", Campaign)
def wall_cell(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """A report, or a town's reports: a fragment for the drawer, a page without a script."""
    cell = week_cell(request.user, campaign, request.GET.get("c", ""), clock.now())
    part = "report" if isinstance(cell, ReportCell) else "town"
    return _drawer(request, campaign, part, cell)


@needs("reports.view_wall", Campaign)
def wall_gauge(request: HttpRequest, campaign: Campaign, period: int) -> HttpResponse:
    """What a gauge is made of."""
    cell = gauge_cell(request.user, campaign, request.GET.get("c", ""), period)
    return _drawer(request, campaign, "gauge", cell)


@needs("reports.remind_units", Campaign, methods="POST")
def wall_remind(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Remind those of a cell that still owe, and say how many heard it."""
    key = request.POST.get("c", "")
    cell = week_cell(request.user, campaign, key, clock.now())
    done = remind_now(cell.period, cell.unit, by=request.user)
    say_asked(request, done.told, done.cooling, done.unreachable, done.again_at)
    return redirect(reverse("reports:wall-cell", args=[campaign.pk]) + f"?c={key}")


def _chart(request: HttpRequest, campaign: Campaign, name: str) -> HttpResponse:
    view = VIEWS[name]
    page = view.page(request.user, campaign, request.GET, clock.now())
    context = {
        "campaign": campaign, "page": page, "shown": page.shown, "wall": page.wall,
        "tab": name, "number": view.number, "view": "wall",
        "cell_url": view.cell_url(page),
    }  # fmt: skip
    return render(request, "reports/wall.html", context)


def _drawer(request: HttpRequest, campaign: Campaign, part: str, cell: object) -> HttpResponse:
    by_htmx = request.headers.get("HX-Request") == "true"
    context = {
        "campaign": campaign, "cell": cell, "key": request.GET.get("c", ""),
        "part": f"reports/_wall_{part}.html", "now": clock.now(),
        "may_remind": request.user.has_perm("reports.remind_units"),
    }  # fmt: skip
    return render(request, context["part"] if by_htmx else "reports/wall_cell.html", context)
