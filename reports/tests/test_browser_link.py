"""A village without accounts hands in on a phone: from the QR code to the receipt."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from fraudwatch.lib import clock
from fraudwatch.tests.browser import PHONE
from reports.actions.links import make_links, revoke_link
from reports.models import AwaitedPhoto, Photo, Report, ReportDraft, Revision
from reports.tests.browser_form import lying_here, until

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


def enter(phone, made):
    phone.goto(reverse("reports:collect", args=[made.token]))
    phone.fill("[name=code]", f"{made.code[:3]} {made.code[3:]}")
    phone.fill("[name=name]", "张建国")
    phone.click("main form button[type=submit]")
    phone.wait_for_url(f"**{reverse('reports:collect-form', args=[made.link.pk])}")


def fill(phone):
    for name, text in FIGURES.items():
        phone.fill(f"[name='{name}']", text)
    phone.locator("[name='t.work']").blur()


def test_from_the_qr_code_to_the_receipt(made, report, phone):
    enter(phone, made)
    fill(phone)
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


def test_without_a_network_it_is_written_reloaded_and_handed_in_once(made, report, phone, photos):
    enter(phone, made)
    until(
        phone,
        "async () => (await (await caches.open('fw-forms-1')).keys()).length === 2"
        " && (await (await caches.open('fw-static-1')).keys()).length > 20",
    )
    phone.context.set_offline(True)
    fill(phone)
    phone.set_input_files("[data-photo-input][multiple]", photos[0])
    expect(phone.locator(".fail")).to_have_count(1)
    phone.reload()
    expect(phone.locator("[name='t.work']")).to_have_value(FIGURES["t.work"])
    phone.click("#report-form [data-submit]")
    expect(phone.locator("[data-waiting]")).to_be_visible()
    assert not Revision.objects.exists()

    phone.context.set_offline(False)
    phone.wait_for_url("**/receipt/**")
    until(phone, "async () => !(await fwStore.all('photos', 'fw-draft:')).length")

    report.refresh_from_db()
    photo, revision = Photo.objects.get(), Revision.objects.get()
    assert (report.state, report.who) == ("submitted", "张建国")
    assert (revision.photos, AwaitedPhoto.objects.count()) == ([str(photo.pk)], 0)
    assert lying_here(phone) == {"texts": 0, "photos": 0, "letters": 0, "pages": 0}
    assert phone.wrong == []


def test_of_a_link_that_closed_meanwhile_the_text_is_left_to_copy(made, report, phone):
    enter(phone, made)
    phone.context.set_offline(True)
    fill(phone)
    phone.click("#report-form [data-submit]")
    expect(phone.locator("[data-waiting]")).to_be_visible()
    ended = clock.now() - timedelta(minutes=1)
    Report.objects.filter(pk=report.pk).update(closes_at=ended)
    type(made.link).objects.filter(pk=made.link.pk).update(expires_at=ended)

    phone.context.set_offline(False)
    expect(phone.locator("[data-closed] [data-sentence]")).to_contain_text("链接")
    here = phone.locator("#kept-text").input_value()
    phone.reload()  # the page says why, and what lies on this device
    left = phone.locator("#kept-text")
    expect(left).to_be_visible()
    shown = left.input_value()
    phone.click("[data-kept-drop]")
    expect(left).to_be_hidden()

    assert (FIGURES["t.work"] in here, FIGURES["t.work"] in shown) == (True, True)
    assert Revision.objects.count() == 0


def test_of_a_link_taken_back_a_newer_one_finds_the_text_again(made, report, phone, cast):
    enter(phone, made)
    phone.context.set_offline(True)
    fill(phone)
    phone.click("#report-form [data-submit]")
    expect(phone.locator("[data-waiting]")).to_be_visible()
    revoke_link(made.link, by=cast["town"])

    phone.context.set_offline(False)
    expect(phone.locator("[data-signed-out]")).to_be_visible()
    assert Revision.objects.count() == 0

    enter(phone, make_links(report.period, [report.unit_id], by=cast["town"])[0])
    phone.wait_for_url("**/receipt/**")  # what waited goes by the new link
    report.refresh_from_db()
    assert (report.state, report.values["visits"]) == ("submitted", "128")
