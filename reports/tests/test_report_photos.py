"""Photos through their doors: what is taken in, who sees it, what is left of it."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from fraudwatch.lib import clock
from orgs.actions.files import read_file
from reports.models import Photo, Report

JSON = {"accept": "application/json"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


def picture(kind="JPEG", **options):
    made = io.BytesIO()
    Image.new("RGB", (640, 480), "navy").save(made, kind, **options)
    return made.getvalue()


def with_position():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (29.0, 32.0, 1.0)
    exif[0x010F] = "PhoneMaker"
    return picture(exif=exif)


def add(client, report, content, upload_id=None, name="photo.jpg", caption=""):
    data = {
        "photo": SimpleUploadedFile(name, content, "image/jpeg"),
        "upload_id": str(upload_id or uuid.uuid4()), "caption": caption,
    }  # fmt: skip
    return client.post(reverse("reports:photo-add", args=[report.pk]), data, headers=JSON)


def test_a_photo_is_kept_and_served_to_those_who_see_the_report(sign_in, report):
    facts = add(sign_in("reporter"), report, picture()).json()

    answers = {
        name: sign_in(name).get(facts["picture"]).status_code
        for name in ("reporter", "town", "leader", "auditor", "sibling", "far_coordinator", "bank")
    }
    assert answers == {
        "reporter": 200, "town": 200, "leader": 200, "auditor": 200, "sibling": 404,
        "far_coordinator": 404, "bank": 404,
    }  # fmt: skip


def test_a_photo_loses_position_and_device(sign_in, report):
    add(sign_in("reporter"), report, with_position())

    photo = Photo.objects.get()
    for stored in (photo.picture, photo.thumbnail):
        content = read_file(stored)
        assert (dict(Image.open(io.BytesIO(content)).getexif()), b"PhoneMaker" in content) == (
            {},
            False,
        )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "photo.svg"),
        (SVG, "photo.jpg"),
        (b"<html><script>alert(1)</script></html>", "photo.jpg"),
        (b"MZ\x90\x00" + bytes(200), "photo.jpg"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "photo.jpg"),
        (b"", "photo.jpg"),
        (picture("GIF"), "photo.gif"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(sign_in, report, content, name):
    answer = add(sign_in("reporter"), report, content, name=name)

    assert (answer.status_code, bool(answer.json()["sentence"])) == (422, True)
    assert not Photo.objects.exists()


def test_markup_hidden_behind_a_picture_does_not_survive(sign_in, report):
    client = sign_in("reporter")
    facts = add(client, report, picture() + b"<script>alert(1)</script>").json()

    answer = client.get(facts["picture"])

    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"<script>" not in body
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_retried_upload_is_one_photo(sign_in, report):
    client, upload = sign_in("reporter"), uuid.uuid4()

    first, second = (add(client, report, picture(), upload).json() for _try in range(2))

    assert (first["id"], Photo.objects.count()) == (second["id"], 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  集市宣传点，\n现场答疑 ", "集市宣传点， 现场答疑"), ("证号11010519491231002X", "")],
)
def test_a_caption_comes_with_its_photo_but_no_private_number(sign_in, report, typed, kept):
    facts = add(sign_in("reporter"), report, picture(), caption=typed).json()

    assert (facts["caption"], Photo.objects.get().caption) == (kept, kept)


def test_the_tenth_photo_is_refused(sign_in, report, template):
    template.photos_max = 1
    template.save()
    client = sign_in("reporter")
    add(client, report, picture())

    answer = add(client, report, picture())

    assert answer.json()["sentence"] == "There are 1 photos already; remove one first."


def test_a_photo_is_taken_back_and_put_back(sign_in, report):
    client = sign_in("reporter")
    facts = add(client, report, picture()).json()

    client.post(facts["remove"], headers=JSON)
    removed = report.photos.kept().count()
    client.post(facts["restore"], headers=JSON)

    assert (removed, report.photos.kept().count()) == (0, 1)


def test_a_plain_form_adds_several_at_once(sign_in, report):
    files = [SimpleUploadedFile(f"{n}.jpg", picture(), "image/jpeg") for n in range(2)]
    url = reverse("reports:photo-add", args=[report.pk])

    answer = sign_in("reporter").post(url, {"photo": files})

    assert answer["Location"] == reverse("reports:report-edit", args=[report.pk]) + "#photos"
    assert report.photos.count() == 2


def test_photos_of_a_report_handed_in_stay(sign_in, report):
    client = sign_in("reporter")
    facts = add(client, report, picture()).json()
    Report.objects.filter(pk=report.pk).update(state="submitted", submitted_at=clock.now())

    answer = client.post(facts["remove"], headers=JSON)

    assert answer.status_code == 422
    assert report.photos.kept().count() == 1


@pytest.mark.parametrize(("name", "status"), [("sibling", 404), ("leader", 403), ("bank", 404)])
def test_others_neither_add_nor_remove(sign_in, report, name, status):
    facts = add(sign_in("reporter"), report, picture()).json()
    other = sign_in(name)

    assert add(other, report, picture()).status_code == status
    assert other.post(facts["remove"], headers=JSON).status_code == status
    assert Photo.objects.kept().count() == 1
