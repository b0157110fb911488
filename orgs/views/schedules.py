"""Scheduled exports: the list, setting one up, changing, pausing, taking away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.weeks import moment_label
from orgs import documents
from orgs.actions.schedules import (
    Plan,
    create_schedule,
    delete_schedule,
    edit_schedule,
    pause_schedule,
    resume_schedule,
)
from orgs.forms.schedules import ScheduleForm
from orgs.models import ExportSchedule
from orgs.queries.schedules import repeating, schedule_rows


@needs("orgs.edit_schedule")
def schedule_list(request: HttpRequest) -> HttpResponse:
    """One's scheduled exports with their next run and what came of the last ones."""
    context = {"rows": schedule_rows(request.user)}
    return render(request, "orgs/schedule_list.html", context)


@needs("orgs.edit_schedule", methods="GET POST")
def schedule_create(request: HttpRequest) -> HttpResponse:
    """Choose a document, how often, when, for whom."""
    form = ScheduleForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            schedule = create_schedule(_plan(request, form), by=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, schedule)
    return _page(request, form)


@needs("orgs.edit_schedule", ExportSchedule, methods="GET POST")
def schedule_edit(request: HttpRequest, schedule: ExportSchedule) -> HttpResponse:
    """Change what one has set up; a paused one goes on."""
    form = ScheduleForm(request.user, request.POST or None, schedule)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            edit_schedule(schedule, _plan(request, form), version=version, by=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, schedule)
    return _page(request, form, schedule)


@needs("orgs.edit_schedule", ExportSchedule, methods="POST")
def schedule_pause(request: HttpRequest, schedule: ExportSchedule) -> HttpResponse:
    """Let it rest, or let it go on."""
    change = resume_schedule if schedule.is_paused else pause_schedule
    try:
        change(schedule, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("orgs:export-schedules")


@needs("orgs.edit_schedule", ExportSchedule, methods="POST")
def schedule_delete(request: HttpRequest, schedule: ExportSchedule) -> HttpResponse:
    """Take it away; documents made stay where they are."""
    delete_schedule(schedule, by=request.user)
    messages.success(request, _("“%(title)s” is not made any more.") % {"title": schedule.title})
    return redirect("orgs:export-schedules")


def _plan(request: HttpRequest, form: ScheduleForm) -> Plan:
    """What was chosen. OrgError's parent when the document or its parameters make no sense."""
    data, name = form.cleaned_data, request.POST.get("document", "")
    try:
        parameters = {one.name: one for one in documents.registered()}[name].read(request.POST)
    except (KeyError, ValueError) as nonsense:
        raise DomainError(_("Choose what to export.")) from nonsense
    return Plan(
        name, parameters, data["rhythm"], data["weekday"], data["month_day"], data["at"],
        tuple(data["receivers"]),
    )  # fmt: skip


def _saved(request: HttpRequest, schedule: ExportSchedule) -> HttpResponse:
    at = moment_label(schedule.next_at)
    messages.success(request, _("Saved. It is made next on %(at)s.") % {"at": at})
    return redirect("orgs:export-schedules")


def _page(
    request: HttpRequest, form: ScheduleForm, schedule: ExportSchedule | None = None
) -> HttpResponse:
    stands = {"document": schedule.document, **schedule.parameters} if schedule else {}
    asked = {**stands, **request.GET.dict(), **request.POST.dict()}
    offers = repeating(request.user, request.session, asked)
    chosen = next((offer for offer in offers if offer.is_chosen), None)
    context = {"form": form, "offers": offers, "chosen": chosen, "schedule": schedule}
    return render(request, "orgs/schedule_form.html", context, status=422 if form.errors else 200)
