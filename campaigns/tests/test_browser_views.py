"""The views of tasks in a browser: filters kept, a bar dragged with a reason, a cell by keys."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from campaigns.actions.parts import Parts
from campaigns.actions.tasks import create_task, issue_task
from campaigns.models import Campaign
from fraudwatch.lib import clock
from fraudwatch.tests.browser import DESK, PHONE
from fraudwatch.tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(campaign, cast, units) -> Campaign:
    """The campaign of the cast around today, with an issued task and a draft."""
    now = clock.now()
    first, last = (now - timedelta(days=30)).date(), (now + timedelta(days=90)).date()
    Campaign.objects.filter(pk=campaign.pk).update(starts_on=first, ends_on=last)
    campaign.refresh_from_db()
    parts = Parts(units["town"], [units["village"]], [units["school"]])
    due = (now + timedelta(days=20)).replace(microsecond=0)
    office = cast["coordinator"]
    for title in ("入户宣传", "校园宣讲"):
        task = create_task(campaign, title=title, parts=parts, due_at=due, by=office)
    issue_task(campaign.tasks.get(title="入户宣传"), by=office)
    assert task.title == "校园宣讲"
    return campaign


@pytest.fixture
def desk(county, sit_down):
    """The coordinator at the tasks of the campaign."""
    page = sit_down("coordinator", PASSWORD, on=DESK)
    page.goto(f"/campaigns/{county.pk}/tasks/")
    return page


def drag(page, handle, pixels: int) -> None:
    """Drag the middle of something sideways."""
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels / 2, y)
    page.mouse.move(x + pixels, y)
    page.mouse.up()


def test_filters_stay_from_view_to_view(desk):
    desk.get_by_label("Search tasks").fill("入户")
    desk.get_by_label("Search tasks").press("Enter")
    for name in ("Board", "Wall-chart", "Gantt chart", "Calendar", "List"):
        desk.get_by_role("navigation", name="View").get_by_role("link", name=name).click()
        expect(desk).to_have_url(re.compile(r"q=%E5%85%A5%E6%88%B7"))
        expect(desk.get_by_label("Search tasks")).to_have_value("入户")

    assert desk.wrong == []


def test_an_issued_tasks_bar_asks_for_a_reason_and_moves(desk, county):
    task = county.tasks.get(title="入户宣传")
    desk.goto(f"/campaigns/{county.pk}/tasks/?view=gantt&zoom=month")
    grip = desk.get_by_role("slider", name=f"Due date of task {task.number}")

    drag(desk, grip, 27)  # nine pixels a day
    window = desk.get_by_role("dialog")
    window.get_by_role("button", name="Move it and tell the units").click()
    expect(window.get_by_text("Say in a sentence why").first).to_be_visible()
    window.get_by_label("Reason").fill("汛期值守，顺延三天")
    window.get_by_role("button", name="Move it and tell the units").click()
    expect(desk.get_by_text("is now due on")).to_be_visible()

    moved = county.tasks.get(pk=task.pk).due_at - task.due_at
    assert (round(moved / timedelta(days=1)), desk.wrong) == (3, [])


def test_a_drafts_bar_moves_by_keys_at_once_and_is_taken_back(desk, county):
    task = county.tasks.get(title="校园宣讲")
    desk.goto(f"/campaigns/{county.pk}/tasks/?view=gantt&zoom=month")
    grip = desk.get_by_role("slider", name=f"Due date of task {task.number}")

    grip.focus()
    grip.press("ArrowRight")
    grip.press("ArrowRight")
    grip.press("Enter")
    expect(desk.get_by_text("is now due on")).to_be_visible()
    moved = county.tasks.get(pk=task.pk).due_at
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("button", name="Undo")).to_have_count(0)
    expect(desk.get_by_text("is now due on")).to_be_visible()

    back = county.tasks.get(pk=task.pk).due_at
    days = [round((one - task.due_at) / timedelta(days=1)) for one in (moved, back)]
    assert (days, desk.wrong) == ([2, 0], [])


def test_escape_leaves_the_bar_where_it_was(desk, county):
    task = county.tasks.get(title="入户宣传")
    desk.goto(f"/campaigns/{county.pk}/tasks/?view=gantt")
    grip = desk.get_by_role("slider", name=f"Due date of task {task.number}")
    place = grip.get_attribute("x")

    grip.focus()
    grip.press("ArrowRight")
    assert grip.get_attribute("x") != place
    grip.press("Escape")

    assert grip.get_attribute("x") == place


def test_a_cell_is_found_and_opened_by_keys_and_gives_the_focus_back(desk, county, units):
    desk.goto(f"/campaigns/{county.pk}/tasks/?view=wall")
    first = desk.locator(".wall .hc").first
    first.focus()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator(".wall .hc:focus")).to_have_attribute("aria-label", re.compile("桃源村"))

    desk.keyboard.press("Enter")
    drawer = desk.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name="桃源村")).to_be_visible()
    drawer.get_by_role("button", name="Remind").click()
    expect(drawer.get_by_text("was reminded.")).to_be_visible()
    desk.keyboard.press("Escape")

    expect(drawer).to_be_hidden()
    expect(desk.locator(".wall .hc:focus")).to_have_attribute("aria-label", re.compile("桃源村"))
    assert desk.wrong == []


def test_a_draft_is_dragged_to_not_started_and_anything_else_says_why(desk, county):
    desk.goto(f"/campaigns/{county.pk}/tasks/?view=board")
    card = desk.locator("[data-column=draft] [data-card]")

    card.drag_to(desk.locator("[data-column=closed]"))
    expect(desk.get_by_role("alert").filter(has_text="is a draft")).to_be_visible()
    card.drag_to(desk.locator("[data-column=todo]"))
    expect(desk.locator("[data-column=todo] [data-card]")).to_have_count(2)

    states = sorted(county.tasks.values_list("state", flat=True))
    assert (states, desk.wrong) == (["issued", "issued"], [])


def test_a_card_moves_by_its_menu_too(desk, county):
    number = county.tasks.get(title="校园宣讲").number
    desk.goto(f"/campaigns/{county.pk}/tasks/?view=board")

    desk.get_by_role("button", name=f"Move task {number} to…").click()
    desk.get_by_role("button", name="Not started: issue to 3 units").click()

    expect(desk.locator("[data-column=todo] [data-card]")).to_have_count(2)


@pytest.mark.parametrize("view", ["list", "board", "wall", "gantt", "calendar"])
def test_a_phone_scrolls_no_page_sideways(view, county, sit_down):
    page = sit_down("coordinator", PASSWORD, on=PHONE)
    page.goto(f"/campaigns/{county.pk}/tasks/?view={view}")

    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert (page.evaluate(fits), page.wrong) == (True, [])
