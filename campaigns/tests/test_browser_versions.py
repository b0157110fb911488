"""A plan goes round in real browsers: desk, the leader's phone, a village's phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from campaigns.actions.parts import Parts
from campaigns.actions.plan import add_section, save_section, section_text
from campaigns.actions.tasks import create_task
from campaigns.enums import SectionKind
from campaigns.models import Campaign, PlanVersion, Receipt
from conftest import PASSWORD
from fraudwatch.lib import clock
from fraudwatch.tests.browser import DESK, PHONE

pytestmark = pytest.mark.browser

TEXT = "（一）入户宣传\n各村组织网格员入户宣传，每月汇总一次。\n（二）校园宣传\n学校召开主题班会。"


@pytest.fixture
def plan(transactional_db, campaign, cast, units):
    """A draft campaign that runs now, with a text and a draft task."""
    today = clock.today()
    Campaign.objects.filter(pk=campaign.pk).update(
        state="draft", starts_on=today - timedelta(days=3), ends_on=today + timedelta(days=90)
    )
    campaign.refresh_from_db()
    office = cast["coordinator"]
    section = add_section(
        campaign, kind=SectionKind.MEASURES, heading="工作措施", text=TEXT, by=office
    )
    create_task(
        campaign, title="入户宣传", parts=Parts(units["village"]), by=office,
        clause=section.clauses.all()[1], due_at=clock.now() + timedelta(days=20),
    )  # fmt: skip
    return campaign


def test_a_plan_is_sent_returned_mended_signed_off_published_and_signed_for(cast, plan, sit_down):
    desk = sit_down("coordinator", PASSWORD, on=DESK)
    desk.goto(f"/campaigns/{plan.pk}/")
    desk.get_by_role("link", name="Send for sign-off").click()
    desk.get_by_label("What the reviewers should know").fill("First draft")
    desk.get_by_role("button", name="Send for sign-off").click()
    expect(desk.locator("h1 + .st")).to_have_text("In review")

    phone = sit_down("leader", PASSWORD, on=PHONE)
    phone.goto("/dashboard/")
    phone.get_by_role("link", name="Read and decide").click()
    sentence = phone.locator(".vl", has_text="每月汇总一次")
    sentence.locator("summary").click()
    sentence.get_by_role("textbox").fill("Once a month is too rare.")
    sentence.get_by_role("button", name="Save the comment").click()
    expect(phone.locator(".cmt")).to_contain_text("Once a month is too rare.")
    phone.get_by_role("button", name="Return", exact=True).click()
    phone.get_by_label("What has to be changed").fill("Every week, please.")
    phone.get_by_role("button", name="Return the plan").click()
    expect(phone.locator("h1 + .st")).to_have_text("Returned")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    desk.goto("/")
    desk.get_by_role("link", name="See the comments").click()
    expect(desk.get_by_text("Every week, please.")).to_be_visible()
    section = plan.sections.get()
    save_section(
        section, version=section.version, heading=section.heading, kind=section.kind,
        text=section_text(section).replace("每月", "每周"), by=cast["coordinator"],
    )  # fmt: skip
    desk.locator(".cmt").get_by_role("button", name="Settle").click()
    desk.goto(f"/campaigns/{plan.pk}/versions/")
    desk.get_by_role("link", name="Send again").click()
    desk.get_by_role("button", name="Send for sign-off").click()

    phone.goto("/dashboard/")
    phone.get_by_role("link", name="Read and decide").click()
    expect(phone.locator(".vl", has_text="每周汇总一次")).to_be_visible()
    phone.get_by_role("button", name="Sign off", exact=True).click()
    phone.get_by_role("button", name="Sign off version 1").click()
    expect(phone.locator("h1 + .st")).to_have_text("Signed off")

    desk.goto("/")
    desk.get_by_role("link", name="Publish", exact=True).click()
    desk.get_by_label("Document number").fill("青反诈办[2026]1号")
    desk.get_by_role("button", name="Publish and tell 7 units").click()
    expect(desk.get_by_text("0/7")).to_be_visible()

    village = sit_down("reporter", PASSWORD, on=PHONE)
    village.goto("/")
    village.get_by_role("button", name="Acknowledge").click()
    expect(village.get_by_text("A plan to acknowledge")).to_have_count(0)
    assert village.evaluate("document.documentElement.scrollWidth") <= 390

    desk.reload()
    expect(desk.get_by_text("1/7")).to_be_visible()
    version = PlanVersion.objects.get(state="published")
    plan.refresh_from_db()
    assert (version.document_number, version.round, plan.state) == (
        "青反诈办〔2026〕1号", 2, "running",
    )  # fmt: skip
    assert Receipt.objects.get(signed_at__isnull=False).signed_by == cast["reporter"]
    assert desk.wrong + phone.wrong + village.wrong == []
