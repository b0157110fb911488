"""A disk that is really full: a small file system of its own, filled to the brim, then emptied."""

import io
import os
import subprocess
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from orgs.models import StoredFile
from reports.actions.drafts import save_draft
from reports.models import Photo, ReportDraft


@pytest.fixture
def small_disk(tmp_path, settings):
    """The files folder on 5 MB of memory; left out where mounting is not allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("mounting needs root")
    settings.MEDIA_ROOT = folder
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)  # noqa: S603, S607


def picture():
    made = io.BytesIO()
    Image.effect_noise((900, 700), 60).convert("RGB").save(made, "JPEG")
    return SimpleUploadedFile("photo.jpg", made.getvalue(), "image/jpeg")


def fill_up(ballast: Path) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(65536)):
            pass


def test_a_full_disk_takes_no_half_file_and_a_later_try_works(
    sign_in, report, cast, small_disk: Path, noon
):
    save_draft(report, values={"visits": "5"}, texts={}, reasons={}, version=0, by=cast["reporter"])
    browser, upload = sign_in("reporter"), str(uuid.uuid4())
    url = reverse("reports:photo-add", args=[report.pk])
    ballast = small_disk / "ballast"
    fill_up(ballast)

    def send():
        data = {"photo": picture(), "upload_id": upload}
        return browser.post(url, data, headers={"accept": "application/json"})

    refused = send()
    files = [path for path in small_disk.rglob("*") if path.is_file() and path != ballast]
    ballast.unlink()
    later = send()

    assert (refused.status_code, bool(refused.json()["sentence"]), files) == (507, True, [])
    assert (later.status_code, Photo.objects.count(), StoredFile.objects.count()) == (200, 1, 2)
    assert ReportDraft.objects.get().values == {"visits": "5"}
