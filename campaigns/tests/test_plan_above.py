"""Who carries a higher plan out reads what was published of it, never what is being written."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.actions.campaigns import create_campaign
from campaigns.actions.higher_plans import link_campaign
from campaigns.actions.plan import add_section
from campaigns.queries.higher_plans import child_sketch
from campaigns.tests.papers import published, write

SECRET = "还没有签发的话。"


@pytest.fixture
def below(campaign, section, cast, units, noon):
    """The county's plan is in force and being revised; a town's campaign implements it."""
    goals = "（一）发案下降"
    add_section(campaign, kind="objectives", heading="目标", text=goals, by=cast["coordinator"])
    published(campaign, cast)
    write(campaign, SECRET, cast["coordinator"])
    add_section(campaign, kind="objectives", heading="新目标", text=SECRET, by=cast["coordinator"])
    made = create_campaign(
        units["town"], title="河湾镇行动", kind="other", by=cast["town"],
        starts_on=date(2026, 6, 15), ends_on=date(2026, 9, 30),
    )  # fmt: skip
    campaign.refresh_from_db()
    return link_campaign(made, parent=campaign, version=made.version, by=cast["town"]) or made


def test_the_page_of_the_higher_plan_shows_the_version_in_force(below, sign_in):
    address = reverse("campaigns:higher-plan", args=[below.pk])

    shown = sign_in("town").get(address).content.decode()

    assert ("各村组织网格员入户宣传" in shown, SECRET in shown) == (True, False)


def test_a_campaign_below_begins_with_the_published_goals(below, campaign, units):
    days = date(2026, 6, 15), date(2026, 9, 30)

    sketch = child_sketch(campaign, units["town"], *days, chosen=[])

    words = [clause.text for section in sketch.sections for clause in section.clauses]
    assert ("发案下降" in words, SECRET in words) == (True, False)
