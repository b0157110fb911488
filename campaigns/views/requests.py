"""What waits for the office: more time asked for, questions, completions; decided in place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions.extensions import grant_extension, refuse_extension
from campaigns.actions.questions import answer_question
from campaigns.errors import CampaignError
from campaigns.forms.parts import AnswerForm, DecisionForm, moment_initial
from campaigns.models import Assignment, Extension, Question
from campaigns.queries.requests import open_requests
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.weeks import moment_label

from .pages import run_form
from .part_steps import facts_of, page_of

RELATED = "assignment__parent__unit asked_by"


@needs("campaigns.list_requests")
def request_index(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the user's word."""
    context = {"requests": open_requests(request.user, clock.now())}
    return render(request, "campaigns/request_list.html", context)


@needs("campaigns.decide_extension", Extension, methods="GET POST", related=RELATED)
def extension_decide(request: HttpRequest, extension: Extension) -> HttpResponse:
    """Grant more time, until the day asked for or another, or refuse it."""
    part = extension.assignment
    form = DecisionForm(request.POST or None, initial=moment_initial(extension.wanted_at))
    form.fields["due_on"].label = _("Grant it until")
    wanted, reason = moment_label(extension.wanted_at), extension.reason
    is_granted = request.POST.get("decision") == "grant"
    said = (
        _("More time granted; %(unit)s has been told.")
        if is_granted
        else _("Refused; %(unit)s has been told why.")
    )
    return run_form(
        request, form, lambda data: _decide(request, extension, form, is_granted),
        title=_("%(unit)s asks for more time") % {"unit": part.unit},
        done=said % {"unit": part.unit},
        back=_back(request, part), buttons=_decisions(),
        facts=[*facts_of(part), (_("Wanted until"), wanted), (_("Reason"), reason)],
    )  # fmt: skip


def _decisions() -> list[tuple[str, str, str, str]]:
    """The two buttons of the form."""
    return [
        ("decision", "grant", "btn-primary", _("Grant")),
        ("decision", "refuse", "btn-return", _("Refuse")),
    ]


def _decide(
    request: HttpRequest, extension: Extension, form: DecisionForm, is_granted: bool
) -> None:
    answer = form.cleaned_data["answer"]
    if is_granted:
        grant_extension(extension, by=request.user, answer=answer, due_at=form.due_at())
    elif request.POST.get("decision") == "refuse":
        refuse_extension(extension, by=request.user, answer=answer)
    else:
        raise CampaignError(_("Choose whether to grant it or to refuse it."))


@needs("campaigns.answer_question", Question, methods="GET POST", related=RELATED)
def question_answer(request: HttpRequest, question: Question) -> HttpResponse:
    """Answer a unit's question."""
    part = question.assignment
    form = AnswerForm(request.POST or None)
    return run_form(
        request, form,
        lambda data: answer_question(question, answer=data["answer"], by=request.user),
        done=_("Answered; %(unit)s has been told.") % {"unit": part.unit},
        title=_("%(unit)s has a question") % {"unit": part.unit}, submit=_("Send the answer"),
        back=_back(request, part),
        facts=[*facts_of(part), (_("Question"), question.text)],
    )  # fmt: skip


def _back(request: HttpRequest, part: Assignment) -> str:
    """To the page whose button it was."""
    came_from = request.POST.get("from")
    if came_from == "task":
        return reverse("campaigns:task-detail", args=[part.task_id])
    return reverse("campaigns:request-list") if came_from == "requests" else page_of(part)
