"""In a real browser: a plan is pasted, looked over with the keyboard, and is a draft campaign."""

import re

import pytest
from playwright.sync_api import expect

from campaigns.models import Campaign, PlanImport
from campaigns.tests.plan_texts import PLAN
from conftest import PASSWORD
from fraudwatch.tests.browser import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db, cast, campaign, indicators):
    """The cast, where the browser's server sees it."""
    return cast


def counted():
    """The pieces that somebody has to look at."""
    return PlanImport.objects.get().pieces.exclude(kind__in=("section", "attachment"))


def test_a_pasted_plan_is_looked_over_and_becomes_a_draft_campaign(sit_down, people):
    page = sit_down("coordinator", PASSWORD)
    page.goto("/campaigns/start/")
    page.get_by_role("link", name="Paste or upload a plan").click()
    page.get_by_label("Text of the plan").fill(PLAN)
    page.get_by_role("button", name="Start reading").click()

    page.get_by_role("button", name=re.compile(r"Confirm the \d+ certain ones")).click()
    expect(page.get_by_text(" pieces confirmed.")).to_be_visible()
    page.get_by_label("Unit instead of “邮政网点”").fill("河湾镇中心小学")
    page.get_by_role("button", name="Use this unit").click()
    expect(page.get_by_text("1 piece changed.")).to_be_visible()

    total = counted().count()
    page.keyboard.press("n")
    expect(page.locator(".it.cur")).to_contain_text("在营业网点张贴提示")
    expect(page.locator("a.e.cur").first).to_contain_text("在营业网点张贴提示")
    page.keyboard.press("x")
    expect(page.get_by_text(f": {total}/{total}")).to_be_visible()
    expect(page.locator(".it.cur")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.get_by_text(f": {total - 1}/{total}")).to_be_visible()
    page.locator("a.e", has_text="在营业网点").click()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f": {total}/{total}")).to_be_visible()

    page.get_by_role("link", name="Make the draft").click()
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("青澜县“无诈暑期”宣传行动方案")
    made = Campaign.objects.get(title="青澜县“无诈暑期”宣传行动方案")
    task = made.tasks.get(title="在营业网点张贴提示")
    assert sorted(part.unit.name for part in task.assignments.all()) == [
        "河湾镇中心小学", "青澜农商银行"]  # fmt: skip
    assert task.clause.text.startswith("在营业网点张贴提示")
    assert made.phases.count() == 2
    assert page.wrong == []


def test_on_a_phone_original_and_result_are_tabs(sit_down, people):
    page = sit_down("coordinator", PASSWORD, on=PHONE)
    page.goto("/campaigns/import/")
    page.get_by_label("Text of the plan").fill(PLAN)
    page.get_by_role("button", name="Start reading").click()

    expect(page.locator("#im-source")).to_be_hidden()
    page.get_by_role("tab", name="Original").click()
    expect(page.locator("#im-draft")).to_be_hidden()
    page.locator("a.e", has_text="组织网格员").click()
    expect(page.locator(".it.cur")).to_contain_text("组织网格员入户宣传")
    page.locator(".it.cur").get_by_role("button", name="Confirm").click()
    expect(page.get_by_text(f": 1/{counted().count()}")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert PlanImport.objects.get().pieces.filter(state="confirmed", kind="task").count() == 1
    assert page.wrong == []
