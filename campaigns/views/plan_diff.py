"""Two versions of a plan side by side, in words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.models import Campaign
from campaigns.queries.plan_diff import diff_page
from fraudwatch.lib.access import needs


@needs("campaigns.list_versions", Campaign)
def plan_diff(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """``from`` and ``to`` name versions by their keys, ``draft`` is the working text."""
    page = diff_page(request.user, campaign, request.GET)
    if page is None and ({"from", "to"} & set(request.GET)):
        raise Http404
    context = {
        "campaign": campaign,
        "page": page,
        "is_merged": request.GET.get("view") == "merged",
        "shows_all": request.GET.get("all") == "1",
        "may_send": request.user.has_perm("campaigns.publish_plan", campaign),
    }
    return render(request, "campaigns/plan_diff.html", context)
