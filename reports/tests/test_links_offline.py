"""A collection link on a phone with little signal: what its script is answered."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON
from fraudwatch.tests.test_fingerprints import encoded, scene
from fraudwatch.tests.world import picture
from reports.actions.links import make_links, revoke_link
from reports.models import CollectLink, Revision

GOOD = {
    "v.visits": "12", "v.app_users": "300", "v.losses": "0", "v.awareness.n": "90",
    "v.awareness.d": "100", "t.work": "在集市设点宣传",
}  # fmt: skip
JSON = {"Accept": "application/json"}


@pytest.fixture
def made(noon, period, units, cast):
    """A link of the village, made by the town."""
    return make_links(period, [units["village"].pk], by=cast["town"])[0]


@pytest.fixture
def phone():
    """A browser nobody signed in on."""
    return Client()


def page(name, link, *more):
    return reverse(f"reports:collect-{name}", args=[link.pk, *more])


def enter(phone, made, code=None):
    door = reverse("reports:collect", args=[made.token])
    return phone.post(door, {"code": code or made.code, "name": "张建国"})


def wrong(code):
    """Six other digits."""
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_script_is_answered_in_json_once_and_again(made, phone):
    enter(phone, made)
    form = GOOD | {"submission_id": str(uuid.uuid4())}
    answers = [phone.post(page("submit", made.link), form, headers=JSON) for _ in range(2)]

    receipt = page("receipt", made.link) + "?number=1"
    assert [(one.status_code, one.json()) for one in answers] == [(200, {"url": receipt})] * 2
    assert Revision.objects.count() == 1


def test_photos_follow_a_report_that_is_handed_in(made, phone, report):
    enter(phone, made)
    upload = str(uuid.uuid4())
    phone.post(page("submit", made.link), GOOD | {"awaiting": upload}, headers=JSON)
    file = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    sent = {"photo": file, "upload_id": upload}
    arrived = phone.post(page("photo-add", made.link), sent, headers=JSON)
    more = {"photo": SimpleUploadedFile("b.jpg", picture("red"), "image/jpeg")}
    refused = phone.post(page("photo-add", made.link), more, headers=JSON)
    captioned = phone.post(arrived.json()["caption_url"], {"caption": "集市"}, headers=JSON)

    assert (arrived.status_code, refused.status_code) == (200, 422)
    assert (captioned.json(), report.photos.get().caption) == ({"caption": "集市"}, "集市")
    assert Revision.objects.get().photos == [arrived.json()["id"]]


@pytest.mark.parametrize(
    ("end", "status", "words"),
    [
        ("expired", 410, "run out"), ("locked", 403, "Scan the code again"),
        ("revoked", 403, "Scan the code again"),
    ],
)  # fmt: skip
def test_a_link_that_ended_while_the_phone_was_offline_says_so(
    settings, made, phone, period, cast, end, status, words
):
    settings.LANGUAGE_CODE = "en"
    enter(phone, made)
    if end == "revoked":
        revoke_link(made.link, by=cast["town"])
    if end == "locked":
        for _ in range(5):
            enter(Client(), made, wrong(made.code))
    late = period.closes_at + timedelta(minutes=1) if end == "expired" else NOON
    CollectLink.objects.filter(pk=made.link.pk).update(entered_at=late)
    with clock.at(late):
        saved = phone.post(
            page("autosave", made.link), {"draft_version": 0, "fields": {"v.visits": "7"}},
            content_type="application/json", headers=JSON,
        )  # fmt: skip
        sent = phone.post(page("submit", made.link), GOOD, headers=JSON)
        shut = phone.get(page("form", made.link)).content.decode()

    assert (sent.status_code, words in sent.json()["sentence"]) == (status, True)
    assert (words in saved.json()["sentence"], Revision.objects.count()) == (True, 0)
    assert f'data-kept-text="fw-draft:link{made.link.report_id}:"' in shut


def test_what_a_device_keeps_is_found_again_by_a_newer_link(made, phone, period, units, cast):
    enter(phone, made)
    first = phone.get(page("form", made.link)).context["store_key"]
    newer = make_links(period, [units["village"].pk], by=cast["town"])[0]
    other = Client()
    enter(other, newer)

    assert other.get(page("form", newer.link)).context["store_key"] == first


def test_a_stranger_is_told_nothing_of_what_a_device_may_keep(made):
    assert "data-kept-text" not in Client().get(page("form", made.link)).content.decode()


def test_the_same_photo_twice_is_told_on_the_page(settings, noon, made, phone):
    settings.LANGUAGE_CODE = "en"
    enter(phone, made)
    told = []
    for minutes, name in enumerate(("a.jpg", "b.jpg")):
        file = SimpleUploadedFile(name, encoded(scene(1)), "image/jpeg")
        with clock.at(noon + timedelta(minutes=minutes)):
            answer = phone.post(page("photo-add", made.link), {"photo": file}, headers=JSON)
        told.append(answer.json()["hint"])
    form = phone.get(page("form", made.link)).content.decode()

    assert told == ["", "This photo is already in this report."]
    assert form.count("This photo is already in this report.") == 1
