"""Which campaign the pages of a person speak of when nobody has chosen one."""

from datetime import date

from campaigns.enums import CampaignState
from campaigns.models import Campaign
from campaigns.queries.current import SESSION_KEY, current_campaign


def test_a_towns_own_campaign_does_not_push_the_countys_aside(campaign, units, cast):
    newer = Campaign.objects.create(
        title="河湾镇行动", owner=units["town"], kind="other", state=CampaignState.RUNNING,
        starts_on=date(2026, 6, 1), ends_on=date(2026, 8, 31),
    )  # fmt: skip

    assert current_campaign(cast["coordinator"], {}) == campaign
    assert current_campaign(cast["town"], {}) == campaign
    assert current_campaign(cast["town"], {SESSION_KEY: newer.pk}) == newer


def test_of_two_campaigns_of_one_unit_the_newer_one_counts(campaign, units, cast):
    newer = Campaign.objects.create(
        title="暑期行动", owner=units["county"], kind="other", state=CampaignState.RUNNING,
        starts_on=date(2026, 6, 1), ends_on=date(2026, 8, 31),
    )  # fmt: skip

    assert current_campaign(cast["coordinator"], {}) == newer
