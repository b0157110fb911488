"""The weekly digest to leaders: who gets it, what it would say now, on or off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries.current import current_campaign
from campaigns.views.pages import attempt
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.phrases import lines_in_words
from reports.actions.leader_digests import switch_leader_digest
from reports.models import LeaderDigest
from reports.queries.leader_digests import leaders_of, letter_to


@needs("campaigns.edit_reminders")
def leader_digest(request: HttpRequest) -> HttpResponse:
    """What the leaders of the current campaign get on Monday."""
    campaign = current_campaign(request.user, request.session)
    context = {"campaign": campaign}
    if campaign and request.user.has_perm("campaigns.edit_reminders", campaign):
        rows = [
            (person, unit, letter_to(person, unit, campaign, clock.now()))
            for person, unit in leaders_of(campaign)
        ]
        shown = next((letter for _person, _unit, letter in rows if letter), None)
        context |= {
            "rows": rows,
            "shown": shown,
            "words": lines_in_words(shown.lines) if shown else "",
            "digest": LeaderDigest.objects.visible_to(request.user)
            .filter(campaign=campaign)
            .first(),
            "may_edit": True,
        }
    return render(request, "reports/leader_digest.html", context)


@needs("campaigns.edit_reminders", Campaign, methods="POST", related="owner")
def leader_digest_switch(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Switch the digest on or off."""
    is_on = request.POST.get("to") == "on"
    attempt(
        request,
        lambda: switch_leader_digest(campaign, is_active=is_on, by=request.user),
        _("Leaders get it from next Monday on.") if is_on else _("Leaders get it no more."),
    )
    return redirect("reports:leader-digest")
