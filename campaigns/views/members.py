"""The member units of a campaign: say who is meant, look at the list, enrol it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actions.campaigns import enrol_units, remove_member
from campaigns.forms.units import ExpressionForm, UnitsForm
from campaigns.models import Campaign
from campaigns.queries.units import enrollable_units
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole
from orgs.models import Unit

from .pages import attempt
from .picking import chosen_units, widen


@needs("campaigns.edit_campaign", Campaign, methods="GET POST")
def campaign_members(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    candidates = enrollable_units(campaign)
    picker = ExpressionForm(request.POST or None, user=request.user, candidates=candidates)
    chosen = chosen_units(request.POST, "units", candidates)
    if picker.is_valid() and picker.expression:
        chosen, picker = widen(request, picker, candidates, chosen)
        return _page(request, campaign, picker, chosen)
    if not picker.is_valid():
        return _page(request, campaign, picker, chosen)
    form = UnitsForm(request.POST, candidates=candidates, chosen=chosen)
    if form.is_valid() and _enrol(request, campaign, form.cleaned_data["units"]):
        return redirect("campaigns:campaign-members", campaign.pk)
    return _page(request, campaign, picker, chosen, form)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    picker: ExpressionForm,
    chosen: list[Unit],
    form: UnitsForm | None = None,
) -> HttpResponse:
    ticked = {"units": [unit.pk for unit in chosen]}
    fresh = UnitsForm(initial=ticked, candidates=enrollable_units(campaign), chosen=chosen)
    context = {
        "campaign": campaign,
        "members": list(campaign.members.select_related("unit")),
        "picker": picker,
        "form": form or fresh,
        "chosen": chosen,
    }
    status = 422 if form else 200
    return render(request, "campaigns/campaign_members.html", context, status=status)


def _enrol(request: HttpRequest, campaign: Campaign, units: list[Unit]) -> bool:
    try:
        new = enrol_units(campaign, units, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    done = ngettext("%(n)d unit enrolled.", "%(n)d units enrolled.", len(new)) % {"n": len(new)}
    messages.success(request, done if new else _("They were all member units already."))
    return True


@needs("campaigns.edit_campaign", Campaign, methods="POST")
def member_remove(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    key = posted_whole(request.POST.get("unit"))
    member = campaign.members.filter(unit_id=key).first()
    if member:
        attempt(
            request,
            lambda: remove_member(campaign, member.unit, by=request.user),
            _("%(unit)s was taken off the list.") % {"unit": member.unit},
        )
    return redirect("campaigns:campaign-members", campaign.pk)
