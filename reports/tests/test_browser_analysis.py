"""The analysis page in a real browser: choosing axes, the picture of the chart, a phone."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from conftest import PASSWORD
from fraudwatch.tests.browser import PHONE
from reports.actions.totals import rebuild_totals
from reports.models import Report

pytestmark = pytest.mark.browser
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture
def address(transactional_db, make_period, units, cast):
    """Two weeks of two villages, and the page about them."""
    weeks = [make_period(1), make_period(0)]
    for week, visits in zip(weeks, (5, 12), strict=True):
        rows = Report.objects.filter(period=week, unit=units["village"])
        rows.update(state="approved", values={"visits": str(visits)})
    rebuild_totals()
    return f"/analysis/?period={weeks[1].pk}&since={weeks[0].pk}&node={units['county'].pk}"


def test_axes_are_chosen_and_the_chart_is_taken_as_a_picture(address, sit_down):
    page = sit_down("leader", PASSWORD)
    page.goto(address)
    page.select_option("#rows", "units")
    expect(page.locator("#grid h2")).to_have_text("入户宣传 · Units × Changes and targets")
    page.select_option("#cols", "periods")
    expect(page.locator("#grid h2")).to_have_text("入户宣传 · Units × Periods")
    page.click("[aria-label='Swap rows and columns']")
    expect(page.locator("#grid h2")).to_have_text("入户宣传 · Periods × Units")
    expect(page.locator("#grid tbody tr")).to_have_count(3)

    with page.expect_download() as waiting:
        page.click("[data-chart-png]")
    picture = Image.open(BytesIO(Path(waiting.value.path()).read_bytes()))
    assert (picture.format, picture.width > 1000, waiting.value.suggested_filename) == (
        "PNG", True, "入户宣传 青澜县.png"
    )  # fmt: skip
    assert page.wrong == []


def test_the_page_fits_a_phone(address, sit_down):
    page = sit_down("leader", PASSWORD, on=PHONE)
    page.goto(f"{address}&rows=units&cols=periods")

    expect(page.locator("#grid tbody tr")).to_have_count(4)
    assert page.evaluate(FITS)
    assert page.wrong == []


def test_the_chart_fills_its_card_beside_the_six_figures(address, sit_down):
    page = sit_down("leader", PASSWORD)
    page.goto(address)
    expect(page.locator("#drawn [data-chart] svg")).to_be_visible()
    gap = "() => { const at = (s) => document.querySelector(s).getBoundingClientRect();"
    gap += "return at('#drawn .fw-card-f').top - at('#drawn .chart-twin').bottom }"

    drawn = "() => { const box = document.querySelector('#drawn [data-chart]');"
    drawn += "return box.clientHeight - box.querySelector('svg').getBoundingClientRect().height }"

    assert page.evaluate(gap) < 24
    assert abs(page.evaluate(drawn)) < 1, "the names under the axis are cut off"
    page.click("#drawn summary")
    page.wait_for_timeout(300)
    assert page.evaluate(gap) < 24
    assert abs(page.evaluate(drawn)) < 1
