"""An open page says that it has changed, and leaves it to the reader to see it."""

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from fraudwatch.tests.browser import DESK, PHONE
from orgs.models import Unit
from reports.actions.totals import rebuild_totals

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("place", [DESK, PHONE])
def test_an_open_page_says_when_it_has_changed(
    place, transactional_db, period, units, cast, sit_down
):
    rebuild_totals()
    page = sit_down("leader", PASSWORD, on=place)
    page.clock.install()
    page.goto(f"/dashboard/?node={units['county'].pk}&period={period.pk}")
    note = page.locator("[data-changed]")
    page.wait_for_load_state("networkidle")
    with page.expect_response(lambda one: one.status == 304):
        page.clock.fast_forward(61_000)
    expect(note).to_be_hidden()

    Unit.objects.filter(pk=units["town"].pk).update(name="新河湾镇")
    page.clock.fast_forward(61_000)
    expect(note).to_be_visible()
    assert page.get_by_text("新河湾镇").count() == 0

    note.get_by_role("link").click()
    expect(page.get_by_text("新河湾镇").first).to_be_visible()
    expect(note).to_be_hidden()
    assert page.wrong == []
