"""Phases, targets and duties: small forms beside the plan."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions.duties import delete_duty, save_duty
from campaigns.actions.phases import delete_phase, save_phase
from campaigns.actions.targets import delete_target, save_target
from campaigns.forms.plan import DutyForm, PhaseForm, PlanPartForm, TargetForm
from campaigns.models import Campaign, Clause, Duty, Phase, Target
from fraudwatch.lib.access import needs
from fraudwatch.lib.numbers import posted_whole

from .pages import attempt, run_form


def _edit(
    request: HttpRequest,
    campaign: Campaign,
    form_class: type[PlanPartForm],
    save: Callable,
    *,
    title: str,
    row: object = None,
    delete: str = "",
) -> HttpResponse:
    source = posted_whole(request.GET.get("clause")) if row is None else 0
    form = form_class(
        request.POST or None, campaign=campaign, row=row, initial={"clause": source or None}
    )
    return run_form(
        request,
        form,
        lambda data: save(campaign, by=request.user, **data),
        done=_("Saved."),
        title=title,
        back=_back(campaign, source),
        delete=reverse(delete, args=[row.pk]) if row else "",
    )


def _back(campaign: Campaign, source: int) -> str:
    """To the sentence that somebody came from, else to the campaign."""
    keys = Clause.objects.filter(pk=source, section__campaign=campaign).values_list(
        "key", flat=True
    )
    if source and (key := keys.first()):
        return reverse("campaigns:plan-edit", args=[campaign.pk]) + f"#clause-{key}"
    return reverse("campaigns:campaign-detail", args=[campaign.pk])


def _delete(request: HttpRequest, row: object, delete: Callable) -> HttpResponse:
    attempt(request, lambda: delete(row, by=request.user), _("Deleted."))
    return redirect("campaigns:campaign-detail", row.campaign_id)


@needs("campaigns.edit_plan", Campaign, methods="GET POST")
def phase_add(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _edit(request, campaign, PhaseForm, save_phase, title=_("New phase"))


@needs("campaigns.edit_plan", Phase, methods="GET POST")
def phase_edit(request: HttpRequest, phase: Phase) -> HttpResponse:
    def save(campaign: Campaign, **data: object) -> None:
        save_phase(campaign, phase=phase, **data)

    return _edit(
        request, phase.campaign, PhaseForm, save, title=_("Edit phase"), row=phase,
        delete="campaigns:phase-delete",
    )  # fmt: skip


@needs("campaigns.edit_plan", Phase, methods="POST")
def phase_delete(request: HttpRequest, phase: Phase) -> HttpResponse:
    return _delete(request, phase, delete_phase)


@needs("campaigns.edit_plan", Campaign, methods="GET POST")
def target_add(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _edit(request, campaign, TargetForm, save_target, title=_("New target"))


@needs("campaigns.edit_plan", Target, methods="GET POST")
def target_edit(request: HttpRequest, target: Target) -> HttpResponse:
    def save(campaign: Campaign, **data: object) -> None:
        save_target(campaign, target=target, **data)

    return _edit(
        request, target.campaign, TargetForm, save, title=_("Edit target"), row=target,
        delete="campaigns:target-delete",
    )  # fmt: skip


@needs("campaigns.edit_plan", Target, methods="POST")
def target_delete(request: HttpRequest, target: Target) -> HttpResponse:
    return _delete(request, target, delete_target)


@needs("campaigns.edit_plan", Campaign, methods="GET POST")
def duty_add(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _edit(request, campaign, DutyForm, save_duty, title=_("New unit duty"))


@needs("campaigns.edit_plan", Duty, methods="GET POST")
def duty_edit(request: HttpRequest, duty: Duty) -> HttpResponse:
    def save(campaign: Campaign, **data: object) -> None:
        save_duty(campaign, duty=duty, **data)

    return _edit(
        request, duty.campaign, DutyForm, save, title=_("Edit unit duty"), row=duty,
        delete="campaigns:duty-delete",
    )  # fmt: skip


@needs("campaigns.edit_plan", Duty, methods="POST")
def duty_delete(request: HttpRequest, duty: Duty) -> HttpResponse:
    return _delete(request, duty, delete_duty)
