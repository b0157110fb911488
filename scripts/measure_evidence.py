"""Measure the evidence at the size of a year: 20,000 photos to compare with, 2,000 to pack.

Fills the database of DATA_DIR, so it takes only one that lies below /tmp and holds the demo:
``DATA_DIR=/tmp/measure python manage.py migrate && … manage.py demo``, then
``DATA_DIR=/tmp/measure python scripts/measure_evidence.py``.
"""

import os
import resource
import sys
import time
import uuid
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402

from fraudwatch.demo.scenes import scene  # noqa: E402
from fraudwatch.lib.uploads import clean_photo  # noqa: E402
from orgs.actions.files import store_file  # noqa: E402
from orgs.models import StoredFile, User  # noqa: E402
from reports.actions.reuse import compare_photo, note_look  # noqa: E402
from reports.exports.evidence_zip import EvidencePackage  # noqa: E402
from reports.models import Photo, Report  # noqa: E402

PHOTOS, PACKED = 20_000, 2_000


def main() -> None:
    """Fill, compare, pack, print; everything in the database is taken back."""
    if not str(settings.MEDIA_ROOT).startswith("/tmp/"):  # noqa: S108 - only there may it write
        sys.exit("DATA_DIR must lie below /tmp: this script fills its database.")
    dice = Random(1)  # noqa: S311 - measuring
    with transaction.atomic():
        report = Report.objects.filter(revision_number__gt=0).first()
        user = User.objects.get(username="coordinator")
        fill(report, dice)
        compare(report)
        pack(report, user)
        transaction.set_rollback(True)


def fill(report: Report, dice: Random) -> None:
    """Rows with random looks; the first 2,000 have pictures on the disk."""
    clean = clean_photo(scene("street", "measure"))
    photos, files = [], []
    for number in range(PHOTOS):
        photo = Photo(report=report, upload_id=uuid.uuid4())
        note_look(
            photo, sha256=f"{dice.getrandbits(256):064x}", look=f"{dice.getrandbits(64):016x}"
        )
        facts = {"name": "x.jpg", "kind": "image/jpeg", "owner": f"reports.photo:{photo.pk}"}
        if number < PACKED:
            photo.picture = store_file(clean.content, by=None, **facts)
        else:
            photo.picture = StoredFile(size=0, sha256="", **facts)
            files.append(photo.picture)
            photo.removed_at = report.submitted_at
        photo.thumbnail = StoredFile(size=0, sha256="", **facts)
        files.append(photo.thumbnail)
        photos.append(photo)
    StoredFile.objects.bulk_create(files, batch_size=1000)
    Photo.objects.bulk_create(photos, batch_size=1000)
    print(f"{Photo.objects.count()} photos")  # noqa: T201


def compare(report: Report) -> None:
    """How long one photo takes among all."""
    some = list(Photo.objects.filter(report=report)[:50])
    started = time.perf_counter()
    for photo in some:
        compare_photo(photo)
    print(f"compare one photo with all: {(time.perf_counter() - started) / 50 * 1000:.1f} ms")  # noqa: T201


def pack(report: Report, user: User) -> None:
    """How long the package takes, and how much memory."""
    document = EvidencePackage()
    campaign = report.period.template.campaign_id
    subject = document.subject(user, {"campaign": campaign, "unit": report.unit_id})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    made = document.make(subject, {}, user, lambda *_step: None)
    took = time.perf_counter() - started
    size = made.half.stat().st_size / 1024 / 1024
    made.half.unlink()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"package of {PACKED} photos: {took:.0f} s, {size:.0f} MB, memory +{grown:.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
