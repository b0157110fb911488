"""The plan's editor: the page, autosave, presence, and sentences that something comes from."""

import json
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions.clauses import save_text
from campaigns.actions.presence import note_presence
from campaigns.actions.sources import release_clause
from campaigns.edits import read_beat, read_edit, read_release
from campaigns.enums import EDITABLE_CAMPAIGNS, SectionKind
from campaigns.models import Campaign, Clause, PlanVersion
from campaigns.queries.editor import changes_since, is_locked, open_comments, who_else
from campaigns.queries.plan import plan_page
from campaigns.queries.reviewers import reviewers_of
from campaigns.queries.versions import version_under_review
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError

from .editor_pane import pane_tabs

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@needs("campaigns.edit_plan", Campaign)
def plan_edit(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The editor; a plan that is with the reviewers or has ended is only read."""
    if campaign.state not in EDITABLE_CAMPAIGNS:
        return redirect("campaigns:plan-detail", campaign.pk)
    if held := version_under_review(campaign):
        return _held(request, campaign, held)
    page = plan_page(request.user, campaign, open_comments(campaign))
    context = {
        "campaign": campaign,
        "page": page,
        "tabs": pane_tabs(campaign),
        "in_force": campaign.plan_versions.current().only("pk", "number", "campaign").first(),
        "kinds": SectionKind.choices,
        "files": {str(number): url for number, url in page.files.items()},
    }
    return render(request, "campaigns/plan_edit.html", context)


def _held(request: HttpRequest, campaign: Campaign, version: PlanVersion) -> HttpResponse:
    """The text to read while it is with the reviewers: who has it, since when, how to get it."""
    context = {
        "campaign": campaign,
        "page": plan_page(request.user, campaign),
        "held": version,
        "reviewers": reviewers_of(campaign, version.authors),
        "tabs": pane_tabs(campaign),
    }
    return render(request, "campaigns/plan_detail.html", context)


@needs("campaigns.edit_plan", Campaign, methods="POST")
def plan_save(request: HttpRequest, campaign: Campaign) -> JsonResponse:
    """Keep what the editor sent; 409 with a sentence when nothing of it can be kept now."""
    try:
        edit = read_edit(json.loads(request.body))
    except UNREADABLE:
        return JsonResponse({"sentence": _("The text could not be read.")}, status=400)
    if edit.user != request.user.pk:
        sentence = _("Somebody else has signed in on this computer. Your text is kept for you.")
        return JsonResponse({"sentence": sentence, "other": True}, status=409)
    try:
        saved = save_text(campaign, edit=edit, by=request.user)
    except DomainError as refusal:
        return JsonResponse({"sentence": str(refusal), "locked": True}, status=409)
    return JsonResponse(asdict(saved))


@needs("campaigns.edit_plan", Campaign, methods="POST")
def plan_beat(request: HttpRequest, campaign: Campaign) -> JsonResponse:
    """Say that one is still there; hear who else is, and what changed since the step known."""
    try:
        step, place = read_beat(json.loads(request.body))
    except UNREADABLE:
        return JsonResponse({"sentence": _("The text could not be read.")}, status=400)
    section = campaign.sections.filter(pk=place).first() if place else None
    note_presence(campaign, section=section, by=request.user)
    answer = {
        "step": campaign.plan_step,
        "people": who_else(campaign, request.user),
        "locked": is_locked(campaign),
    }
    if step != campaign.plan_step:
        answer |= changes_since(campaign, step)
    return JsonResponse(answer)


@needs("campaigns.edit_plan", Campaign, methods="POST")
def clause_release(request: HttpRequest, campaign: Campaign) -> JsonResponse:
    """Delete a sentence that something comes from: that moves to another one, or to none."""
    clauses = Clause.objects.filter(section__campaign=campaign).select_related("section__campaign")
    try:
        key, version, other = read_release(json.loads(request.body))
    except UNREADABLE:
        return JsonResponse({"sentence": _("The text could not be read.")}, status=400)
    clause = get_object_or_404(clauses, pk=key)
    to = get_object_or_404(clauses, pk=other) if other else None
    try:
        release_clause(clause, version=version, to=to, by=request.user)
    except DomainError as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    return JsonResponse({"go_to": reverse("campaigns:plan-edit", args=[campaign.pk])})
