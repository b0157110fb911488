"""The template editor in a real browser: rows by keys and by dragging, one from the library."""

import pytest
from playwright.sync_api import Page, expect

from conftest import PASSWORD
from reports.tests.test_template_pages import address

pytestmark = pytest.mark.browser


def order(template) -> list[str]:
    version = template.versions.order_by("-number").first()
    return list(version.items.values_list("indicator__code", flat=True))


@pytest.fixture
def editor(transactional_db, cast, template, indicators, sit_down) -> Page:
    """The office in front of four rows, one indicator of the library not asked for."""
    template.versions.get().items.filter(indicator=indicators["awareness"]).delete()
    page = sit_down("coordinator", PASSWORD)
    page.goto(address(template, "items/"))
    return page


def test_rows_are_moved_by_keys_and_by_dragging_and_added_from_the_library(editor, template):
    assert order(template) == ["visits", "app_users", "losses"]
    grips = editor.locator("[data-grip]:visible")
    expect(grips).to_have_count(3)

    grips.nth(0).press("ArrowDown")
    expect(grips.nth(1)).to_be_focused()
    editor.locator("[data-row]:visible").nth(2).locator("[data-grip]").drag_to(
        editor.locator("[data-row]:visible").nth(0), target_position={"x": 40, "y": 4}
    )
    editor.locator("[data-find]").fill("知晓")
    editor.locator("[data-find]").press("Enter")
    expect(grips).to_have_count(4)
    editor.locator("form[method=post] [type=submit].btn-primary").click()
    editor.wait_for_url(f"**{address(template)}")

    assert order(template) == ["losses", "app_users", "visits", "awareness"]
