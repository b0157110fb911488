"""A report from where there is no network: written, handed in once, nothing left behind."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from fraudwatch.tests.browser import PHONE
from reports.enums import ReportState
from reports.models import AwaitedPhoto, Photo, Revision
from reports.tests.browser_form import WORDS, edit, fill, kept_by_worker, lying_here, until

pytestmark = pytest.mark.browser
EMPTY = {"texts": 0, "photos": 0, "letters": 0, "pages": 0}


def received(page):
    expect(page.get_by_role("heading", name="Your report was received")).to_be_visible()


def test_a_report_is_written_reloaded_and_handed_in_without_a_network(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    kept_by_worker(phone)

    phone.context.set_offline(True)
    fill(phone)
    phone.reload()
    expect(phone.locator("[name='t.work']")).to_have_value(WORDS)
    phone.get_by_role("button", name="Submit").click()
    expect(phone.get_by_text("Your report waits on this device")).to_be_visible()
    phone.goto("/")  # leads to the form that is kept
    expect(phone.get_by_text("Your report waits on this device")).to_be_visible()
    assert not Revision.objects.exists()

    phone.context.set_offline(False)
    received(phone)

    open_report.refresh_from_db()
    until(phone, "async () => !(await fwStore.all('texts', 'fw-draft:')).length")
    assert (open_report.state, Revision.objects.get().texts) == (
        ReportState.SUBMITTED, {"work": WORDS},
    )  # fmt: skip
    assert (lying_here(phone), phone.wrong) == (EMPTY, [])


def test_two_tabs_with_one_draft_make_one_submission(cast, open_report, sit_down):
    first = sit_down("reporter", PASSWORD, on=PHONE)
    first.goto(edit(open_report))
    kept_by_worker(first)
    second = first.context.new_page()
    second.goto(edit(open_report))
    first.context.set_offline(True)
    fill(first)
    second.reload()
    for tab in (first, second):
        tab.get_by_role("button", name="Submit").click()
        expect(tab.get_by_text("Your report waits on this device")).to_be_visible()

    first.context.set_offline(False)
    received(first)
    received(second)

    assert Revision.objects.count() == 1


def test_an_answer_that_was_lost_is_asked_for_again(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    fill(phone)
    lost = []

    def lose_first(route):
        route.fetch()  # arrives at the server, but its answer does not come back
        lost.append(1)
        route.abort()

    phone.context.route("**/submit/", lose_first, times=1)
    phone.get_by_role("button", name="Submit").click()
    expect(phone.get_by_text("Your report waits on this device")).to_be_visible()
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    received(phone)

    assert (len(lost), Revision.objects.count()) == (1, 1)


def test_a_waiting_report_can_be_taken_back_and_changed(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    phone.context.set_offline(True)
    fill(phone)
    phone.get_by_role("button", name="Submit").click()
    phone.get_by_role("button", name="Do not hand it in yet").click()
    phone.context.set_offline(False)
    expect(phone.locator(".rf-bar [data-state=saved]")).to_be_visible()

    assert (lying_here(phone)["letters"], Revision.objects.count()) == (0, 0)


def test_another_person_on_the_phone_finds_nothing(cast, open_report, sit_down):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    kept_by_worker(phone)
    phone.context.route("**/autosave/", lambda route: route.abort())
    fill(phone)
    phone.context.clear_cookies(name="session")
    phone.goto("/login/")
    phone.fill("input[name=username]", "sibling")
    phone.fill("input[name=password]", PASSWORD)
    phone.press("input[name=password]", "Enter")
    expect(phone).not_to_have_url(re.compile("login"))

    phone.wait_for_function(
        "async () => !(await caches.keys()).includes('fw-forms-1')"
        " || !(await (await caches.open('fw-forms-1')).keys()).length"
    )
    answer = phone.goto(edit(open_report))
    assert (answer.status, WORDS in phone.content()) == (404, False)


def test_signing_out_clears_the_device(cast, open_report, sit_down, photos):
    desk = sit_down("reporter", PASSWORD)
    desk.goto(edit(open_report))
    kept_by_worker(desk)
    desk.context.route(re.compile("/(autosave|photos)/$"), lambda route: route.abort())
    desk.set_input_files("[data-photo-input][multiple]", photos[0])
    fill(desk)
    expect(desk.locator("[data-retry]")).to_be_visible()
    assert lying_here(desk) == {"texts": 1, "photos": 1, "letters": 0, "pages": 1}

    desk.locator(".fw-user").click()
    desk.get_by_role("button", name="Sign out").click()
    expect(desk.locator("input[name=password]")).to_be_visible()
    desk.add_script_tag(url="/static/js/store.js")

    until(desk, "async () => !(await fwStore.all('texts', 'fw-draft:')).length")
    assert (lying_here(desk), desk.evaluate("localStorage.length > 1")) == (EMPTY, False)


def test_nine_photos_of_which_some_broke_arrive_once_each(cast, open_report, sit_down, photos):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    tried = []

    def break_off(route):
        tried.append(1)
        route.abort() if len(tried) > 5 else route.continue_()

    phone.context.route("**/photos/", break_off)
    phone.set_input_files("[data-photo-input][multiple]", photos)
    expect(phone.locator(".fail")).to_have_count(4)
    arrived = Photo.objects.count()
    phone.reload()
    expect(phone.locator("[data-photo]")).to_have_count(9)
    phone.context.unroute("**/photos/")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.locator("[data-photo-count]")).to_have_text("9")

    assert (arrived, Photo.objects.count(), lying_here(phone)["photos"]) == (5, 9, 0)
    assert len(set(Photo.objects.values_list("upload_id", flat=True))) == 9


def test_the_report_does_not_wait_for_its_photos(cast, open_report, sit_down, photos):
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    fill(phone)
    phone.context.route("**/photos/", lambda route: route.abort())
    phone.set_input_files("[data-photo-input][multiple]", photos[:2])
    expect(phone.locator(".fail")).to_have_count(2)
    phone.get_by_role("button", name="Submit").click()
    received(phone)
    expect(phone.get_by_text("Photos still being sent")).to_be_visible()
    awaited = AwaitedPhoto.objects.count()

    phone.context.unroute("**/photos/")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.get_by_text("Photos still being sent")).to_be_hidden()

    revision = Revision.objects.get()
    assert (awaited, AwaitedPhoto.objects.count()) == (2, 0)
    assert sorted(map(uuid.UUID, revision.photos)) == sorted(
        Photo.objects.values_list("pk", flat=True)
    )
