"""The tasks of a campaign in all their views; what is asked for stands in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.enums import EDITABLE_CAMPAIGNS
from campaigns.models import Campaign
from campaigns.queries.task_calendar import task_calendar
from campaigns.queries.task_filters import SOON, STATES, TaskFilters
from campaigns.queries.task_matrix import task_matrix
from campaigns.queries.task_rows import TaskLedger, board_columns, task_rows
from campaigns.queries.task_timeline import task_timeline
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs

EDIT = "campaigns.edit_task"
VIEWS = ("list", "board", "wall", "gantt", "calendar")


@needs("campaigns.view_campaign", Campaign)
def task_index(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """One truth as list, board, wall chart, Gantt chart or calendar."""
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
    if view == "wall":
        return {"wall": task_matrix(campaign, ledger, params, now)}
    if view == "gantt":
        return {"gantt": task_timeline(campaign, ledger, params.get("zoom", ""), now)}
    if view == "calendar":
        return {"month": task_calendar(campaign, ledger, params, now)}
    return {}
