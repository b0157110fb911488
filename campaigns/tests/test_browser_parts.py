"""A task on its way through village, office and town, on phones of 390 pixels."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image
from playwright.sync_api import Page, expect

from campaigns.actions.assignments import sign
from campaigns.actions.parts import Parts
from campaigns.actions.tasks import create_task, issue_task
from campaigns.enums import AssignmentState
from campaigns.models import Assignment
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import moment_label
from fraudwatch.tests.browser import PHONE
from fraudwatch.tests.cast import PASSWORD, ZONE

DAYS = timedelta(days=10)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def due_at() -> datetime:
    """Ten days from now; the server's clock is the real one."""
    return clock.now().astimezone(ZONE).replace(hour=18, minute=0, second=0, microsecond=0) + DAYS


@pytest.fixture
def journey(campaign, cast, units, due_at):
    """Two tasks: the village has a part in one, the town alone in the other."""
    campaign.starts_on, campaign.ends_on = due_at.date() - 3 * DAYS, due_at.date() + 9 * DAYS
    campaign.save()
    made = []
    for title, parts in (
        ("Visits", Parts(units["town"], [units["village"]])),
        ("Posters", Parts(units["town"])),
    ):
        task = create_task(
            campaign, title=title, parts=parts, due_at=due_at, by=cast["coordinator"]
        )
        made.append(issue_task(task, by=cast["coordinator"]))
    return made


def photo() -> dict:
    out = BytesIO()
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(out, "JPEG", quality=95)
    return {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_village_signs_asks_for_time_and_hands_in_a_photo(journey, due_at, units, sit_down):
    part = journey[0].assignments.get(unit=units["village"])
    village = sit_down("reporter", PASSWORD, on=PHONE)
    village.goto("/assignments/")
    village.get_by_role("link", name=re.compile("Visits")).click()
    village.get_by_role("button", name="Acknowledge").click()
    village.get_by_role("link", name="Ask for more time").click()
    village.get_by_label("New due date").fill(f"{due_at + DAYS:%Y-%m-%d}")
    village.get_by_label("Reason").fill("Heavy rain")
    village.get_by_role("button", name="Ask for more time").click()
    expect(village.get_by_text("More time is asked for")).to_be_visible()
    assert fits(village)

    office = sit_down("coordinator", PASSWORD)
    office.goto("/requests/")
    office.get_by_label("Grant it until").fill(f"{due_at + DAYS / 2:%Y-%m-%d}")
    office.get_by_role("button", name="Grant").click()
    expect(office.get_by_text("More time granted")).to_be_visible()

    village.reload()
    with translation.override("en"):
        moved = f"Due {moment_label(due_at + DAYS / 2)} · moved from {moment_label(due_at)}"
    expect(village.get_by_text(moved)).to_be_visible()
    village.get_by_label("Feedback").fill("Every household visited")
    village.get_by_label("Photos and files").set_input_files(photo())
    expect(village.locator("[data-tile] img")).to_be_visible()
    village.get_by_role("button", name="Done: ask for completion").click()
    expect(village.get_by_text("The office is looking at it")).to_be_visible()
    expect(village.locator(".as-pic img")).to_be_visible()
    assert fits(village)

    part.refresh_from_db()
    stored = part.history.get(kind="asked_close").files.get().file
    assert part.state == AssignmentState.TO_VERIFY
    assert stored.size < 1_500_000
    assert (village.wrong, office.wrong) == ([], [])


def test_what_was_typed_outlives_a_closed_page_and_a_lost_network(journey, cast, units, sit_down):
    part = journey[0].assignments.get(unit=units["village"])
    sign(part, by=cast["reporter"])
    village = sit_down("reporter", PASSWORD, on=PHONE)
    village.goto(f"/assignments/{part.pk}/")
    village.get_by_label("Feedback").fill("Half of the households")
    village.context.set_offline(True)
    village.get_by_role("button", name="Send feedback").click()
    expect(village.get_by_text("There is no network")).to_be_visible()
    village.context.set_offline(False)

    again = village.context.new_page()
    again.goto(f"/assignments/{part.pk}/")
    expect(again.get_by_label("Feedback")).to_have_value("Half of the households")
    again.get_by_role("button", name="Send feedback").click()
    expect(again.get_by_text("Half of the households")).to_be_visible()
    expect(again.get_by_label("Feedback")).to_have_value("")
    again.reload()
    expect(again.get_by_label("Feedback")).to_have_value("")
    assert village.wrong == []


def test_a_town_passes_on_and_verifies(journey, cast, units, sit_down):
    mine = sign(journey[1].assignments.get(), by=cast["town"])
    town = sit_down("town", PASSWORD, on=PHONE)
    town.goto(f"/assignments/{mine.pk}/")
    town.get_by_role("link", name="Pass on to units below").click()
    town.get_by_label("Add units by name").fill("柳溪村")
    town.get_by_role("button", name="Tick these units").click()
    expect(town.get_by_label("柳溪村")).to_be_checked()
    town.get_by_role("button", name="Pass it on").click()
    expect(town.get_by_text("Passed on to 1 unit.")).to_be_visible()
    assert fits(town)

    child = Assignment.objects.get(parent=mine)
    village = sit_down("sibling", PASSWORD, on=PHONE)
    village.goto(f"/assignments/{child.pk}/")
    village.get_by_role("button", name="Acknowledge").click()
    village.get_by_label("Feedback").fill("All posters are up")
    village.get_by_role("button", name="Done: ask for completion").click()
    expect(village.get_by_text("The office is looking at it")).to_be_visible()

    town.reload()
    town.get_by_role("button", name=re.compile("Confirm completion")).click()
    expect(town.get_by_text("1/1", exact=False).first).to_be_visible()
    child.refresh_from_db()
    assert child.state == AssignmentState.CLOSED
    assert (town.wrong, village.wrong) == ([], [])
