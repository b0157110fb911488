"""The chart of weeks in a browser: from cell to cell by keys, into the drawer and back."""

import re

import pytest
from playwright.sync_api import expect

from fraudwatch.tests.browser import DESK
from fraudwatch.tests.cast import PASSWORD
from reports.enums import ReportState as S
from reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(make_period, campaign, units, cast, sit_down):
    """The coordinator at the chart of two weeks."""
    last = make_period(1)
    make_period()
    Report.objects.update(state=S.APPROVED, timeliness="on_time")
    Report.objects.filter(period=last, unit=units["sibling"]).update(state=S.MISSING)
    page = sit_down("coordinator", PASSWORD, on=DESK)
    page.goto(f"/campaigns/{campaign.pk}/wall/weeks/")
    return page


def test_arrows_walk_and_enter_opens_the_drawer(desk):
    cells = desk.locator(".wall .hc")
    expect(cells).to_have_count(14)
    cells.first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft"):
        desk.keyboard.press(key)
    held = desk.locator(".wall .hc:focus")
    expect(held).to_have_attribute("aria-label", re.compile("柳溪村.*Missing"))

    desk.keyboard.press("Enter")
    drawer = desk.get_by_role("dialog", name="柳溪村")
    expect(drawer.get_by_text("The period closed without a report.")).to_be_visible()
    desk.keyboard.press("Escape")

    expect(drawer).to_be_hidden()
    expect(desk.locator(".wall .hc:focus")).to_have_attribute("aria-label", re.compile("柳溪村"))
    assert desk.wrong == []


def test_towns_close_and_only_red_ones_are_left(desk):
    desk.get_by_role("button", name=re.compile("河湾镇: 3 units below")).click()
    expect(desk.locator(".wall .hc")).to_have_count(8)
    desk.get_by_role("link", name="Only red").click()

    expect(desk.locator(".wall tbody a")).to_have_text(["河湾镇", "柳溪村"])
    assert desk.wrong == []
