"""A full disk: every door that takes a file says so in one sentence and keeps nothing by halves."""

import errno
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON
from fraudwatch.tests.role_table import filled, path_of
from fraudwatch.tests.test_attacks_files import DOORS, TABLE, pictures
from orgs.models import StoredFile
from orgs.tests.counting import text_of
from orgs.tests.roster_books import book
from reports.models import Photo

pytestmark = pytest.mark.django_db
KEEPING = ["campaigns:assignment-feedback", "campaigns:attachment-add", "reports:photo-add"]


def good_file(door):
    """A file that this door takes on any other day."""
    if door == "orgs:roster-import":
        return SimpleUploadedFile("roster.xlsx", book(None, [["接手人", "U003"]]))
    return SimpleUploadedFile("photo.jpg", pictures()["gps.jpg"], "image/jpeg")


@pytest.fixture
def full(monkeypatch):
    """No byte fits on the disk any more; half of it is written before that shows."""
    whole = Path.write_bytes

    def write(self, content):
        whole(self, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", write)
    return monkeypatch


def send(house, door, *, accept="text/html"):
    """Send a good file through a door."""
    person, field, data = DOORS[door]
    form = filled(house.world, TABLE[door].get("data")) | data
    form[field] = good_file(door)
    path = path_of(house.world, door, TABLE[door])
    client = house.client(person)
    with clock.at(NOON):
        response = client.post(path, form, headers={"Accept": accept})
        if response.status_code == 302:
            response = client.get(response.url)
    return response


def files_of(house):
    return sorted(path for path in house.world.files.rglob("*") if path.is_file())


@pytest.mark.parametrize("door", [*KEEPING, "orgs:roster-import"])
def test_a_full_disk_is_said_and_leaves_nothing_behind(house, door, full):
    with transaction.atomic():
        rows, files = set(StoredFile.objects.values_list("pk", flat=True)), files_of(house)
        response = send(house, door)
        after = set(StoredFile.objects.values_list("pk", flat=True))
        transaction.set_rollback(True)

    assert response.status_code in (200, 422, 507)
    assert "disk is full" in text_of(response) or "磁盘" in text_of(response)
    assert (after, files_of(house)) == (rows, files)


@pytest.mark.parametrize("door", KEEPING)
def test_with_room_again_the_same_try_works(house, door, full):
    with transaction.atomic():
        before = StoredFile.objects.count()
        send(house, door)
        full.undo()
        send(house, door)
        kept = StoredFile.objects.count()
        transaction.set_rollback(True)

    assert kept > before


def test_a_script_hears_507_and_the_report_is_as_it_was(house, full):
    report = house.world.report
    with transaction.atomic():
        photos = Photo.objects.filter(report=report).count()
        response = send(house, "reports:photo-add", accept="application/json")
        report.refresh_from_db()
        state, left = report.state, Photo.objects.filter(report=report).count()
        transaction.set_rollback(True)

    assert (response.status_code, left) == (507, photos)
    assert state in ("due", "draft")
    assert response.json()["sentence"]
