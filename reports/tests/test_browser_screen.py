"""The big screen in a browser: both sizes, no flicker, no growth, without a network, taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.models import Target
from fraudwatch.lib import clock
from reports import pace
from reports.actions.screens import make_screen, revoke_screen
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState as S
from reports.models import Report, Total

pytestmark = pytest.mark.browser

FULL_HD, ULTRA_HD = {"width": 1920, "height": 1080}, {"width": 3840, "height": 2160}
ASK = "document.dispatchEvent(new CustomEvent('fw:ask'))"
NODES = "document.querySelectorAll('*').length"


@pytest.fixture
def made(transactional_db, make_period, units, cast, indicators, campaign):
    """A screen of the county over two weeks with figures and a target."""
    Target.objects.create(campaign=campaign, indicator=indicators["visits"], value=100)
    for back in (1, 0):
        period = make_period(back)
        Report.objects.filter(period=period).update(state=S.APPROVED, values={"visits": "9"})
    rebuild_totals()
    return make_screen(
        period.template.campaign, units["county"], name="会议室", days=7, by=cast["coordinator"]
    )


@pytest.fixture
def wall(chromium, live_server, underway, made):
    """Open the screen in a window of some size, with nobody signed in."""
    opened = []

    def show(size):
        context = chromium.new_context(viewport=size, base_url=live_server.url, locale="en-GB")
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on(
            "console",
            lambda said: page.wrong.append(said.text) if "Security Policy" in said.text else None,
        )
        page.goto(reverse("reports:screen", args=[made.token]))
        expect(page.locator("[data-clock]")).not_to_be_empty()
        return page

    yield show
    for context in opened:
        context.close()


def ask(page):
    """Ask once, as the clock would, and wait for the answer."""
    with page.expect_response(lambda answer: "/now/" in answer.url) as found:
        page.evaluate(ASK)
    status = found.value.status
    page.wait_for_timeout(30)
    return status


@pytest.mark.parametrize("size", [FULL_HD, ULTRA_HD])
def test_it_fills_the_wall_and_turns_its_views(wall, size):
    page = wall(size)
    box = page.locator(".bs").bounding_box()
    shown = []
    for _ in range(3):
        shown.append(page.locator(".bs-view.on").get_attribute("data-part"))
        page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")

    assert (round(box["width"]), round(box["height"])) == (size["width"], size["height"])
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert shown == ["lamps-1", "trend", "tasks"]
    expect(page.locator("[data-pause]")).to_have_attribute("aria-pressed", "true")
    assert page.wrong == []


def test_asked_again_and_again_it_has_not_grown(wall, made):
    """Half of the answers differ from the one before: parts are exchanged, charts let go."""
    page = wall(FULL_HD)
    ask(page)
    statuses, nodes = [], []
    for number in range(24):
        pace.forget()
        Total.objects.filter(unit=made.link.unit).update(
            sums={"visits": str(120 + number % 2)}, as_of=clock.now() + timedelta(seconds=number)
        )
        statuses += [ask(page), ask(page)]
        page.keyboard.press("ArrowRight")
        nodes.append(page.evaluate(NODES))

    assert (statuses.count(200), statuses.count(304)) == (24, 24)
    assert nodes[-6:] == nodes[6:12], "as large after as many turns, view by view"
    assert page.locator("[data-chart] svg").count() <= 2
    assert "121" in page.locator("[data-part=figures]").inner_text()
    assert page.wrong == []


def test_an_answer_that_changes_one_part_leaves_the_others_alone(wall, made):
    page = wall(FULL_HD)
    Total.objects.filter(unit=made.link.unit).update(as_of=clock.now() + timedelta(seconds=1))
    ask(page)
    page.evaluate("document.querySelector('[data-part=figures]').dataset.mine = '1'")
    Total.objects.filter(unit=made.link.unit).update(as_of=clock.now() + timedelta(minutes=9))

    assert ask(page) == 200
    assert page.locator("[data-part=figures]").get_attribute("data-mine") == "1"


def test_without_a_network_it_says_since_when_and_recovers(wall):
    page = wall(FULL_HD)
    page.context.set_offline(True)
    for _ in range(2):
        page.evaluate(ASK)
        page.wait_for_timeout(200)
    note = page.locator("[data-away-note]")
    expect(note).to_contain_text("No connection since")
    assert page.locator(".bs-kpi").count() > 0
    page.context.set_offline(False)
    expect(note).to_be_hidden()


def test_taken_back_it_goes_dark(wall, made, cast):
    page = wall(FULL_HD)
    revoke_screen(made.link, by=cast["coordinator"])
    page.evaluate(ASK)

    expect(page.locator(".bs")).to_have_count(0)
    expect(page.get_by_text("This link was taken back")).to_be_visible()


def test_a_screen_reader_finds_the_table_of_each_chart_that_is_shown(wall):
    page = wall(FULL_HD)
    page.keyboard.press("ArrowRight")

    tables = page.get_by_role("table")
    expect(tables).to_have_count(2)
    expect(tables.first.get_by_role("row")).to_have_count(3)
    assert [page.locator(".chart-twin").nth(n).bounding_box()["width"] for n in (0, 1)] == [1, 1]
    assert page.locator("[data-today]").inner_text() != ""


def test_figures_on_a_chart_are_grouped(wall, made):
    Total.objects.filter(unit=made.link.unit).update(sums={"visits": "12345"})
    page = wall(FULL_HD)
    page.keyboard.press("ArrowRight")

    expect(
        page.locator("[data-chart=trend-data] svg text", has_text="12,345").first
    ).to_be_visible()
