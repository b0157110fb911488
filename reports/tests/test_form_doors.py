"""The form's doors for its own script: handing in without a page, a full disk, the worker."""

import errno
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from fraudwatch.lib import clock
from orgs.models import StoredFile
from reports.actions.drafts import save_draft
from reports.actions.reviews import return_report
from reports.enums import ReportState
from reports.models import AwaitedPhoto, Photo, ReportDraft, Revision

GOOD = {
    "v.visits": "1,200",
    "v.app_users": "300",
    "v.losses": "0",
    "v.awareness.n": "90",
    "v.awareness.d": "100",
    "t.work": "在集市设点宣传",
}
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def reporter(sign_in):
    return sign_in("reporter")


def address(report, name):
    return reverse(f"reports:report-{name}", args=[report.pk])


def picture():
    made = io.BytesIO()
    Image.new("RGB", (640, 480), "navy").save(made, "JPEG")
    return SimpleUploadedFile("photo.jpg", made.getvalue(), "image/jpeg")


def hand_in(client, report, fields=GOOD, **more):
    return client.post(address(report, "submit"), {**fields, **more}, headers=JSON)


def test_the_script_is_told_where_the_receipt_is(reporter, report):
    form = str(uuid.uuid4())

    first = hand_in(reporter, report, submission_id=form)
    second = hand_in(reporter, report, submission_id=form)

    receipt = reverse("reports:report-receipt", args=[report.pk]) + "?number=1"
    assert (first.status_code, first.json(), second.json()) == (200, {"url": receipt}, first.json())
    assert Revision.objects.count() == 1


def test_a_form_to_mend_is_kept_as_draft(reporter, report):
    answer = hand_in(reporter, report, {**GOOD, "v.visits": "three"})

    assert (answer.status_code, answer.json()) == (
        422,
        {"sentence": "Fix 1 thing before you submit."},
    )
    assert ReportDraft.objects.get().values["visits"] == "three"


def test_a_form_that_came_too_late_is_led_to_the_report(reporter, report):
    hand_in(reporter, report)

    answer = hand_in(reporter, report)

    assert (answer.status_code, answer.json()["url"]) == (409, report.get_absolute_url())
    assert answer.json()["sentence"].startswith("Already submitted by")
    assert answer.json()["sentence"] in reporter.get(report.get_absolute_url()).text


def test_a_zero_report_is_received_by_one_tap(reporter, report):
    shown = reporter.get(address(report, "edit"))
    reason = shown.context["zero_reasons"][0]

    answer = reporter.post(address(report, "zero"), {"reason": ["", reason]}, headers=JSON)

    report.refresh_from_db()
    assert (answer.status_code, report.is_zero, report.zero_reason) == (200, True, reason)


def test_a_zero_report_without_a_reason_comes_back(reporter, report):
    answer = reporter.post(address(report, "zero"), {"reason": " "}, headers=JSON)

    assert (answer.status_code, answer.json()["url"]) == (409, address(report, "edit"))


def test_photos_named_with_the_form_may_follow(reporter, report):
    upload = uuid.uuid4()
    hand_in(reporter, report, awaiting=f"{upload} nonsense {upload}")

    data = {"photo": picture(), "upload_id": str(upload)}
    answer = reporter.post(reverse("reports:photo-add", args=[report.pk]), data, headers=JSON)

    assert (answer.status_code, AwaitedPhoto.objects.count(), Photo.objects.count()) == (200, 0, 1)


def test_a_signed_out_script_is_told_so(client, report):
    assert hand_in(client, report).status_code == 401


def full_disk(*_args, **_options):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_costs_no_word(reporter, report, cast, monkeypatch):
    save_draft(report, values={"visits": "5"}, texts={}, reasons={}, version=0, by=cast["reporter"])
    data = {"upload_id": str(uuid.uuid4())}
    url = reverse("reports:photo-add", args=[report.pk])

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_bytes", full_disk)
        refused = reporter.post(url, {**data, "photo": picture()}, headers=JSON)
    later = reporter.post(url, {**data, "photo": picture()}, headers=JSON)

    assert (refused.status_code, "disk is full" in refused.json()["sentence"]) == (507, True)
    assert (later.status_code, Photo.objects.count(), StoredFile.objects.count()) == (200, 1, 2)
    assert ReportDraft.objects.get().values == {"visits": "5"}


def test_a_disk_that_fills_up_while_the_photo_arrives_is_a_page_with_words(
    sign_in, report, monkeypatch, settings
):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0  # the file goes to the disk as it arrives
    browser = sign_in("reporter")
    browser.raise_request_exception = False
    url = reverse("reports:photo-add", args=[report.pk])
    with monkeypatch.context() as patch:
        patch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", full_disk)
        answer = browser.post(url, {"photo": picture(), "upload_id": str(uuid.uuid4())})

    assert (answer.status_code, "no room for the file" in answer.text) == (507, True)
    assert not StoredFile.objects.exists()


def test_the_worker_rules_the_whole_site_and_is_asked_for_anew():
    answer = Client().get("/worker.js")

    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, "text/javascript; charset=utf-8", "no-cache",
    )  # fmt: skip
    assert "Set-Cookie" not in answer


def test_the_form_is_sent_compressed(reporter, report):
    plain = reporter.get(address(report, "edit"))
    packed = reporter.get(address(report, "edit"), headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3


def test_a_returned_report_shows_what_is_wanted_first_and_folds_the_rest(reporter, report, cast):
    hand_in(reporter, report)
    report.refresh_from_db()
    return_report(
        report, version=report.version, reason="台账不符", marks={"visits": "台账是 248"},
        correct_by=clock.now().replace(hour=18), by=cast["coordinator"],
    )  # fmt: skip

    answer = reporter.get(address(report, "edit"))

    page = answer.context["page"]
    assert [one.code for one in page.marked_fields] == ["visits"]
    assert page.marked_fields[0].handed_in == 1200
    assert "visits" not in [one.code for part in page.open_sections for one in part.fields]
    assert answer.text.index('id="marked"') < answer.text.index('id="rest"')
    assert "You reported</i> 1,200<" in answer.text
    assert answer.text.count('name="v.visits"') == 1


def test_a_figure_in_parts_is_typed_part_by_part(reporter, report, indicators):
    indicators["visits"].breakdown = [
        {"key": "door", "name": "入户", "name_en": "At the door"},
        {"key": "market", "name": "集市", "name_en": "At the market"},
    ]
    indicators["visits"].save()
    typed = {name: text for name, text in GOOD.items() if name != "v.visits"}

    shown = reporter.get(address(report, "edit"))
    wrong = reporter.post(
        address(report, "submit"), {**typed, "v.visits/door": "900", "v.visits/market": "x"}
    )
    hand_in(reporter, report, {**typed, "v.visits/door": "９００", "v.visits/market": "300"})

    assert shown.text.count("data-part") == 2
    assert [(one.label, one.target) for one in wrong.context["problems"]] == [
        ("入户宣传 · At the market", "v.visits/market")
    ]
    report.refresh_from_db()
    kept = {key: one for key, one in report.values.items() if key.startswith("visits")}
    assert (report.state, kept) == (
        ReportState.SUBMITTED,
        {"visits": "1200", "visits/door": "900", "visits/market": "300"},
    )


def test_a_reason_that_names_somebody_is_refused(reporter, report):
    id_number = "11010519491231002X"

    answer = reporter.post(address(report, "zero"), {"reason": f"见 {id_number}"}, headers=JSON)

    report.refresh_from_db()
    assert (answer.status_code, report.state, id_number in answer.json()["sentence"]) == (
        409, ReportState.DUE, False,
    )  # fmt: skip
