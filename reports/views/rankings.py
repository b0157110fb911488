"""Whether units may be ranked: off until whoever leads the campaign says why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.views.pages import attempt
from fraudwatch.lib.access import needs
from reports.actions.rankings import switch_ranking
from reports.queries.rankings import ranking_of


@needs("reports.switch_ranking", Campaign, methods="GET POST", related="owner")
def ranking(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """How the switch stands, and the form that turns it."""
    if request.method != "POST":
        context = {"campaign": campaign, "ranking": ranking_of(campaign)}
        return render(request, "reports/ranking.html", context)
    is_on, reason = request.POST.get("to") == "on", request.POST.get("reason", "")
    done = _("Units may be ranked from now on.") if is_on else _("Units are no longer ranked.")
    attempt(
        request,
        lambda: switch_ranking(campaign, is_on=is_on, reason=reason, by=request.user),
        done,
    )
    return redirect("reports:ranking", campaign.pk)
