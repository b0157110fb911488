"""The tasks of a campaign in all their views; what is asked for stands in the address."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from campaigns.enums import EDITABLE_CAMPAIGNS
from campaigns.models import Campaign
from campaigns.queries.task_calendar import task_calendar
from campaigns.queries.task_filters import SOON, STATES, TaskFilters
from campaigns.queries.task_matrix import phase_matrix, task_matrix
from campaigns.queries.task_rows import TaskLedger, board_columns, task_rows
from campaigns.queries.task_timeline import task_timeline
from campaigns.queries.task_walls import PhaseWall, TaskWall
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.views.unchanged import drawn_when_changed

EDIT = "campaigns.edit_task"
VIEWS = ("list", "board", "wall", "phases", "gantt", "calendar")


@drawn_when_changed
@needs("campaigns.view_campaign", Campaign)
def task_index(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """One truth as list, board, wall charts, Gantt chart or calendar."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "list"
    filters = TaskFilters.read(request.GET)
    ledger = task_rows(request.user, campaign, filters, clock.now())
    may_edit = request.user.has_perm(EDIT, campaign)
    context = {
        "campaign": campaign,
        "ledger": ledger,
        "filters": filters,
        "view": view,
        "states": STATES,
        "soon": SOON,
        "may_edit": may_edit and campaign.state in EDITABLE_CAMPAIGNS,
        **_of_view(view, request, campaign, ledger),
    }
    return render(request, f"campaigns/task_{view}.html", context)


def _of_view(
    view: str, request: HttpRequest, campaign: Campaign, ledger: TaskLedger
) -> dict[str, object]:
    """What one of the views needs beyond the rows."""
    now, params = clock.now(), request.GET
    if view == "board":
        return {"columns": board_columns(ledger, with_drafts=request.user.has_perm(EDIT, campaign))}
    if view in ("wall", "phases"):
        return _of_wall(view, campaign, ledger, params)
    if view == "gantt":
        return {"gantt": task_timeline(campaign, ledger, params.get("zoom", ""), now)}
    if view == "calendar":
        return {"month": task_calendar(campaign, ledger, params, now)}
    return {}


def _of_wall(view: str, campaign: Campaign, ledger: TaskLedger, params: QueryDict) -> dict:
    """A wall chart, its tab and the address of its cells."""
    if view == "wall":
        tab, number, name, draw = "tasks", TaskWall.number, "task-cell", task_matrix
    else:
        tab, number, name, draw = "phases", PhaseWall.number, "task-phase-cell", phase_matrix
    cell_url = reverse(f"campaigns:{name}", args=[campaign.pk])
    wall = draw(campaign, ledger, params, clock.now())
    return {"wall": wall, "tab": tab, "number": number, "cell_url": cell_url}
