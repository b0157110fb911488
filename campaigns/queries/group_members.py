"""The units that belong to a leading group: members of the campaign it leads, with duties."""

from django.urls import reverse

from campaigns.models import Campaign, Duty, Member
from orgs.member_units import Membership, MemberUnit
from orgs.models import LeadingGroup, User


def group_members(group: LeadingGroup, user: User) -> Membership | None:
    """The member units of the latest campaign in sight that ``group`` leads; three queries."""
    seen = Campaign.objects.visible_to(user).filter(leading_group=group)
    campaign = seen.order_by("-starts_on", "-pk").first()
    if campaign is None:
        return None
    duties: dict[int, list[str]] = {}
    texts = Duty.objects.visible_to(user).filter(campaign=campaign).order_by("position", "pk")
    for unit, text in texts.values_list("unit_id", "text"):
        duties.setdefault(unit, []).append(text)
    members = Member.objects.visible_to(user).filter(campaign=campaign).select_related("unit")
    units = sorted((member.unit for member in members), key=_place)
    rows = [MemberUnit(unit, duties.get(unit.pk, [])) for unit in units]
    address = reverse("campaigns:campaign-detail", args=[campaign.pk])
    return Membership(campaign.title, address, rows)


def _place(unit: object) -> tuple:
    return unit.depth, unit.position, unit.code
