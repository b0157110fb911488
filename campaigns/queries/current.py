"""Which campaign a person is working in."""

from collections.abc import Mapping

from django.db.models import QuerySet

from campaigns.enums import PUBLIC_CAMPAIGNS
from campaigns.models import Campaign
from fraudwatch.lib.prepared import read_again
from orgs.models.alike import asker

SESSION_KEY = "campaign"
MOST = 30  # campaigns offered to choose from


def open_campaigns(user: object) -> list[Campaign]:
    """The campaigns to choose from: those in sight that were launched, newest first.

    Read once per object, as the person's grants are: the page and its frame both ask.
    """
    found = getattr(user, "_open_campaigns", None)
    if found is None:
        who = asker(user)
        found = user._open_campaigns = read_again(
            ("open campaigns", who.key),
            lambda **own: _launched(who.standing(own)),
            spare=who.values,
            **who.values,
        )
    return found


def _launched(user: object) -> QuerySet[Campaign]:
    seen = Campaign.objects.visible_to(user).filter(state__in=PUBLIC_CAMPAIGNS)
    return seen[:MOST]


def current_campaign(user: object, session: Mapping) -> Campaign | None:
    """The campaign chosen in this session, else the newest of the highest unit in sight.

    A town's own campaign does not push the county's aside, which it carries out. None when
    there is none.
    """
    found = open_campaigns(user)
    chosen = session.get(SESSION_KEY)
    first = min(found, key=lambda campaign: campaign.owner.depth, default=None)
    return next((campaign for campaign in found if campaign.pk == chosen), first)
