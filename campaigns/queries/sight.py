"""What of a plan a person may read: the working text, and which units' tasks."""

from campaigns.contents import Content
from campaigns.models import Campaign
from orgs.enums import CONTENT_READERS, Role
from orgs.models import Unit


def reads_draft(user: object, campaign: Campaign) -> bool:
    """Whether the working text and everybody's tasks are for ``user``: readers over the leader."""
    return user.is_superuser or user.reaches(
        CONTENT_READERS, campaign.owner.path, campaign_id=campaign.pk
    )


def seen_units(user: object, campaign: Campaign, *contents: Content) -> frozenset[int] | None:
    """The keys of the units whose tasks ``user`` may read; ``None`` stands for all of them."""
    if reads_draft(user, campaign):
        return None
    keys = {
        unit["unit"] for content in contents for task in content["tasks"] for unit in task["units"]
    }
    paths = Unit.objects.filter(pk__in=keys).values_list("pk", "path")
    return frozenset(key for key, path in paths if _sees(user, campaign, key, path))


def _sees(user: object, campaign: Campaign, key: int, path: str) -> bool:
    roles = {*CONTENT_READERS, Role.REPORTER}
    return user.reaches(roles, path, campaign_id=campaign.pk, exact=key)
