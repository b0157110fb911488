"""A task from a sentence, in a real browser: every village, every week, and the first round."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from campaigns.actions.plan import add_section
from campaigns.models import Campaign, Clause, Task
from conftest import PASSWORD
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import monday_of
from fraudwatch.tests.browser import PHONE

pytestmark = pytest.mark.browser

SENTENCE = "（一）逢集必讲，每周张贴一次反诈提示。（河湾镇牵头，各村（居）落实）"


@pytest.fixture
def clause(transactional_db, campaign, cast) -> Clause:
    """A sentence of a plan that runs today and for two months more."""
    today = clock.today()
    Campaign.objects.filter(pk=campaign.pk).update(
        starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=60)
    )
    campaign.refresh_from_db()
    section = add_section(
        campaign, kind="tasks", heading="任务分工", text=SENTENCE, by=cast["coordinator"]
    )
    return section.clauses.get()


def ticked(page: Page) -> list[str]:
    boxes = page.locator(".tu-choices label", has=page.locator("input:checked"))
    return [one.strip() for one in boxes.all_inner_texts()]


def test_every_village_gets_the_first_round_of_a_weekly_task(clause, campaign, sit_down):
    friday = monday_of(clock.today()) + timedelta(days=11)
    office = sit_down("coordinator", PASSWORD)
    office.goto(f"/campaigns/{campaign.pk}/tasks/add/?clause={clause.pk}")

    assert office.input_value("#id_responsible_text") == "各村（居）"
    assert sorted(ticked(office)) == ["柳溪村", "桃源村", "石桥村"]
    expect(office.locator("#id_lead option:checked")).to_have_text("河湾镇")
    expect(office.locator("#id_every")).to_be_hidden()

    office.fill("#id_title", "每周张贴提示")
    office.fill("#id_responsible_text", "各村（居）、桃园村")
    mend = office.locator("#task-units").get_by_role("button", name="桃源村")
    expect(mend).to_be_visible()
    mend.click()
    expect(office.locator("#task-units .fw-err")).to_have_count(0)
    assert office.input_value("#id_responsible_text") == "各村（居）、桃源村"

    office.fill("#id_due_on", friday.isoformat())
    office.select_option("#id_repeat", "weeks")
    office.select_option("#id_shift", "before")
    expect(office.locator("#id_every")).to_be_visible()
    expect(office.locator("#task-rhythm b")).to_contain_text("every Friday by 18:00")
    expect(office.locator(".rhythm-days li.num")).to_have_count(5)
    expect(office.locator("#task-units input[type=datetime-local]")).to_have_count(0)
    office.get_by_label("石桥村", exact=True).uncheck()
    office.get_by_role("button", name="Save as a draft").click()

    expect(office.get_by_role("heading", level=1)).to_contain_text("每周张贴提示")
    task = Task.objects.get()
    assert set(task.assignments.values_list("unit__name", "part", "occurrence")) == {
        ("河湾镇", "lead", 0), ("桃源村", "responsible", 0), ("柳溪村", "responsible", 0),
    }  # fmt: skip
    office.get_by_role("button", name="Issue", exact=True).click()
    office.get_by_role("button", name="Issue to 3 units").click()
    expect(office.get_by_role("status").first).to_be_attached()

    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto("/assignments/")
    phone.get_by_text("每周张贴提示").first.click()
    phone.get_by_role("button", name="Acknowledge").first.click()

    part = task.assignments.get(unit__name="桃源村")
    assert (part.occurrence, part.state) == (1, "working")
    assert office.wrong == []
    assert phone.wrong == []


def test_a_phone_makes_a_task_by_tapping_words(clause, campaign, sit_down):
    office = sit_down("coordinator", PASSWORD, on=PHONE)
    office.goto(f"/campaigns/{campaign.pk}/tasks/add/")

    office.fill("#id_title", "核对台账")
    office.get_by_text("Choose groups and kinds of units").first.click()
    office.get_by_role("button", name="every school").first.click()
    expect(office.locator("#task-units label")).to_have_text(["河湾镇中心小学"])
    assert office.input_value("#id_responsible_text") == "every school"
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    assert office.evaluate(wide) <= 0
    office.get_by_role("button", name="Save as a draft").click()

    expect(office.get_by_role("heading", level=1)).to_contain_text("核对台账")
    assert Task.objects.get().assignments.get().unit.name == "河湾镇中心小学"
    assert office.wrong == []
