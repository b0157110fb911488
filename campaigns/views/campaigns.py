"""Pages of campaigns: list, overview, facts, and the steps a campaign takes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import campaigns as actions
from campaigns.enums import EDITABLE_CAMPAIGNS, CampaignKind
from campaigns.forms.campaigns import CampaignForm, ReasonForm
from campaigns.models import Campaign
from campaigns.outlines import outlines
from campaigns.queries.campaigns import TABS, campaign_list, campaign_page, tab_of
from campaigns.queries.current import SESSION_KEY
from campaigns.workflow import CAMPAIGN_MOVES
from fraudwatch.lib import clock
from fraudwatch.lib.access import find_visible, needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.way_back import asked_for

from .pages import attempt_at, run_form

# A campaign starts with its plan: publishing the first version launches it.
MOVES = {
    "sum_up": lambda campaign, reason, by: actions.sum_up_campaign(campaign, by=by),
    "stop": lambda campaign, reason, by: actions.stop_campaign(campaign, reason=reason, by=by),
    "archive": lambda campaign, reason, by: actions.archive_campaign(
        campaign, reason=reason, by=by
    ),
}


@needs("campaigns.list_campaigns")
def campaign_index(request: HttpRequest) -> HttpResponse:
    found = campaign_list(request.user, request.GET, clock.today())
    context = {
        "found": found,
        "tab": tab_of(request.GET),
        "tabs": [(name, found.counts[name]) for name in TABS],
        "kinds": CampaignKind.choices,
        "may_add": request.user.has_perm("campaigns.add_campaign"),
        "outlines": outlines(),
    }
    return render(request, "campaigns/campaign_list.html", context)


@needs("campaigns.add_campaign", methods="GET POST")
def campaign_add(request: HttpRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = actions.create_campaign(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("campaigns:campaign-detail", campaign.pk)
    context = {
        "form": form,
        "title": _("New campaign"),
        "back": reverse("campaigns:campaign-list"),
        "submit": _("Save as a draft"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/form_page.html", context, status=status)


@needs("campaigns.view_campaign", Campaign)
def campaign_detail(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    may_edit = request.user.has_perm("campaigns.edit_campaign", campaign)
    moves = [name for name in MOVES if campaign.state in CAMPAIGN_MOVES[name][0]]
    context = {
        "campaign": campaign,
        "page": campaign_page(request.user, campaign, clock.today()),
        "may_edit": may_edit and campaign.state in EDITABLE_CAMPAIGNS,
        "moves": moves if may_edit else [],
        "reason_form": ReasonForm(),
    }
    return render(request, "campaigns/campaign_detail.html", context)


@needs("campaigns.edit_campaign", Campaign, methods="GET POST")
def campaign_edit(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = CampaignForm(request.POST or None, user=request.user, campaign=campaign)

    def save(data: dict) -> None:
        actions.edit_campaign(campaign, by=request.user, **data | {"version": data["version"] or 0})

    return run_form(
        request,
        form,
        save,
        done=_("Saved."),
        title=_("Edit campaign"),
        back=reverse("campaigns:campaign-detail", args=[campaign.pk]),
    )


@needs("campaigns.edit_campaign", Campaign, methods="POST")
def campaign_move(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    move = MOVES.get(request.POST.get("move", ""))
    page = reverse("campaigns:campaign-detail", args=[campaign.pk])
    if move is None:
        return redirect(page)
    reason = request.POST.get("reason", "")[:300]
    return attempt_at(request, page, lambda: move(campaign, reason, request.user), _("Done."))


@needs("campaigns.view_campaign", methods="POST")
def campaign_choose(request: HttpRequest) -> HttpResponse:
    """Work in another campaign from now on; the pages of this campaign follow."""
    key = posted_whole(request.POST.get("campaign"))
    campaign = find_visible(Campaign, request.user, pk=key)
    request.session[SESSION_KEY] = campaign.pk
    return redirect(asked_for(request))
