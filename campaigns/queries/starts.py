"""What a person can start a campaign from: earlier campaigns, and higher ones to carry out."""

from dataclasses import dataclass

from campaigns.enums import UNDER_WAY
from campaigns.models import Campaign, PlanImport
from fraudwatch.lib.paths import contains
from orgs.enums import Role

from .copies import copyable_campaigns
from .plan_imports import open_imports

LISTED = 12


@dataclass(frozen=True)
class StartPage:
    """Earlier campaigns to copy, higher ones to implement, unfinished imports; newest first."""

    copies: list[Campaign]
    higher: list[Campaign]
    imports: list[PlanImport]


def start_page(user: object) -> StartPage:
    """What the start page offers besides the outlines."""
    copies = list(copyable_campaigns(user)[:LISTED])
    return StartPage(copies, campaigns_to_implement(user), open_imports(user))


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
