"""A unit's own tasks: the list, one task on a phone, and the answer to what was handed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import assignments as actions
from campaigns.enums import AssignmentState
from campaigns.forms.tasks import FeedbackForm
from campaigns.models import Assignment
from campaigns.queries.assignment_page import assignment_page
from campaigns.queries.assignments import OwnFilters, own_assignments
from campaigns.queries.part_rights import part_rights
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError

from .pages import attempt, attempt_at

RELATED = "task__clause__section task__phase task__indicator parent__unit handler signed_by"


@needs("campaigns.list_own_assignments")
def assignment_index(request: HttpRequest) -> HttpResponse:
    filters = OwnFilters.read(request.GET)
    own = own_assignments(request.user, filters.tab, clock.now(), filters)
    context = {"own": own, "tab": filters.tab, "filters": filters}
    return render(request, "campaigns/assignment_list.html", context)


@needs("campaigns.view_assignment", Assignment, related=RELATED)
def assignment_detail(request: HttpRequest, part: Assignment) -> HttpResponse:
    return _page(request, part, FeedbackForm(part=part))


def _page(
    request: HttpRequest, part: Assignment, form: FeedbackForm, status: int = 200
) -> HttpResponse:
    page = assignment_page(request.user, part, clock.now())
    context = {
        "part": part,
        "page": page,
        "form": form,
        **part_rights(request.user, page),
        "is_waiting": part.state == AssignmentState.TO_VERIFY,
        "is_returned": part.state == AssignmentState.RETURNED,
        "keep_key": f"fw-draft:{request.user.pk}:part:{part.pk}:",
        "arrived": "sent" in request.GET,
    }
    return render(request, "campaigns/assignment_detail.html", context, status=status)


@needs("campaigns.answer_assignment", Assignment, methods="POST")
def assignment_sign(request: HttpRequest, part: Assignment) -> HttpResponse:
    attempt(
        request,
        lambda: actions.sign(part, by=request.user),
        _("Acknowledged. The office sees that the task has arrived."),
    )
    return redirect("campaigns:assignment-detail", part.pk)


@needs("campaigns.answer_assignment", Assignment, methods="POST", related=RELATED)
def assignment_feedback(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Feedback, or with the button of that name a request for completion."""
    form = FeedbackForm(request.POST, request.FILES, part=part)
    if not form.is_valid():
        return _page(request, part, form, 422)
    asks = request.POST.get("move") == "ask_close"
    act = actions.ask_close if asks else actions.give_feedback
    try:
        act(part, by=request.user, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, part, form, 422)
    done = _("Completion asked for. The office will look at it.") if asks else _("Feedback sent.")
    messages.success(request, done)
    return redirect(f"{reverse('campaigns:assignment-detail', args=[part.pk])}?sent=1")


@needs("campaigns.close_assignment", Assignment, methods="POST")
def assignment_close(request: HttpRequest, part: Assignment) -> HttpResponse:
    text = request.POST.get("text", "")[:1000]
    return attempt_at(
        request,
        _way_back(request, part),
        lambda: actions.close_assignment(part, text=text, by=request.user),
        _("Completion confirmed."),
    )


@needs("campaigns.close_assignment", Assignment, methods="POST")
def assignment_return(request: HttpRequest, part: Assignment) -> HttpResponse:
    reason = request.POST.get("reason", "")[:1000]
    return attempt_at(
        request,
        _way_back(request, part),
        lambda: actions.send_back(part, reason=reason, by=request.user),
        _("Sent back to %(unit)s.") % {"unit": part.unit},
    )


@needs("campaigns.close_assignment", Assignment, methods="POST")
def assignment_withdraw(request: HttpRequest, part: Assignment) -> HttpResponse:
    reason = request.POST.get("reason", "")[:300]
    return attempt_at(
        request,
        _way_back(request, part),
        lambda: actions.withdraw_assignment(part, reason=reason, by=request.user),
        _("%(unit)s was taken out of the task.") % {"unit": part.unit},
    )


def _way_back(request: HttpRequest, part: Assignment) -> str:
    """To the page whose button it was: the task, the part above, the requests, else the part."""
    came_from = request.POST.get("from")
    if came_from == "task":
        return reverse("campaigns:task-detail", args=[part.task_id])
    if came_from == "requests":
        return reverse("campaigns:request-list")
    key = part.parent_id if came_from == "parent" and part.parent_id else part.pk
    return reverse("campaigns:assignment-detail", args=[key])
