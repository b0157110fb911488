"""What is typed under a photo without a network arrives, whatever becomes of the page."""

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from fraudwatch.tests.browser import PHONE
from reports.models import Photo, Revision
from reports.tests.browser_form import edit, fill, kept_by_worker, lying_here, until

pytestmark = pytest.mark.browser
MARKET, DOOR = "集市宣传点，现场答疑", "入户宣传，送防骗手册"
LEFT = "() => !Object.keys(localStorage).some(key => key.endsWith(':captions'))"


@pytest.fixture
def phone(cast, open_report, sit_down):
    """The form is open on a phone and kept for the time without a network."""
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    kept_by_worker(phone)
    return phone


def add(phone, *files):
    phone.set_input_files("[data-photo-input][multiple]", list(files))


def caption(phone, words, place=0):
    field = phone.locator("[data-caption] input").nth(place)
    field.fill(words)
    field.blur()


def received(phone):
    expect(phone.get_by_role("heading", name="Your report was received")).to_be_visible()


def captions():
    return sorted(Photo.objects.values_list("caption", flat=True))


def test_a_caption_typed_and_handed_in_without_a_network_arrives(phone, photos):
    add(phone, photos[0])
    expect(phone.locator("[data-photo-count]")).to_have_text("1")
    phone.context.set_offline(True)
    caption(phone, MARKET)
    expect(phone.get_by_text("the caption waits on this device")).to_be_visible()
    phone.reload()  # the page as it was kept, before the photo
    fill(phone)
    phone.get_by_role("button", name="Submit").click()
    expect(phone.get_by_text("Your report waits on this device")).to_be_visible()

    phone.context.set_offline(False)
    received(phone)
    until(phone, LEFT)

    assert (captions(), Revision.objects.count(), phone.wrong) == ([MARKET], 1, [])


def test_a_photo_taken_without_a_network_has_its_caption_at_once(phone, photos):
    phone.context.set_offline(True)
    add(phone, photos[0], photos[1])
    expect(phone.locator("[data-caption]")).to_have_count(2)
    caption(phone, MARKET)
    caption(phone, DOOR, place=1)
    phone.reload()
    expect(phone.locator("[data-caption] input").nth(1)).to_have_value(DOOR)
    fill(phone)
    phone.get_by_role("button", name="Submit").click()
    expect(phone.get_by_text("Your report waits on this device")).to_be_visible()

    phone.context.set_offline(False)
    received(phone)
    until(phone, "async () => !(await fwStore.all('photos', 'fw-draft:')).length")

    assert (captions(), Photo.objects.filter(caption=MARKET).count()) == (sorted([MARKET, DOOR]), 1)
    assert phone.wrong == []


def test_a_caption_is_kept_however_long_the_device_takes_to_keep_its_photo(phone, photos):
    phone.context.set_offline(True)
    add(phone, photos[0])
    until(phone, "async () => (await fwStore.all('photos', 'fw-draft:')).length === 1")
    phone.evaluate("() => { fwStore.put = () => new Promise(() => {}); }")
    caption(phone, DOOR)
    phone.reload()
    expect(phone.locator("[data-caption] input")).to_have_value(DOOR)

    phone.context.set_offline(False)
    until(phone, "async () => !(await fwStore.all('photos', 'fw-draft:')).length")
    assert captions() == [DOOR]
    assert phone.evaluate("Object.keys(localStorage).filter(k => k.endsWith(':noted'))") == []


def test_a_caption_left_behind_goes_from_another_page(phone, photos):
    add(phone, photos[0])
    expect(phone.locator("[data-photo-count]")).to_have_text("1")
    phone.context.route("**/caption/", lambda route: route.abort())
    caption(phone, MARKET)
    expect(phone.get_by_text("the caption waits on this device")).to_be_visible()
    key = phone.locator("[data-report-form]").get_attribute("data-store")
    phone.evaluate("key => localStorage.setItem(key, 'another report')", f"{key}0")
    fill(phone)
    phone.get_by_role("button", name="Submit").click()
    received(phone)
    assert captions() == [""]

    phone.context.unroute("**/caption/")
    phone.goto("/")
    until(phone, LEFT)

    beside = phone.evaluate("key => localStorage.getItem(key)", f"{key}0")
    assert (captions(), beside) == ([MARKET], "another report")
    assert (lying_here(phone)["letters"], phone.wrong) == (0, [])
