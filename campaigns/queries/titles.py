"""Titles of campaigns for pages below that know campaigns by key alone."""

from collections.abc import Iterable

from django.db.models import Q

from campaigns.enums import CampaignState
from campaigns.models import Campaign
from fraudwatch.lib.paths import under
from orgs.enums import Role

KEEPERS = (Role.ADMINISTRATOR, Role.COORDINATOR)
LISTED = 50


def campaigns_to_bind(user: object) -> list[tuple[int, str]]:
    """Key and title of the campaigns led from where ``user`` gives roles, newest first.

    An administrator reads their titles here and nothing else of them.
    """
    led = Campaign.objects.exclude(state__in=(CampaignState.ARCHIVED, CampaignState.STOPPED))
    if not user.is_superuser:
        clause = Q(pk=None)
        for held in user.holdings:
            if held.role in KEEPERS:
                part = under(held.path, "owner__path")
                clause |= part & Q(pk=held.campaign_id) if held.campaign_id else part
        led = led.filter(clause)
    return list(led.order_by("-starts_on", "-pk").values_list("pk", "title")[:LISTED])


def campaign_titles(keys: Iterable[int]) -> dict[int, str]:
    """The titles of campaigns by key."""
    return dict(Campaign.objects.filter(pk__in=list(keys)).values_list("pk", "title"))
