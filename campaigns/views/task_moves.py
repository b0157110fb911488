"""What is moved in the views of tasks: a card on the board, a due moment on the Gantt chart."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions.board import move_card
from campaigns.actions.due_dates import move_task_due
from campaigns.enums import TaskState
from campaigns.forms.due import MoveDueForm, moved_to
from campaigns.models import Task
from campaigns.queries.task_moves import who_saved, why_fixed
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError, StaleVersion
from fraudwatch.lib.way_back import asked_for
from fraudwatch.lib.weeks import moment_label


@needs("campaigns.edit_task", Task, methods="POST")
def task_move_card(request: HttpRequest, task: Task) -> HttpResponse:
    """Move a card: a form leads back to the board, a script gets the sentence."""
    listed = reverse("campaigns:task-list", args=[task.campaign_id])
    back = asked_for(request, otherwise=f"{listed}?view=board")
    is_script = request.headers.get("Accept") == "application/json"
    try:
        move_card(task, to=request.POST.get("to", ""), by=request.user)
    except DomainError as refusal:
        if is_script:
            return JsonResponse({"text": str(refusal)}, status=409)
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, _("The task was issued; its units have been told."))
    return JsonResponse({"next": back}) if is_script else redirect(back)


@needs("campaigns.edit_task", Task, methods="GET POST", related="campaign__owner")
def task_move_due(request: HttpRequest, task: Task) -> HttpResponse:
    """Ask for the new due moment, and for a reason once units know of the task."""
    if request.method == "GET":
        form = MoveDueForm(initial=moved_to(task, request.GET.get("due_on", "")), task=task)
        return _asked(request, task, form)
    form = MoveDueForm(request.POST, task=task)
    if not form.is_valid():
        return _asked(request, task, form, 422)
    was = task.due_at
    try:
        _move(request, task, form)
    except StaleVersion as stale:
        form.add_error(None, who_saved(task) or str(stale))
        form.data = form.data.copy()
        form.data["version"] = stale.current.version if stale.current else task.version
        return _asked(request, task, form, 409)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _asked(request, task, form, 422)
    return _moved(request, task, was)


def _move(request: HttpRequest, task: Task, form: MoveDueForm) -> None:
    move_task_due(
        task,
        version=form.cleaned_data["version"],
        due_at=form.due_at,
        reason=form.cleaned_data.get("reason", ""),
        by=request.user,
    )


def _asked(request: HttpRequest, task: Task, form: MoveDueForm, status: int = 200) -> HttpResponse:
    by_htmx = request.headers.get("HX-Request") == "true"
    page = "campaigns/_move_due.html" if by_htmx else "campaigns/task_move_due.html"
    context = {
        "task": task,
        "campaign": task.campaign,
        "form": form,
        "why_fixed": why_fixed(task),
        "is_draft": task.state == TaskState.DRAFT,
        "next": asked_for(request, otherwise=_timeline(task)),
    }
    return render(request, page, context, status=status)


def _moved(request: HttpRequest, task: Task, was: object) -> HttpResponse:
    """Say so, with a way to take a draft's move back, and show the chart again."""
    back = asked_for(request, otherwise=_timeline(task))
    words = {"number": task.number, "moment": moment_label(task.due_at)}
    done = _("Task %(number)d is now due on %(moment)s.") % words
    if task.state == TaskState.DRAFT and was and "undo" not in request.POST:
        undo = moved_to(task, "", was) | {"undo": "1", "next": back}
        context = {"task": task, "text": done, "undo": json.dumps(undo, default=str)}
        done = render_to_string("campaigns/_move_undo.html", context)
    messages.success(request, done)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": back})
    return redirect(back)


def _timeline(task: Task) -> str:
    return reverse("campaigns:task-list", args=[task.campaign_id]) + "?view=gantt"
