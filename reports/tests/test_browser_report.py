"""The reporter's week in a real browser: a phone, weak signal, two devices, the office's answer."""

import gzip
import io
import re
from datetime import datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from conftest import PASSWORD, ZONE
from fraudwatch.lib import clock
from fraudwatch.tests.browser import DESK, PHONE
from orgs.actions.files import read_file
from orgs.models import UserSession
from reports.enums import ReportState
from reports.models import Report, ReportDraft

pytestmark = pytest.mark.browser

FIGURES = {
    "v.visits": "1284",
    "v.app_users": "300",
    "v.losses": "0",
    "v.awareness.n": "90",
    "v.awareness.d": "100",
}
WORDS = "Two stands at the market, eighteen grid workers from door to door."


@pytest.fixture
def report(transactional_db, report):
    """The village's report of a week that is open now."""
    now = clock.now()
    report.period.due_at = now + timedelta(days=2)
    report.period.closes_at = now + timedelta(days=3)
    report.period.save()
    Report.objects.filter(pk=report.pk).update(
        due_at=report.period.due_at, closes_at=report.period.closes_at
    )
    return report


@pytest.fixture
def photo(tmp_path):
    """A picture of the phone's size, with the moment it was taken and a position."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:06:09 10:21:00"
    exif.get_ifd(0x8825)[1] = "N"
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(
        tmp_path / "photo.jpg", "JPEG", exif=exif
    )
    return tmp_path / "photo.jpg"


def fill(page: Page, values: dict[str, str] = FIGURES) -> None:
    for name, text in values.items():
        page.fill(f"[name='{name}']", text)
    page.fill("[name='t.work']", WORDS)
    page.locator("[name='t.work']").blur()


def saved(page: Page) -> None:
    """Wait until the server holds everything."""
    page.wait_for_function(
        "() => document.querySelector('[data-state=saved]:not([hidden])')"
        " && !localStorage.getItem(document.querySelector('[data-store]').dataset.store)"
    )


def zipped_size(page: Page, paths: list[str]) -> int:
    """What the page and its parts weigh as gzip sends them."""
    bodies = [page.content().encode()]
    bodies += [page.request.get(path).body() for path in paths]
    return sum(len(gzip.compress(body, 6)) for body in bodies)


def test_a_report_goes_from_the_phone_to_approved(cast, report, sit_down, photo):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.get_by_role("link", name="Fill in", exact=True).first.click()
    fill(phone)
    phone.set_input_files("[data-photo-input][multiple]", photo)
    expect(phone.locator("[data-photo] .tm")).to_have_text("9 June 10:21")
    saved(phone)
    phone.get_by_role("button", name="Submit").click()
    expect(phone.get_by_role("heading", name="Your report was received")).to_be_visible()

    desk = sit_down("coordinator", PASSWORD, on=DESK)
    desk.goto("/reports/review/")
    expect(desk.locator("[data-review-head]")).to_contain_text("桃源村")
    desk.keyboard.press("a")
    expect(desk.get_by_text("Nothing needs you here")).to_be_visible()

    phone.get_by_role("link", name="To the home page").click()
    expect(phone.locator(".big .st")).to_have_text("Approved")
    report.refresh_from_db()
    assert (report.state, report.revisions.get().source, phone.wrong + desk.wrong) == (
        ReportState.APPROVED,
        "phone",
        [],
    )


def test_a_shrunk_photo_is_small_and_without_position(cast, report, sit_down, photo):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(f"/reports/{report.pk}/edit/")
    phone.set_input_files("[data-photo-input][multiple]", photo)
    expect(phone.locator("[data-photo] .x")).to_be_visible()

    kept = report.photos.get()
    picture = Image.open(io.BytesIO(read_file(kept.picture)))

    assert (max(picture.size), dict(picture.getexif())) == (1600, {})
    assert kept.taken_at == datetime(2026, 6, 9, 10, 21, tzinfo=ZONE)


def test_a_removed_photo_comes_back_by_undo(cast, report, sit_down, photo):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(f"/reports/{report.pk}/edit/")
    phone.set_input_files("[data-photo-input][multiple]", photo)
    phone.locator("[data-photo] .x").click()
    expect(phone.locator("[data-photo-count]")).to_have_text("0")
    phone.get_by_role("button", name="Undo").click()
    expect(phone.locator("[data-photo-count]")).to_have_text("1")

    assert report.photos.kept().count() == 1


def test_what_is_typed_without_network_is_sent_when_it_is_back(cast, report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(f"/reports/{report.pk}/edit/")
    phone.context.set_offline(True)
    fill(phone)
    expect(phone.locator(".rf-bar [data-state=local]")).to_be_visible()
    expect(phone.get_by_text("You are offline. Keep going.")).to_be_visible()
    assert not ReportDraft.objects.exists()

    phone.context.set_offline(False)
    saved(phone)

    draft = ReportDraft.objects.get()
    assert (draft.values["awareness"], draft.texts) == ({"n": "90", "d": "100"}, {"work": WORDS})


def test_a_page_closed_without_network_finds_its_text_again(cast, report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(f"/reports/{report.pk}/edit/")
    phone.context.set_offline(True)
    phone.fill("[name='v.visits']", "77")
    phone.locator("[name='v.visits']").blur()
    context = phone.context
    phone.close()
    context.set_offline(False)
    phone = context.new_page()
    phone.goto(f"/reports/{report.pk}/edit/")

    expect(phone.locator("[name='v.visits']")).to_have_value("77")
    phone.wait_for_function(
        "() => !localStorage.getItem(document.querySelector('[data-store]').dataset.store)"
    )
    assert ReportDraft.objects.get().values == {"visits": "77"}


def test_a_session_that_ends_keeps_every_field(cast, report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(f"/reports/{report.pk}/edit/")
    cast["reporter"].sessions.all().delete()
    UserSession.objects.all().delete()
    fill(phone)
    expect(phone.get_by_text("You have been signed out")).to_be_visible()
    phone.get_by_role("button", name="Submit").click()
    phone.fill("input[name=username]", "reporter")
    phone.fill("input[name=password]", PASSWORD)
    phone.press("input[name=password]", "Enter")
    expect(phone).to_have_url(re.compile(f"/reports/{report.pk}/edit/"))

    for name, text in FIGURES.items():
        expect(phone.locator(f"[name='{name}']")).to_have_value(
            re.compile(f"^{text[0]},?{text[1:]}$")
        )
    expect(phone.locator("[name='t.work']")).to_have_value(WORDS)


def test_signing_out_leaves_nothing_on_the_device(cast, report, sit_down):
    desk = sit_down("reporter", PASSWORD)
    desk.goto(f"/reports/{report.pk}/edit/")
    desk.context.route("**/autosave/", lambda route: route.abort())
    desk.fill("[name='v.visits']", "77")
    desk.locator("[name='v.visits']").blur()
    desk.locator(".fw-user").click()
    desk.get_by_role("button", name="Sign out").click()
    expect(desk.locator("input[name=password]")).to_be_visible()

    kept = desk.evaluate("Object.keys(localStorage).filter(k => k.startsWith('fw-draft'))")
    assert kept == []


def test_two_devices_choose_between_their_figures(cast, report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    desk = sit_down("reporter", PASSWORD)
    for page in (phone, desk):
        page.goto(f"/reports/{report.pk}/edit/")
    phone.fill("[name='v.visits']", "12")
    phone.fill("[name='v.app_users']", "300")
    phone.locator("[name='v.app_users']").blur()
    saved(phone)

    desk.fill("[name='v.visits']", "21")
    desk.locator("[name='v.visits']").blur()
    expect(desk.locator("[data-conflict]")).to_contain_text("on another device")
    expect(desk.locator("[name='v.app_users']")).to_have_value("300")
    desk.locator("[data-take=mine]").click()
    saved(desk)

    assert ReportDraft.objects.get().values == {"visits": "21", "app_users": "300"}


def test_enter_and_a_pasted_column_go_down_the_grid(cast, report, sit_down):
    desk = sit_down("reporter", PASSWORD)
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(f"/reports/{report.pk}/edit/")
    desk.evaluate("navigator.clipboard.writeText('１，２８４\\n300\\n0\\n90\\n100\\n')")
    desk.focus("[name='v.visits']")
    desk.keyboard.press("Control+V")

    values = desk.eval_on_selector_all("[data-figure]", "all => all.map(one => one.value)")
    assert values == ["1,284", "300", "0", "90", "100"]
    expect(desk.locator("[data-rate]")).to_have_text("= 90.0%")

    desk.focus("[name='v.visits']")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.name") == "v.app_users"


def test_an_unusual_figure_asks_for_a_reason_beside_it(cast, report, make_period, units, sit_down):
    for back in (1, 2, 3):
        make_period(back).reports.filter(unit=units["village"]).update(
            state=ReportState.APPROVED, values={"visits": "10"}
        )
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(f"/reports/{report.pk}/edit/")
    fill(phone)
    expect(phone.locator("[data-field=visits] .fw-warn")).to_contain_text("128.4 times the mean")
    phone.get_by_role("button", name="Submit").click()
    expect(phone.locator("[data-errsum]")).to_be_focused()
    expect(phone.locator("[data-errsum]")).to_contain_text("128.4 times the mean")
    phone.fill("[name='r.visits']", "Every house was visited at once")
    phone.get_by_role("button", name="Submit").click()

    expect(phone.get_by_role("heading", name="Your report was received")).to_be_visible()
    assert phone.wrong == []


def test_the_reviewer_returns_marked_fields_by_keyboard(cast, report, sit_down, template):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(f"/reports/{report.pk}/edit/")
    fill(phone)
    phone.get_by_role("button", name="Submit").click()
    expect(phone.get_by_role("heading", name="Your report was received")).to_be_visible()

    desk = sit_down("coordinator", PASSWORD)
    desk.goto("/reports/review/")
    desk.locator("label[for='k.visits']").click()
    desk.fill("[name='m.visits']", "The ledger says 248")
    desk.locator("[data-review-head]").focus()
    desk.keyboard.press("r")
    expect(desk.get_by_text("Nothing needs you here")).to_be_visible()

    phone.goto(f"/reports/{report.pk}/edit/")
    expect(phone.locator(".is-marked .rf-mark")).to_have_text("The ledger says 248")
    report.refresh_from_db()
    assert (report.state, desk.wrong) == (ReportState.RETURNED, [])


def test_the_phone_form_is_light_and_fits(cast, report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(f"/reports/{report.pk}/edit/")
    phone.wait_for_load_state("networkidle")

    loaded = phone.evaluate(
        "performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)"
    )
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert [name for name in loaded if "echarts" in name] == []
    assert zipped_size(phone, loaded) <= 200_000
