"""The ledger in a browser: many rows extended with one reason; a sheet mended and taken in."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from campaigns.models import Campaign, Task
from campaigns.tests.task_books import book, row
from fraudwatch.lib import clock
from fraudwatch.tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_office_extends_many_rows_with_one_reason(sit_down, task):
    day = clock.today() + timedelta(days=30)  # the server goes by the real clock
    Campaign.objects.update(ends_on=day + timedelta(days=30))
    page = sit_down("coordinator", PASSWORD)
    page.goto(f"/campaigns/{task.campaign_id}/parts/?unsigned=1")
    extend = page.get_by_role("button", name="Extend")
    expect(extend).to_be_disabled()
    page.get_by_label("Choose 桃源村, task 1").check()
    page.get_by_label("Choose 河湾镇, task 1").check()
    expect(page.locator("[data-ticked]")).to_have_text("2")
    extend.click()

    expect(page.get_by_text("2 of 2 chosen rows")).to_be_visible()
    page.get_by_label("New due date").fill(day.isoformat())
    page.get_by_role("button", name="Move the due date (2)").click()
    expect(page.get_by_label("New due date")).to_have_value(day.isoformat())
    page.get_by_label("Reason").fill("汛期顺延")
    page.get_by_role("button", name="Move the due date (2)").click()

    expect(page.get_by_text("Due date moved for 2 of 2.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/parts/\?unsigned=1$"))
    moved = task.assignments.filter(due_at__date=day).values_list("unit__name", flat=True)
    assert set(moved) == {"河湾镇", "桃源村"}
    assert page.wrong == []


def test_a_sheet_with_two_mistakes_is_mended_and_taken_in(sit_down, campaign, cast, tmp_path):
    page = sit_down("coordinator", PASSWORD)
    file = tmp_path / "tasks.xlsx"
    page.goto(f"/campaigns/{campaign.pk}/tasks/import/")
    file.write_bytes(book(row("甲", lead="河弯镇"), row("乙", due_at="尽快")))
    page.set_input_files("input[name=file]", str(file))
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("2 mistakes; nothing was saved")).to_be_visible()

    file.write_bytes(book(row("甲", lead="河湾镇"), row("乙", due_at="6月30日")))
    page.get_by_role("link", name="Another file").click()
    page.set_input_files("input[name=file]", str(file))
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Create the draft tasks").click()

    expect(page.get_by_text("2 draft tasks created.")).to_be_visible()
    assert [task.title for task in Task.objects.all()] == ["甲", "乙"]
    assert page.wrong == []
