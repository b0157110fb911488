"""A unit's duties over its campaigns."""

from dataclasses import dataclass

from campaigns.models import Campaign, Duty, PlanVersion
from campaigns.queries.sight import reads_draft
from orgs.models import Unit, User


@dataclass(frozen=True)
class UnitDuty:
    """What a unit answers for in a campaign."""

    text: str
    campaign: Campaign


def duties_of(unit: Unit, user: User) -> list[UnitDuty]:
    """The duties of ``unit`` in the campaigns that ``user`` sees, latest campaign first.

    As published; as they are being written only for those who write the plan, and while
    nothing has been published.
    """
    seen = Campaign.objects.visible_to(user).select_related("owner")
    campaigns = list(seen.order_by("-starts_on", "pk"))
    readers = [one.pk for one in campaigns if not reads_draft(user, one)]
    in_force = PlanVersion.objects.current().filter(campaign__in=readers) if readers else []
    found = {
        version.campaign_id: [
            duty["text"] for duty in version.content["duties"] if duty["unit"] == unit.pk
        ]
        for version in in_force
    }
    rows = Duty.objects.filter(unit=unit, campaign__in=[one.pk for one in campaigns])
    for key, text in rows.exclude(campaign__in=list(found)).values_list("campaign", "text"):
        found.setdefault(key, []).append(text)
    return [UnitDuty(text, one) for one in campaigns for text in found.get(one.pk, [])]
