"""A village without accounts hands in on a phone: from the QR code to the receipt."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from fraudwatch.lib import clock
from fraudwatch.tests.browser import PHONE
from reports.actions.links import make_links
from reports.models import Report, ReportDraft

pytestmark = pytest.mark.browser

FIGURES = {
    "v.visits": "128", "v.app_users": "300", "v.losses": "0", "v.awareness.n": "90",
    "v.awareness.d": "100", "t.work": "在集市设点宣传，网格员入户。",
}  # fmt: skip


@pytest.fixture
def made(transactional_db, report, cast):
    """A link of the village for a week that is open now."""
    now = clock.now()
    report.period.due_at, report.period.closes_at = now + timedelta(2), now + timedelta(3)
    report.period.save()
    Report.objects.filter(pk=report.pk).update(
        due_at=report.period.due_at, closes_at=report.period.closes_at
    )
    return make_links(report.period, [report.unit_id], by=cast["town"])[0]


@pytest.fixture
def phone(chromium, live_server, underway):
    """A phone that nobody signed in on; ``wrong`` gathers script errors and broken policies."""
    context = chromium.new_context(locale="zh-CN", base_url=live_server.url, **PHONE)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on(
        "console",
        lambda said: page.wrong.append(said.text) if "Security Policy" in said.text else None,
    )
    yield page
    context.close()


def test_from_the_qr_code_to_the_receipt(made, report, phone):
    phone.goto(reverse("reports:collect", args=[made.token]))
    phone.fill("[name=code]", f"{made.code[:3]} {made.code[3:]}")
    phone.fill("[name=name]", "张建国")
    phone.click("main form button[type=submit]")
    phone.wait_for_url(f"**{reverse('reports:collect-form', args=[made.link.pk])}")
    for name, text in FIGURES.items():
        phone.fill(f"[name='{name}']", text)
    phone.locator("[name='t.work']").blur()
    phone.wait_for_selector("[data-state=saved]:visible")
    too_wide = phone.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    kept = ReportDraft.objects.get(report=report)
    phone.click("#report-form [data-submit]")
    phone.wait_for_url("**/receipt/**")
    report.refresh_from_db()

    expect(phone.locator("main")).to_contain_text("张建国")
    assert (kept.who, kept.values["visits"]) == ("张建国", "128")
    assert (report.state, report.who, report.values["visits"]) == ("submitted", "张建国", "128")
    assert (too_wide, phone.wrong) == (False, [])
