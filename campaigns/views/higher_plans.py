"""A campaign and the one above it: linking, the higher plan beside one's own, who has none yet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actions.higher_plans import (
    link_campaign,
    link_task,
    remind_of_plan,
    unlink_campaign,
)
from campaigns.forms.starts import HigherForm
from campaigns.models import Campaign, Task
from campaigns.queries.children import child_rows, rollup
from campaigns.queries.higher_plans import linkable_tasks
from campaigns.queries.plan_above import sections_above
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole

from .pages import attempt


@needs("campaigns.edit_plan", Campaign, methods="GET POST")
def higher_plan(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = HigherForm(request.POST or None, user=request.user, campaign=campaign)
    if form.is_valid():
        try:
            _link(campaign, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("campaigns:higher-plan", campaign.pk)
    above = campaign.parent
    context = {
        "campaign": campaign,
        "form": form,
        "above": above,
        "above_sections": sections_above(request.user, above) if above else [],
        "offered": linkable_tasks(campaign),
        "tasks": list(campaign.tasks.exclude(state="withdrawn").select_related("parent")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/higher_plan.html", context, status=status)


def _link(campaign: Campaign, *, parent: Campaign | None, version: int, by: object) -> None:
    if parent is not None:
        link_campaign(campaign, parent=parent, version=version, by=by)
    else:
        unlink_campaign(campaign, version=version, by=by)


@needs("campaigns.edit_task", Task, methods="POST")
def task_link(request: HttpRequest, task: Task) -> HttpResponse:
    """Point a task to the one of the higher campaign that it carries out, or to none."""
    key = posted_whole(request.POST.get("parent"))
    above = next((one for one in linkable_tasks(task.campaign) if one.pk == key), None)
    version = posted_whole(request.POST.get("version"))
    attempt(
        request,
        lambda: link_task(task, parent=above, version=version, by=request.user),
        _("Saved."),
    )
    return redirect("campaigns:higher-plan", task.campaign_id)


@needs("campaigns.list_children", Campaign)
def child_list(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    rows = child_rows(request.user, campaign, clock.now())
    context = {
        "campaign": campaign,
        "rows": rows,
        "missing": [row for row in rows if row.campaign is None],
        "sum": rollup(rows),
        "may_remind": request.user.has_perm("campaigns.edit_campaign", campaign),
    }
    return render(request, "campaigns/child_list.html", context)


@needs("campaigns.edit_campaign", Campaign, methods="POST")
def plan_remind(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Remind one member unit, or all that have no plan, of the plan that is missing."""
    wanted = posted_whole(request.POST.get("unit"))
    rows = child_rows(request.user, campaign, clock.now())
    units = [row.unit for row in rows if not row.campaign and wanted in (0, row.unit.pk)]
    people = 0
    try:
        for unit in units:
            people += remind_of_plan(campaign, unit, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said(people))
    return redirect("campaigns:child-list", campaign.pk)


def _said(people: int) -> str:
    if not people:
        return _("Nobody was told: they were reminded today already, or nobody reports there.")
    return ngettext("%(n)d person was reminded.", "%(n)d people were reminded.", people) % {
        "n": people
    }
