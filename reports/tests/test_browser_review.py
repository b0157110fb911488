"""Reviewing in a real browser: by keyboard at a desk, and on a phone."""

import re
import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from fraudwatch.lib import clock
from fraudwatch.tests.browser import PHONE
from reports.actions.submissions import submit_report
from reports.enums import PeriodState, ReportState
from reports.models import Period, Report, Review

pytestmark = pytest.mark.browser

GOOD = {"visits": "1200", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}


@pytest.fixture
def waiting(transactional_db, period, units, cast):
    """Three reports of a week that is open now: the village's has an unusual figure."""
    now = clock.now()
    period.due_at, period.closes_at = now + timedelta(days=2), now + timedelta(days=3)
    period.locks_at = now + timedelta(days=10)
    period.save()
    rows = {}
    for place, name in enumerate(("village", "sibling", "school")):
        report = period.reports.get(unit=units[name])
        Report.objects.filter(pk=report.pk).update(due_at=period.due_at, closes_at=period.closes_at)
        report.refresh_from_db()
        with clock.at(now - timedelta(minutes=30 - place)):
            submit_report(
                report, submission_id=uuid.uuid4(), values=GOOD, texts={"work": "宣传"},
                reasons={}, by=cast["reporter" if name == "village" else name],
            )  # fmt: skip
        Report.objects.filter(pk=report.pk).update(risk=0, risks=[])
        rows[name] = report
    village = rows["village"]
    Report.objects.filter(pk=village.pk).update(risk=50, risks=[["unusual", 1]])
    village.revisions.update(problems={"visits": "unusual"})
    return rows


def test_a_coordinator_reviews_without_the_mouse(waiting, sit_down):
    page = sit_down("coordinator", PASSWORD)
    page.goto("/reports/review/")
    expect(page.locator(".rv-h h1")).to_contain_text("桃源村")
    expect(page.locator(".rv-why")).to_contain_text("1 unusual figure")

    page.keyboard.press("j")
    expect(page.locator(".rv-h h1")).to_contain_text("柳溪村")
    page.keyboard.press("a")
    expect(page.locator(".rv-h h1")).to_contain_text("河湾镇中心小学")
    page.keyboard.press("k")
    expect(page.locator(".rv-h h1")).to_contain_text("桃源村")

    page.keyboard.press("a")  # the unusual figure has not been ticked: nothing happens but that
    expect(page.locator("[data-seen]")).to_be_focused()
    page.locator("body").click(position={"x": 5, "y": 400})
    page.keyboard.press("r")  # leads to the reason
    expect(page.locator("#rv-why")).to_be_focused()
    page.keyboard.type("Please check the visits")
    page.keyboard.press("Tab")
    page.locator("[data-return]").press("Enter")
    expect(page.locator(".rv-h h1")).to_contain_text("河湾镇中心小学")

    states = {name: Report.objects.get(pk=report.pk).state for name, report in waiting.items()}
    assert states == {
        "village": ReportState.RETURNED, "sibling": ReportState.APPROVED,
        "school": ReportState.SUBMITTED,
    }  # fmt: skip
    page.goto(f"/reports/review/?at={waiting['sibling'].pk}")
    expect(page.locator(".rv-undo")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(".dcf")).to_be_visible()
    assert Report.objects.get(pk=waiting["sibling"].pk).state == ReportState.SUBMITTED
    assert page.wrong == []


def test_a_report_is_approved_on_a_phone(waiting, sit_down):
    page = sit_down("coordinator", PASSWORD, on=PHONE)
    page.goto("/reports/review/?only=plain")
    expect(page.locator(".rv-h h1")).to_contain_text("柳溪村")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0

    page.get_by_role("button", name="Approve").tap()

    expect(page).to_have_url(re.compile(f"at={waiting['school'].pk}"))
    assert Review.objects.get().report == waiting["sibling"]
    assert page.wrong == []


def test_in_a_locked_week_it_is_approved_after_the_tick_and_nothing_is_marked(waiting, sit_down):
    page = sit_down("coordinator", PASSWORD)
    Period.objects.update(state=PeriodState.LOCKED)
    page.goto(f"/reports/review/?at={waiting['village'].pk}")
    page.keyboard.press("a")
    expect(page.locator("[data-seen]")).to_be_focused()
    assert page.locator("#return-form, [data-mark]").count() == 0

    page.locator("[data-seen]").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".rv-h h1")).not_to_contain_text("桃源村")
    waiting["village"].refresh_from_db()
    assert (waiting["village"].state, page.wrong) == (ReportState.APPROVED, [])
