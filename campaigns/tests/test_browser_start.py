"""In a real browser: a county starts from an outline, a town from the county's campaign."""

import re

import pytest
from playwright.sync_api import expect

from campaigns.actions.parts import Parts
from campaigns.actions.tasks import create_task, issue_task
from campaigns.models import Campaign
from conftest import PASSWORD
from fraudwatch.lib import clock
from fraudwatch.tests.browser import PHONE
from fraudwatch.tests.cast import NOON
from orgs.actions.units import create_unit

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db, cast, campaign, indicators):
    """The cast with its running county campaign, where the browser's server sees it."""
    return cast


def test_a_county_starts_from_an_outline_and_has_a_draft_with_tasks(sit_down, people, units):
    create_unit(units["county"], code="P1", name="青澜县公安局", short_name="县公安局",
                kind="police", by=None)  # fmt: skip
    page = sit_down("coordinator", PASSWORD)
    page.goto("/campaigns/")
    page.get_by_role("link", name="New campaign").click()
    page.get_by_role("link", name=re.compile("County campaign")).click()

    expect(page.get_by_label("公安机关")).to_have_value("县公安局")
    expect(page.get_by_text("No unit here is “教育部门”: its parts are left open.")).to_be_visible()
    page.get_by_label("Title").fill("反诈百日行动")
    page.get_by_label("教育部门").fill("河湾镇中心小学")
    page.get_by_role("button", name="Show what will be made").click()
    expect(page.get_by_text("No unit here is “教育部门”")).to_have_count(0)
    expect(page.get_by_label("Title")).to_have_value("反诈百日行动")
    page.get_by_role("button", name="Make the draft").click()

    expect(page.get_by_role("heading", level=1, name="反诈百日行动")).to_be_visible()
    made = Campaign.objects.get(title="反诈百日行动")
    assert made.tasks.count() == 12
    lead = made.tasks.get(title="召开反诈主题班会").assignments.get(part="lead")
    assert lead.unit == units["school"]
    page.get_by_role("link", name="Consistency list").click()
    page.get_by_role("link", name=re.compile("“推出案例宣讲专栏”")).first.click()
    expect(page.get_by_label("Task", exact=True)).to_have_value("推出案例宣讲专栏")
    assert page.wrong == []


def test_a_town_starts_its_own_from_the_countys_on_a_phone(sit_down, people, units, campaign):
    with clock.at(NOON):
        task = create_task(
            campaign, title="网格入户", parts=Parts(units["town"], [units["village"]]),
            due_at=NOON.replace(month=10), by=people["coordinator"],
        )  # fmt: skip
        issue_task(task, by=people["coordinator"])
    page = sit_down("town", PASSWORD, on=PHONE)
    page.goto(f"/campaigns/{campaign.pk}/")
    page.get_by_role("link", name="Make our plan").click()

    expect(page.get_by_label("1. 网格入户")).to_be_checked()
    page.get_by_label("First day").fill("2026-06-15")
    page.get_by_label("Title").fill("河湾镇入户行动")
    page.get_by_role("button", name="Make the draft").click()

    expect(page.get_by_role("heading", level=1, name="河湾镇入户行动")).to_be_visible()
    made = Campaign.objects.get(title="河湾镇入户行动")
    assert (made.parent, made.tasks.get().parent) == (campaign, task)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    office = sit_down("coordinator", PASSWORD)
    office.goto(f"/campaigns/{campaign.pk}/children/")
    expect(office.get_by_role("link", name="河湾镇入户行动")).to_be_visible()
    office.get_by_role("button", name=re.compile("Ask 3 units for their plans")).click()
    expect(office.get_by_text("reminded.")).to_be_visible()
    assert page.wrong + office.wrong == []
