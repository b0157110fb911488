"""The consistency list: beside the plan, and as a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.models import Campaign
from campaigns.queries.consistency import plan_flaws
from fraudwatch.lib.access import needs


def _answer(request: HttpRequest, campaign: Campaign, template: str) -> HttpResponse:
    flaws = plan_flaws(campaign)
    blocking = [flaw for flaw in flaws if flaw.blocks]
    context = {
        "campaign": campaign,
        "blocking": blocking,
        "warnings": flaws[len(blocking) :],
    }
    return render(request, template, context)


@needs("campaigns.edit_plan", Campaign)
def plan_flaw_list(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The fragment for the plan's side pane."""
    return _answer(request, campaign, "campaigns/_flaws.html")


@needs("campaigns.edit_plan", Campaign)
def plan_check(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _answer(request, campaign, "campaigns/plan_check.html")
