"""Sections of the plan put in order: buttons of the editor, each a form that also works alone."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import outline as actions
from campaigns.forms.outline import HeadingForm
from campaigns.models import Campaign, Section
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole


def _to_editor(campaign: int, section: Section | None = None) -> HttpResponse:
    place = f"#section-{section.pk}" if section else ""
    return redirect(reverse("campaigns:plan-edit", args=[campaign]) + place)


def _do(
    request: HttpRequest, here: Section, act: Callable[[], Section | None], done: str
) -> HttpResponse:
    """Do ``act`` and show the section it leads to; or say why not, where the person was."""
    try:
        there = act() or here
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _to_editor(here.campaign_id, here)
    messages.success(request, done)
    return _to_editor(here.campaign_id, there)


@needs("campaigns.edit_plan", Campaign, methods="POST")
def section_insert(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """A new section behind ``after``; without one it becomes the last."""
    form = HeadingForm(request.POST)
    after = campaign.sections.filter(pk=posted_whole(request.POST.get("after"))).first()
    if not form.is_valid():
        messages.error(request, _("Write a heading for the section."))
        return _to_editor(campaign.pk, after)
    try:
        section = actions.insert_section(
            campaign, after=after or campaign.sections.last(), by=request.user, **form.cleaned_data
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _to_editor(campaign.pk, after)
    return _to_editor(campaign.pk, section)


@needs("campaigns.edit_plan", Section, methods="POST")
def section_rename(request: HttpRequest, section: Section) -> HttpResponse:
    form = HeadingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a heading for the section."))
        return _to_editor(section.campaign_id, section)
    return _do(
        request,
        section,
        lambda: actions.rename_section(section, by=request.user, **form.cleaned_data),
        _("Saved."),
    )


@needs("campaigns.edit_plan", Section, methods="POST")
def section_place(request: HttpRequest, section: Section) -> HttpResponse:
    """Put the section at ``place``, counted from 0."""
    place = posted_whole(request.POST.get("place"))
    return _do(
        request,
        section,
        lambda: actions.place_section(section, place=place, by=request.user),
        _("Section moved."),
    )


@needs("campaigns.edit_plan", Section, methods="POST")
def section_join(request: HttpRequest, section: Section) -> HttpResponse:
    """Join it with the section before; ``how=demote`` keeps the heading as a sentence."""
    keeps = request.POST.get("how") == "demote"
    return _do(
        request,
        section,
        lambda: actions.join_section(section, keeps_heading=keeps, by=request.user),
        _("The section is part of the one before now."),
    )


@needs("campaigns.edit_plan", Section, methods="POST")
def section_split(request: HttpRequest, section: Section) -> HttpResponse:
    """Begin a new section at ``clause``; ``how=promote`` makes that sentence the heading."""
    clause = get_object_or_404(section.clauses, pk=posted_whole(request.POST.get("clause")))
    if request.POST.get("how") == "promote":
        return _do(
            request,
            section,
            lambda: actions.promote_clause(clause, by=request.user),
            _("The sentence is the heading of a new section now."),
        )
    heading = request.POST.get("heading", "").strip() or _("New section")
    return _do(
        request,
        section,
        lambda: actions.split_section(clause, heading=heading, by=request.user),
        _("A new section begins here. Give it a heading."),
    )
