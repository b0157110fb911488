"""The schedule of a report: a new one, changing it, and what it comes to while it is typed."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError, StaleVersion
from reports.actions.schedules import change_schedule, set_levels
from reports.actions.templates import create_template
from reports.forms.schedules import LevelFormSet, ScheduleForm, initial_levels, usual
from reports.models import ReportTemplate
from reports.queries.schedules import preview_of, unknown_words
from reports.schedule_words import schedule_words
from reports.views.templates import asked_campaign

WITH_CAMPAIGN = "campaign__owner"


@needs("reports.edit_template", methods="GET POST")
def template_add(request: HttpRequest) -> HttpResponse:
    """A new report of a campaign that one leads."""
    campaign, made = _led(request), []
    initial = {"name": _("Weekly report"), "first_on": campaign.starts_on}
    form = ScheduleForm(request.POST or None, initial=initial)

    def save(data: dict) -> ReportTemplate:
        made.append(create_template(campaign, by=request.user, **data))
        return made[0]

    done = _("The report is there. Choose its indicators and units, then switch it on.")
    page = {"title": _("New report"), "back": reverse("reports:template-list"), "done": done}
    answer = _run(request, campaign, form, save, page)
    return redirect("reports:template-detail", made[0].pk) if answer is None else answer


@needs("reports.edit_template", ReportTemplate, methods="GET POST", related=WITH_CAMPAIGN)
def template_schedule(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """Change the moments of periods that have yet to open."""
    initial, is_fixed = ScheduleForm.initial_of(template), template.periods.exists()
    form = ScheduleForm(request.POST or None, initial=initial, is_fixed=is_fixed)

    def save(data: dict) -> ReportTemplate:
        version = form.cleaned_data["version"] or 0
        change_schedule(template, version=version, by=request.user, **data)
        return template

    back = reverse("reports:template-detail", args=[template.pk])
    title = _("Schedule of %(name)s") % {"name": initial["name"]}
    done = _("The schedule is saved; open periods keep theirs.")
    page = {"title": title, "back": back, "done": done, "levels": initial_levels(template)}
    return _run(request, template.campaign, form, save, page) or redirect(back)


def _run(
    request: HttpRequest,
    campaign: Campaign,
    form: ScheduleForm,
    save: Callable[[dict], ReportTemplate],
    page: dict,
) -> HttpResponse | None:
    """Show schedule and levels, or save both or neither; None once they are saved."""
    rows = page.pop("levels", [])
    levels = LevelFormSet(request.POST or None, initial=rows, days=form.days)
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and all([form.is_valid(), levels.is_valid()]):
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            with transaction.atomic():
                set_levels(save(data), levels.specs(), by=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = 409 if isinstance(refusal, StaleVersion) else 422
        else:
            messages.success(request, page["done"])
            return None
    context = {"campaign": campaign, "form": form, "levels": levels, **page}
    context |= _preview(campaign, form, levels)
    return render(request, "reports/schedule_form.html", context, status=status)


@needs("reports.edit_template")
def schedule_preview(request: HttpRequest) -> HttpResponse:
    """What the schedule being typed comes to: a fragment beside the form."""
    campaign, data = _led(request), request.GET.copy()
    chosen = request.headers.get("HX-Trigger-Name", "")
    if chosen == "cadence":
        for name, value in usual(data.get("cadence", "")).items():
            data[name] = str(value)
    form = ScheduleForm(data)
    levels = LevelFormSet(data, days=form.days)
    context = {"campaign": campaign, "form": form, "levels": levels}
    context |= _preview(campaign, form, levels)
    context["with_days"] = chosen in ("cadence", "counts_from")
    return render(request, "reports/_schedule_preview.html", context)


def _preview(campaign: Campaign, form: ScheduleForm, levels: object) -> dict:
    """The sentence and the next periods; nothing while a field is not right."""
    facts, rows = form.facts(), levels.facts()
    if facts is None:
        return {}
    template = ReportTemplate(campaign=campaign, **facts)
    preview = preview_of(template, clock.today(), levels=rows)
    return {
        "sentence": schedule_words(template),
        "coming": preview.coming,
        "unknown": unknown_words(preview.unknown),
    }


def _led(request: HttpRequest) -> Campaign:
    """The campaign that the page is about; only who leads it may go on."""
    campaign = asked_campaign(request)
    if campaign is None:
        raise Http404
    if not request.user.has_perm("reports.edit_template", campaign):
        raise PermissionDenied
    return campaign
