"""One task of a campaign, and what the office does with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actions import tasks as actions
from campaigns.enums import EDITABLE_CAMPAIGNS, UNDER_WAY, TaskState
from campaigns.models import Campaign, Task
from campaigns.queries.plan import clause_label
from campaigns.queries.task_page import task_page
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs

from .pages import attempt, attempt_at
from .task_form import run_task_form


@needs("campaigns.edit_task", Campaign, methods="GET POST")
def task_add(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return run_task_form(request, campaign)


@needs("campaigns.edit_task", Task, methods="GET POST", related="campaign__owner")
def task_edit(request: HttpRequest, task: Task) -> HttpResponse:
    return run_task_form(request, task.campaign, task)


@needs("campaigns.view_task", Task, related="campaign__owner clause__section phase")
def task_detail(request: HttpRequest, task: Task) -> HttpResponse:
    """One task; ``?round=3`` shows the units of an earlier round."""
    may_edit = request.user.has_perm("campaigns.edit_task", task)
    clause, shown = task.clause, request.GET.get("round", "")
    number = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 6 else 0
    context = {
        "campaign": task.campaign,
        "task": task,
        "page": task_page(request.user, task, clock.now(), number),
        "source": f"{clause_label(clause)}{clause.text}" if clause else "",
        "may_edit": may_edit and task.campaign.state in EDITABLE_CAMPAIGNS,
        "may_ask": may_edit and task.campaign.state in UNDER_WAY,
        "is_draft": task.state == TaskState.DRAFT,
        "is_issued": task.state == TaskState.ISSUED,
    }
    return render(request, "campaigns/task_detail.html", context)


@needs("campaigns.edit_task", Task, methods="POST")
def task_issue(request: HttpRequest, task: Task) -> HttpResponse:
    attempt(
        request,
        lambda: actions.issue_task(task, by=request.user),
        _("The task was issued; its units have been told."),
    )
    return redirect("campaigns:task-detail", task.pk)


@needs("campaigns.edit_task", Campaign, methods="POST")
def task_issue_many(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Issue the drafts that were ticked, all or none."""
    keys = [key for key in request.POST.getlist("task") if key.isdecimal() and len(key) < 12]
    tasks = list(
        Task.objects.visible_to(request.user).filter(
            campaign=campaign, pk__in=keys, state=TaskState.DRAFT
        )
    )
    n = len(tasks)
    done = ngettext("%(n)d task issued.", "%(n)d tasks issued.", n) % {"n": n}
    if tasks:
        attempt(request, lambda: actions.issue_tasks(tasks, by=request.user), done)
    return redirect("campaigns:task-list", campaign.pk)


@needs("campaigns.edit_task", Task, methods="POST")
def task_withdraw(request: HttpRequest, task: Task) -> HttpResponse:
    reason = request.POST.get("reason", "")[:300]
    return attempt_at(
        request,
        reverse("campaigns:task-detail", args=[task.pk]),
        lambda: actions.withdraw_task(task, reason=reason, by=request.user),
        _("The task was withdrawn; its units have been told."),
    )


@needs("campaigns.edit_task", Task, methods="POST")
def task_delete(request: HttpRequest, task: Task) -> HttpResponse:
    number = task.number
    done = attempt(
        request,
        lambda: actions.delete_task(task, by=request.user),
        _("Draft task %(number)d deleted.") % {"number": number},
    )
    if done:
        return redirect("campaigns:task-list", task.campaign_id)
    return redirect("campaigns:task-detail", task.pk)
