"""The form of a task: facts, rhythm, and units that are named first, shown, and then kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.actions.task_checks import check_facts
from campaigns.actions.task_edits import edit_task
from campaigns.actions.tasks import create_task
from campaigns.enums import AssignmentState, Repeat, TaskState
from campaigns.errors import CampaignError
from campaigns.forms.rhythms import TimesForm
from campaigns.forms.task_sources import source_lists
from campaigns.forms.task_units import UnitLists, lists_of_post, lists_of_task
from campaigns.forms.tasks import TaskForm, task_initial
from campaigns.models import Assignment, Campaign, Task
from campaigns.queries.round_preview import round_preview
from campaigns.queries.unit_words import unit_words
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError, StaleVersion


def run_task_form(
    request: HttpRequest, campaign: Campaign, task: Task | None = None
) -> HttpResponse:
    """Show the form, or save it once the units it means have been shown."""
    given = _given(task)
    is_issued = task is not None and task.state == TaskState.ISSUED
    if request.method != "POST":
        form, lists = _fresh(request, campaign, task, given)
        return _page(request, task, form, lists)
    lists = lists_of_post(campaign, request.POST, given, is_issued=is_issued)
    form = TaskForm(request.POST, campaign=campaign, task=task)
    if form.is_valid() & _units_are_clear(form, lists) and (saved := _saved(form, lists, request)):
        return redirect("campaigns:task-detail", saved.pk)
    return _page(request, task, form, lists)


def _given(task: Task | None) -> list[Assignment]:
    """The parts that the form is about: of a task that repeats those of its latest round."""
    if task is None:
        return []
    rows = task.assignments.filter(parent=None).exclude(state=AssignmentState.WITHDRAWN)
    rows = list(rows.select_related("unit").order_by("unit__depth", "unit__position", "unit__code"))
    last = max((part.occurrence for part in rows), default=0)
    for part in rows:
        part.task = task
    return [part for part in rows if part.occurrence == last]


def _fresh(
    request: HttpRequest, campaign: Campaign, task: Task | None, given: list[Assignment]
) -> tuple[TaskForm, UnitLists]:
    if task is None:
        initial, lists = source_lists(request.user, campaign, request.GET)
        return TaskForm(campaign=campaign, initial=initial), lists
    lists = lists_of_task(campaign, given, is_issued=task.state == TaskState.ISSUED)
    return TaskForm(campaign=campaign, task=task, initial=task_initial(task, lists)), lists


def _units_are_clear(form: TaskForm, lists: UnitLists) -> bool:
    """Whether the units are those on the page; else the form says what to do."""
    for name, sentence in lists.problems:
        form.add_error(f"{name}_text", sentence)
    for sentence in lists.errors:
        form.add_error(None, sentence)
    if not lists.is_confirmed and not lists.problems:
        form.add_error(None, _("These are the units that are meant. Look at them, then save."))
    return not form.errors


def _saved(form: TaskForm, lists: UnitLists, request: HttpRequest) -> Task | None:
    """The saved task; None when the form says what is wrong."""
    fields = form.fields_to_save()
    parts = form.parts(lists, fields["due_at"])
    task, by = form.task, request.user
    try:
        if task is None:
            return create_task(form.campaign, by=by, parts=parts, **fields)
        reason = form.cleaned_data.get("reason", "")
        version = form.cleaned_data["version"] or 0
        return edit_task(task, version=version, by=by, parts=parts, reason=reason, **fields)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        form.is_stale = isinstance(refusal, StaleVersion)
    return None


def _page(
    request: HttpRequest, task: Task | None, form: TaskForm, lists: UnitLists
) -> HttpResponse:
    campaign = form.campaign
    context = {
        "campaign": campaign,
        "task": task,
        "form": form,
        "lists": lists,
        "words": unit_words(request.user, campaign),
        "is_issued": task is not None and task.state == TaskState.ISSUED,
        "title": _("Edit task %(number)d") % {"number": task.number} if task else _("New task"),
    }
    if task is not None:
        context |= _rhythm(campaign, TimesForm(form.initial))
    status = 409 if getattr(form, "is_stale", False) else 422 if form.is_bound else 200
    return render(request, "campaigns/task_form.html", context, status=status)


@needs("campaigns.edit_task", Campaign, methods="POST")
def task_units(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The list of units that the form's words come to, while they are typed; nothing is kept."""
    key = request.POST.get("task", "")
    key = int(key) if key.isdecimal() and len(key) < 12 else 0
    task = Task.objects.visible_to(request.user).filter(campaign=campaign, pk=key).first()
    is_issued = task is not None and task.state == TaskState.ISSUED
    lists = lists_of_post(campaign, request.POST, _given(task), is_issued=is_issued)
    repeats = request.POST.get("repeat", "") not in ("", Repeat.ONCE)
    context = {"lists": lists, "repeats": repeats, "is_issued": is_issued}
    return render(request, "campaigns/_task_units.html", context)


@needs("campaigns.edit_task", Campaign)
def task_rhythm(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The rhythm in one sentence with its next days, while it is chosen."""
    return render(request, "campaigns/_task_rhythm.html", _rhythm(campaign, TimesForm(request.GET)))


def _rhythm(campaign: Campaign, form: TimesForm) -> dict[str, object]:
    if not form.is_valid():
        problems = [str(error) for errors in form.errors.values() for error in errors]
        return {"rhythm_problem": problems[0]}
    facts = form.times(campaign)
    try:
        check_facts(campaign, facts)
    except CampaignError as refusal:
        return {"rhythm_problem": str(refusal) if facts["repeat"] != Repeat.ONCE else ""}
    return {"rhythm": round_preview(campaign, facts, clock.now())}
