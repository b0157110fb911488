"""What a person can start a campaign from: earlier campaigns, and higher ones to carry out."""

from dataclasses import dataclass

from campaigns.enums import UNDER_WAY
from campaigns.models import Campaign
from fraudwatch.lib.paths import contains
from orgs.enums import Role

from .copies import copyable_campaigns

LISTED = 12


@dataclass(frozen=True)
class StartPage:
    """Earlier campaigns to copy, and higher campaigns to implement, newest first."""

    copies: list[Campaign]
    higher: list[Campaign]


def start_page(user: object) -> StartPage:
    """What the start page offers besides the outlines."""
    return StartPage(list(copyable_campaigns(user)[:LISTED]), campaigns_to_implement(user))


def campaigns_to_implement(user: object) -> list[Campaign]:
    """Campaigns under way, led above a unit that ``user`` coordinates and that has no plan yet."""
    units = list(user.top_units({Role.COORDINATOR}).active())
    if not units:
        return []
    seen = Campaign.objects.visible_to(user).filter(state__in=UNDER_WAY)
    seen = seen.select_related("owner").prefetch_related("children")
    return [
        campaign
        for campaign in seen
        if any(
            unit.pk != campaign.owner_id
            and contains(campaign.owner.path, unit.path)
            and unit.pk not in {child.owner_id for child in campaign.children.all()}
            for unit in units
        )
    ][:LISTED]
