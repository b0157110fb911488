"""Switching the ranking of units on, with its reason, and off again (排名开关)."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User
from reports.errors import ReportError
from reports.models import Ranking

SHORTEST = 6  # characters that can be a reason


@transaction.atomic
def switch_ranking(campaign: Campaign, *, is_on: bool, reason: str = "", by: User) -> Ranking:
    """Let units be listed by rank, or no more. ReportError without a reason to switch it on.

    Nothing is written when it already stands so with the same reason.
    """
    reason = " ".join(reason.split())[:200] if is_on else ""
    if is_on and len(reason) < SHORTEST:
        raise ReportError(
            _("Say in a sentence why units have to be ranked; it stands beside the ranking.")
        )
    found = Ranking.objects.select_for_update().filter(campaign=campaign).first()
    was = (found.is_on, found.reason) if found else (False, "")
    if was == (is_on, reason):
        return found or Ranking(campaign=campaign, by=by)
    fields = {"is_on": is_on, "reason": reason, "by": by, "at": clock.now()}
    ranking, _made = Ranking.objects.update_or_create(campaign=campaign, defaults=fields)
    action = "ranking.switched_on" if is_on else "ranking.switched_off"
    record(action, campaign, by=by, path=campaign.owner.path, note=reason)
    return ranking
