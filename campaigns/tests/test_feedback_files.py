"""Files that come with feedback: checked by content, kept privately, read by the right people."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campaigns.actions.assignments import MOST_FILES, give_feedback
from campaigns.enums import AssignmentState
from campaigns.errors import CampaignError
from campaigns.models import Feedback
from fraudwatch.lib.uploads import UploadRefused
from orgs.actions.files import read_file
from orgs.models import StoredFile
from orgs.readers import may_read


def picture(size=(60, 40)) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def working(part, bring, noon):
    """The village's part, signed for."""
    return bring(part, AssignmentState.WORKING)


def test_a_picture_is_kept_under_a_random_name(working, cast):
    entry = give_feedback(
        working, text="附照片", files=[("现场.jpg", picture())], by=cast["reporter"]
    )

    stored = entry.files.get().file
    assert (stored.name, stored.kind) == ("现场.jpg", "image/jpeg")
    assert stored.owner == f"campaigns.feedback:{entry.pk}"
    assert Image.open(BytesIO(read_file(stored))).size == (60, 40)


def test_a_file_alone_is_feedback_enough(working, cast):
    entry = give_feedback(working, text="", files=[("a.jpg", picture())], by=cast["reporter"])

    assert entry.files.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("现场.jpg", b"MZ\x90\x00 not a picture"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.pdf", b""),
    ],
)
def test_a_disguised_file_is_refused_and_nothing_is_kept(name, content, working, cast):
    with pytest.raises(UploadRefused):
        give_feedback(working, text="附件", files=[(name, content)], by=cast["reporter"])

    assert (StoredFile.objects.count(), Feedback.objects.filter(kind="progress").count()) == (0, 0)


def test_too_many_files_are_refused(working, cast):
    files = [("a.jpg", picture())] * (MOST_FILES + 1)

    with pytest.raises(CampaignError):
        give_feedback(working, text="照片", files=files, by=cast["reporter"])


def test_who_sees_the_assignment_reads_its_files(working, cast):
    entry = give_feedback(working, text="", files=[("a.jpg", picture())], by=cast["reporter"])
    owner = entry.files.get().file.owner

    readers = {name for name, person in cast.items() if may_read(person, owner)}

    assert readers == {
        "coordinator", "second_coordinator", "town", "reporter", "leader", "inspector", "auditor",
    }  # fmt: skip
    assert not may_read(cast["coordinator"], "campaigns.feedback:x")


def test_a_reporter_sends_a_picture_from_the_page(working, sign_in):
    client = sign_in("reporter")
    file = SimpleUploadedFile("现场.png", picture(), content_type="text/html")

    response = client.post(
        reverse("campaigns:assignment-feedback", args=[working.pk]),
        {"text": "附照片", "files": [file]},
    )

    assert response.status_code == 302
    assert StoredFile.objects.get().kind == "image/jpeg"


def test_a_file_that_is_too_large_is_named(working, sign_in, monkeypatch):
    monkeypatch.setattr("campaigns.forms.fields.ATTACHMENT_BYTES", 100)
    client = sign_in("reporter")

    response = client.post(
        reverse("campaigns:assignment-feedback", args=[working.pk]),
        {"text": "附照片", "files": [SimpleUploadedFile("大照片.jpg", picture())]},
    )

    assert (response.status_code, "大照片.jpg" in response.content.decode()) == (422, True)
    assert StoredFile.objects.count() == 0
