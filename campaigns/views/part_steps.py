"""What a unit asks about its part, and what office and town do with it besides deciding."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actions.due_dates import move_due
from campaigns.actions.extensions import ask_extension, take_back_extension
from campaigns.actions.handlers import hand_over_parts
from campaigns.actions.passing_on import pass_on
from campaigns.actions.questions import ask_question
from campaigns.actions.task_reminders import Reminded, remind_parts
from campaigns.forms.parts import (
    ExtensionForm,
    HandOverPartForm,
    MovePartForm,
    PassOnForm,
    QuestionForm,
    moment_initial,
)
from campaigns.models import Assignment, Task
from campaigns.queries.passing_on import units_below, units_meant
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.weeks import moment_label

from .asked import say_asked
from .pages import attempt, run_form

RELATED = "parent__unit task__campaign__owner"


def page_of(part: Assignment) -> str:
    """The address of a part's page."""
    return reverse("campaigns:assignment-detail", args=[part.pk])


def facts_of(part: Assignment) -> list[tuple[str, str]]:
    """What the form pages say of the part they are about."""
    facts = [(_("Task"), part.task.title), (_("Unit"), part.unit.name)]
    if part.due_at:
        facts.append((_("Due date"), moment_label(part.due_at)))
    return facts


@needs("campaigns.answer_assignment", Assignment, methods="GET POST", related=RELATED)
def assignment_extend(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Ask for more time."""
    form = ExtensionForm(request.POST or None, initial=moment_initial(_a_week_on(part.due_at)))
    return run_form(
        request, form,
        lambda data: ask_extension(
            part, wanted_at=form.due_at(), reason=data["reason"], by=request.user
        ),
        done=_("More time was asked for. Until the answer comes the due date stays."),
        title=_("Ask for more time"), submit=_("Ask for more time"), back=page_of(part),
        facts=facts_of(part),
    )  # fmt: skip


@needs("campaigns.answer_assignment", Assignment, methods="POST", related=RELATED)
def extension_take_back(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Want no more time after all."""
    attempt(
        request,
        lambda: take_back_extension(part, by=request.user),
        _("The request was taken back; the due date stays as it is."),
    )
    return redirect(page_of(part))


def _a_week_on(due_at: datetime | None) -> datetime | None:
    return due_at + timedelta(days=7) if due_at else None


@needs("campaigns.answer_assignment", Assignment, methods="GET POST", related=RELATED)
def assignment_ask(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Ask the office a question."""
    form = QuestionForm(request.POST or None)
    return run_form(
        request, form,
        lambda data: ask_question(part, text=data["text"], by=request.user),
        done=_("Your question is with the office; the answer comes as a notice."),
        title=_("Ask the office"), submit=_("Send the question"), back=page_of(part),
        facts=facts_of(part),
    )  # fmt: skip


@needs("campaigns.close_assignment", Assignment, methods="GET POST", related=RELATED)
def assignment_move_due(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Move the due moment of one unit."""
    form = MovePartForm(request.POST or None, initial=moment_initial(part.due_at))
    return run_form(
        request, form,
        lambda data: move_due(
            [part], due_at=form.due_at(), reason=data["reason"], by=request.user
        ),
        done=_("The due date was moved; %(unit)s has been told.") % {"unit": part.unit},
        title=_("Move the due date"), submit=_("Move the due date"), back=page_of(part),
        facts=facts_of(part),
    )  # fmt: skip


@needs("campaigns.hand_over_assignment", Assignment, methods="GET POST", related=RELATED)
def assignment_hand_over(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Let somebody else of the unit look after the part."""
    form = HandOverPartForm(request.POST or None, part=part)
    facts = facts_of(part)
    if part.handler:
        facts.append((_("Looked after by"), part.handler.name))
    return run_form(
        request, form,
        lambda data: hand_over_parts([part], by=request.user, **data),
        done=_("Handed over. The unit stays responsible."),
        title=_("Hand over inside the unit"), submit=_("Hand over"), back=page_of(part),
        facts=facts,
    )  # fmt: skip


@needs("campaigns.pass_on_assignment", Assignment, methods="GET POST", related=RELATED)
def assignment_pass_on(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Pass the part on to units below: names become ticks first, then the list is confirmed."""
    candidates = units_below(part)
    if request.method == "GET":
        form = PassOnForm(initial=moment_initial(part.due_at), candidates=candidates)
        return _pass_on_page(request, part, form)
    form = PassOnForm(request.POST, candidates=candidates)
    if not form.is_valid():
        return _pass_on_page(request, part, form, 422)
    if form.cleaned_data["names"].strip():
        return _widened(request, part, form)
    return _passed_on(request, part, form)


def _passed_on(request: HttpRequest, part: Assignment, form: PassOnForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        made = pass_on(
            part, units=data["units"], due_at=form.due_at(), requirement=data["requirement"],
            by=request.user,
        )  # fmt: skip
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _pass_on_page(request, part, form, 422)
    said = ngettext("Passed on to %(n)d unit.", "Passed on to %(n)d units.", len(made))
    messages.success(request, said % {"n": len(made)})
    return redirect(page_of(part))


def _widened(request: HttpRequest, part: Assignment, form: PassOnForm) -> HttpResponse:
    """Tick what the names mean and show the list; what means nothing stays to be mended."""
    found = units_meant(part, form.cleaned_data["names"])
    if found.problems:
        form.add_error("names", " ".join(found.problems))
        return _pass_on_page(request, part, form, 422)
    ticked = {unit.pk: unit for unit in [*form.cleaned_data["units"], *found.units]}
    form.tick(ticked.values())
    said = ngettext(
        "%(n)d unit is ticked. Check the list, then pass it on.",
        "%(n)d units are ticked. Check the list, then pass it on.",
        len(ticked),
    )
    messages.info(request, said % {"n": len(ticked)})
    return _pass_on_page(request, part, form)


def _pass_on_page(
    request: HttpRequest, part: Assignment, form: PassOnForm, status: int = 200
) -> HttpResponse:
    context = {"part": part, "form": form, "facts": facts_of(part)}
    return render(request, "campaigns/assignment_pass_on.html", context, status=status)


@needs("campaigns.close_assignment", Assignment, methods="POST", related=RELATED)
def assignment_remind(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Remind one unit."""
    _remind(request, [part])
    at_task = request.POST.get("from") == "task"
    return redirect("campaigns:task-detail", part.task_id) if at_task else redirect(page_of(part))


@needs("campaigns.edit_task", Task, methods="POST")
def task_remind(request: HttpRequest, task: Task) -> HttpResponse:
    """Remind every unit that still owes something of the task."""
    parts = Assignment.objects.visible_to(request.user).filter(task=task)
    _remind(request, parts)
    return redirect("campaigns:task-detail", task.pk)


def _remind(request: HttpRequest, parts: Iterable[Assignment]) -> None:
    try:
        reminded = remind_parts(parts, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        say_reminded(request, reminded)


def say_reminded(request: HttpRequest, reminded: Reminded) -> None:
    """Who was reminded, and who was not because it was done a moment ago."""
    say_asked(request, reminded.told, reminded.cooling, reminded.unreachable, reminded.again_at)
