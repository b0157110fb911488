"""The report form under the hands: keys and taps counted, parts, marks, private words, weight."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import expect

from conftest import PASSWORD
from fraudwatch.lib import clock
from fraudwatch.tests.browser import DESK, PHONE
from reports.actions.reviews import return_report
from reports.enums import ReportState
from reports.models import ReportDraft
from reports.tests.browser_form import FIGURES, WORDS, edit, fill

pytestmark = pytest.mark.browser
MOST = 200_000  # bytes of the first page
EDGE = {"offline": False, "latency": 300, "downloadThroughput": 31_250, "uploadThroughput": 12_500}


def received(page):
    expect(page.get_by_role("heading", name="Your report was received")).to_be_visible()


def test_a_report_is_filled_in_by_keys_alone(cast, open_report, sit_down):
    desk = sit_down("reporter", PASSWORD, on=DESK)
    desk.goto(edit(open_report))
    desk.focus("[name='v.visits']")
    keys = 0

    for figure in FIGURES.values():
        desk.keyboard.type(figure)
        desk.keyboard.press("Enter")
        keys += 1
    desk.focus("[name='t.work']")
    desk.keyboard.type(WORDS)
    while not desk.evaluate("document.activeElement.matches('[data-submit]')"):
        desk.keyboard.press("Tab")
        keys += 1
        assert keys < 20
    desk.keyboard.press("Enter")
    received(desk)

    assert keys + 1 <= 14  # beside what is typed: one key a figure, then to the button
    assert desk.wrong == []


def test_a_report_is_filled_in_by_few_taps(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto("/")
    taps = 0

    def tap(where):
        nonlocal taps
        where.tap()
        taps += 1

    tap(phone.get_by_role("link", name="Fill in", exact=True).first)
    for name, figure in FIGURES.items():
        tap(phone.locator(f"[name='{name}']"))
        phone.keyboard.type(figure)
    tap(phone.locator("[name='t.work']"))
    phone.keyboard.type(WORDS)
    tap(phone.get_by_role("button", name="Submit"))
    received(phone)

    assert taps == len(FIGURES) + 3  # open, each figure, the text, submit
    small = phone.evaluate("document.querySelector('.fw-acts .btn').offsetHeight")
    assert small >= 44


def test_a_zero_report_takes_two_taps(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    phone.get_by_text("Hand in a zero report").first.tap()
    phone.get_by_role("button", name="School holidays").tap()
    expect(phone.get_by_role("heading", name="Your zero report was received")).to_be_visible()

    open_report.refresh_from_db()
    assert (open_report.is_zero, open_report.zero_reason) == (True, "School holidays")


def test_targets_are_big_enough_for_a_thumb(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))

    small = phone.evaluate(
        """() => Array.from(document.querySelectorAll(
             '.rf-form .form-control, .rf-nav a, .rf-bar button, .rf-ph .add, .rf-app a'))
           .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)
           .map(one => one.name || one.textContent)"""
    )
    keyboards = phone.eval_on_selector_all("[data-figure]", "all => all.map(one => one.inputMode)")
    assert (small, set(keyboards)) == ([], {"numeric", "decimal"})


def test_the_parts_of_a_figure_add_up_as_they_are_typed(cast, open_report, sit_down, indicators):
    indicators["visits"].breakdown = [
        {"key": "door", "name": "入户", "name_en": "At the door"},
        {"key": "market", "name": "集市", "name_en": "At the market"},
    ]
    indicators["visits"].save()
    desk = sit_down("reporter", PASSWORD, on=DESK)
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(edit(open_report))
    desk.evaluate("navigator.clipboard.writeText('1,200\\n８４\\n')")
    desk.focus("[name='v.visits/door']")
    desk.keyboard.press("Control+V")

    expect(desk.locator("[data-sum]")).to_have_text("1,284")
    expect(desk.locator(".rf-fix [data-state=saved]")).to_be_visible()
    assert ReportDraft.objects.get().values == {"visits/door": "1,200", "visits/market": "84"}


def test_a_phone_number_in_the_text_is_masked_by_one_tap(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    phone.fill("[name='t.work']", "Ask Mr Wang, 13812342047, about the market stand")
    phone.locator("[name='t.work']").blur()
    phone.get_by_role("button", name="Mask it").tap()

    expect(phone.locator("[name='t.work']")).to_have_value(
        "Ask Mr Wang, 138****2047, about the market stand"
    )
    expect(phone.get_by_role("button", name="Mask it")).to_be_hidden()


def test_a_returned_report_shows_only_what_is_wanted(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    fill(phone)
    phone.get_by_role("button", name="Submit").tap()
    received(phone)
    open_report.refresh_from_db()
    return_report(
        open_report, version=open_report.version, reason="核对", marks={"visits": "台账是 248"},
        correct_by=clock.now() + timedelta(days=1), by=cast["coordinator"],
    )  # fmt: skip

    phone.goto(edit(open_report))
    expect(phone.get_by_text("You reported 1,284")).to_be_visible()
    shown = phone.eval_on_selector_all(
        "[data-figure]",
        "all => all.filter(one => !one.closest('details:not([open])')).map(one => one.name)",
    )
    phone.fill("[name='v.visits']", "248")
    phone.get_by_role("button", name="Submit again").tap()
    received(phone)

    open_report.refresh_from_db()
    assert (shown, open_report.state, open_report.values["visits"]) == (
        ["v.visits"], ReportState.SUBMITTED, "248",
    )  # fmt: skip


def test_files_that_are_no_photos_are_refused_before_they_are_sent(
    cast, open_report, sit_down, tmp_path
):
    heic, text = tmp_path / "IMG_1.HEIC", tmp_path / "list.jpg"
    heic.write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(400))
    text.write_bytes(b"name,phone\n")
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))

    phone.set_input_files("[data-photo-input][multiple]", heic)
    expect(phone.locator("#e\\.photos")).to_contain_text("IMG_1.HEIC: This browser cannot read")
    phone.set_input_files("[data-photo-input][multiple]", text)
    expect(phone.locator("#e\\.photos")).to_contain_text("list.jpg: This is not a photo")
    assert (phone.locator("[data-photo]").count(), open_report.photos.count()) == (0, 0)


@pytest.fixture
def real_site(transactional_db, tmp_path):
    """The site as gunicorn serves it: the real WSGI application, static files collected and
    compressed by WhiteNoise; no nginx in front, which compresses nothing either.
    """
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES=storages, WHITENOISE_USE_FINDERS=False, DEBUG=False
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
        server.set_app(get_wsgi_application())
        runner = threading.Thread(target=server.serve_forever, daemon=True)
        runner.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


def test_the_first_load_is_light_enough_for_the_edge_of_the_network(
    cast, open_report, chromium, real_site
):
    context = chromium.new_context(base_url=real_site, **PHONE)
    page = context.new_page()
    page.goto("/login/")
    page.fill("input[name=username]", "reporter")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{real_site}/")
    sent = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    wire.send("Network.emulateNetworkConditions", EDGE)
    wire.on("Network.loadingFinished", lambda one: sent.append(one["encodedDataLength"]))

    page.goto(edit(open_report), wait_until="load", timeout=30_000)
    context.close()

    assert len(sent) > 20
    assert sum(sent) <= MOST, f"{sum(sent):,.0f} bytes in {len(sent)} answers"
