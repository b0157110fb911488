"""Report templates: what is asked for, when it is due, who owes it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from campaigns.forms.units import ExpressionForm, UnitsForm
from campaigns.models import Campaign
from campaigns.queries.current import current_campaign
from campaigns.queries.units import member_units
from campaigns.views.members import chosen_units, widen
from campaigns.views.pages import attempt
from fraudwatch.lib import clock
from fraudwatch.lib.access import find_visible, needs
from orgs.models import Unit
from reports.actions.template_content import revise_template
from reports.actions.templates import (
    set_reporting_units,
    switch_off,
    switch_on,
)
from reports.forms.templates import (
    BlockFormSet,
    ItemFormSet,
    initial_blocks,
    initial_items,
)
from reports.models import ReportTemplate
from reports.queries.templates_page import listed_templates, template_page
from reports.queries.uses import library_for

WITH_CAMPAIGN = "campaign__owner"


@needs("reports.view_template")
def template_list(request: HttpRequest) -> HttpResponse:
    """The reports of the current campaign."""
    campaign = asked_campaign(request)
    rows = list(listed_templates(request.user, campaign)) if campaign else []
    may_edit = campaign and request.user.has_perm("reports.edit_template", campaign)
    context = {"campaign": campaign, "templates": rows, "may_edit": may_edit}
    return render(request, "reports/template_list.html", context)


@needs("reports.view_template", ReportTemplate, related=WITH_CAMPAIGN)
def template_detail(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """The template with its next moments and the units that owe it."""
    page = template_page(request.user, template, clock.today())
    may_edit = request.user.has_perm("reports.edit_template", template)
    context = {"page": page, "template": template, "may_edit": may_edit}
    return render(request, "reports/template_detail.html", context)


@needs("reports.edit_template", ReportTemplate, methods="GET POST", related=WITH_CAMPAIGN)
def template_items(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """Change what is asked for; a version that was used is left as it is."""
    version = template.versions.order_by("-number").first()
    library = library_for(version)
    items = ItemFormSet(request.POST or None, initial=initial_items(version), indicators=library)
    blocks = BlockFormSet(request.POST or None, initial=initial_blocks(version))
    seen = request.POST.get("seen_version") or version.made_at.isoformat()
    if request.method == "POST" and items.is_valid() and blocks.is_valid():
        asked = {"items": items.specs(), "blocks": blocks.specs(), "by": request.user}
        asked["made_at"] = _moment(seen)
        done = _("What the report asks for is saved.")
        if attempt(request, lambda: revise_template(template, **asked), done):
            return redirect(_address(template))
    context = {"template": template, "version": version, "items": items, "blocks": blocks}
    context |= {"is_used": version.periods.exists(), "seen": seen, "library": library}
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/template_items.html", context, status=status)


@needs("reports.edit_template", ReportTemplate, methods="GET POST", related=WITH_CAMPAIGN)
def template_units(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """Say who owes the report: by names, group or kind, shown as a list before it is saved."""
    candidates = member_units(template.campaign)
    picker = ExpressionForm(request.POST or None, user=request.user, candidates=candidates)
    if request.method == "POST":
        chosen = chosen_units(request.POST, "units", candidates)
    else:
        owing = template.reporting_units.filter(to_on=None).values("unit")
        chosen = list(candidates.filter(pk__in=owing))
    meant = picker.is_valid() and picker.expression
    if request.method == "POST" and picker.is_valid() and not meant:
        form = UnitsForm(request.POST, candidates=candidates, chosen=chosen)
        if form.is_valid() and _set_units(request, template, form.cleaned_data["units"]):
            return redirect(_address(template))
    else:
        if meant:
            chosen, picker = widen(request, picker, candidates, chosen)
        initial = {"units": [unit.pk for unit in chosen]}
        form = UnitsForm(initial=initial, candidates=candidates, chosen=chosen)
    context = {"template": template, "picker": picker, "form": form, "chosen": chosen}
    return render(request, "reports/template_units.html", context)


def _moment(text: str) -> datetime | None:
    """The moment that a page carries; nothing for a text that is none."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _set_units(request: HttpRequest, template: ReportTemplate, units: list[Unit]) -> bool:
    done = _("The units are saved; they owe the report from the next period on.")
    return attempt(request, lambda: set_reporting_units(template, units, by=request.user), done)


@needs("reports.edit_template", ReportTemplate, methods="POST", related=WITH_CAMPAIGN)
def template_switch(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """Switch the report on, or off."""
    if request.POST.get("to") == "on":
        done = _("The report is on: its periods open by themselves.")
        attempt(request, lambda: switch_on(template, by=request.user), done)
    else:
        done = _("The report is off: no more periods open; those open go on to their end.")
        attempt(request, lambda: switch_off(template, by=request.user), done)
    return redirect(_address(template))


def asked_campaign(request: HttpRequest) -> Campaign | None:
    """The campaign of the address, else the current one; Http404 for one out of sight."""
    key = request.GET.get("campaign")
    if key:
        return find_visible(Campaign, request.user, related="owner", pk=key)
    return current_campaign(request.user, request.session)


def _address(template: ReportTemplate) -> str:
    return reverse("reports:template-detail", args=[template.pk])
