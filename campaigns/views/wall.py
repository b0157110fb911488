"""The drawers behind the cells of the wall charts of tasks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions.task_reminders import remind_parts
from campaigns.enums import UNDER_WAY
from campaigns.models import Campaign
from campaigns.queries.wall_cell import cell_parts, wall_cell
from campaigns.queries.wall_cell import phase_cell as cell_of_phase
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError


@needs("campaigns.view_campaign", Campaign)
def task_cell(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """A unit's part in a task: a fragment for the drawer, a page without a script."""
    return _cell(request, campaign, request.GET.get("c", ""))


@needs("campaigns.view_campaign", Campaign)
def phase_cell(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """A unit's tasks of a phase: a fragment for the drawer, a page without a script."""
    key = request.GET.get("c", "")
    cell = cell_of_phase(request.user, campaign, key, clock.now())
    by_htmx = request.headers.get("HX-Request") == "true"
    page = "campaigns/_phase_cell.html" if by_htmx else "campaigns/phase_cell.html"
    return render(request, page, {"campaign": campaign, "cell": cell})


@needs("campaigns.edit_task", Campaign, methods="POST")
def task_cell_remind(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Remind the unit of what it still owes in this cell."""
    key = request.POST.get("c", "")
    parts = cell_parts(request.user, campaign, key)
    said, is_good = "", False
    try:
        outcome = remind_parts(parts, by=request.user)
    except DomainError as refusal:
        said = str(refusal)
    else:
        is_good, said = bool(outcome.told), _sentence(outcome)
    if request.headers.get("HX-Request") == "true":
        return _cell(request, campaign, key, {"said": said, "is_good": is_good})
    (messages.success if is_good else messages.warning)(request, said)
    return redirect(reverse("campaigns:task-cell", args=[campaign.pk]) + f"?c={key}")


def _sentence(outcome: object) -> str:
    if outcome.told:
        return _("%(unit)s was reminded.") % {"unit": outcome.told[0].unit}
    if outcome.cooling:
        unit = outcome.cooling[0].unit
        return _("%(unit)s was reminded a short while ago. Try again later.") % {"unit": unit}
    return _("Nothing is owed here any more; nobody was reminded.")


def _cell(
    request: HttpRequest, campaign: Campaign, key: str, more: dict | None = None
) -> HttpResponse:
    by_htmx = request.headers.get("HX-Request") == "true"
    may_edit = request.user.has_perm("campaigns.edit_task", campaign)
    cell = wall_cell(request.user, campaign, key, clock.now())
    context = {
        "campaign": campaign,
        "key": key,
        "cell": cell,
        "may_remind": may_edit and campaign.state in UNDER_WAY and bool(cell.open_parts),
        **(more or {}),
    }
    page = "campaigns/_wall_cell.html" if by_htmx else "campaigns/task_cell.html"
    return render(request, page, context)
