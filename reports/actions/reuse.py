"""Photos used again: found by the server at upload, decided on by a reviewer (照片重复使用)."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.fingerprints import fingerprint
from fraudwatch.lib.uploads import opened_photo
from orgs.actions.audit import record
from orgs.actions.files import read_file
from reports.actions.looks import BAND_FIELDS, MOST, alike, look_fields, nearest
from reports.actions.risks import hold_reports, rank_again
from reports.actions.task_pictures import catch_up_pictures, compare_with_tasks
from reports.enums import ReuseVerdict
from reports.errors import ReportError
from reports.models import Photo, PhotoReuse

AT_ONCE = 200  # photos that one sweep compares


def note_look(photo: Photo, *, sha256: str, look: str) -> None:
    """Write down the hash of what came in and what it looks like; the row is saved elsewhere."""
    for field, value in look_fields(sha256, look).items():
        setattr(photo, field, value)


def compare_photo(photo: Photo) -> int:
    """Hold a photo against all others of its campaign; returns how many show the same.

    Runs after the photo is committed: of two photos that come in at one moment the one compared
    last sees the other. Doing it again finds nothing twice.
    """
    found, touched = [], set()
    for other, apart, is_mirrored in _near(photo):
        later, earlier = sorted((photo, other), key=lambda one: (one.added_at, one.pk))[::-1]
        touched.add(later.report_id)
        found.append(
            PhotoReuse(
                photo_id=later.pk, earlier_id=earlier.pk, distance=apart, is_mirrored=is_mirrored,
                is_same_file=bool(photo.sha256) and photo.sha256 == other.sha256,
                found_at=clock.now(),
            )
        )  # fmt: skip
    compare_with_tasks(photo)
    try:
        _keep(photo, sorted(found, key=lambda one: (one.photo_id, one.earlier_id)), touched)
    except IntegrityError:  # one of the photos went for good meanwhile; the sweep looks again
        return 0
    return len(found)


@transaction.atomic
def _keep(photo: Photo, found: list[PhotoReuse], report_ids: set[int]) -> None:
    hold_reports(report_ids)
    PhotoReuse.objects.bulk_create(found, ignore_conflicts=True)
    Photo.objects.filter(pk=photo.pk).update(compared_at=clock.now())
    for report_id in sorted(report_ids):
        rank_again(report_id)


def _near(photo: Photo) -> list[tuple[Photo, int, bool]]:
    """The nearest photos of the campaign that show the same: each with its distance, mirrored?"""
    rows = Photo.objects.filter(alike(photo.sha256, photo.phash)).exclude(pk=photo.pk)
    near = nearest(photo, rows.only("sha256", "phash", "added_at", "report_id").order_by())
    campaign = photo.report.period.template.campaign_id
    ours = Photo.objects.filter(
        pk__in=[one[0].pk for one in near], report__period__template__campaign=campaign
    )
    keys = set(ours.order_by().values_list("pk", flat=True))
    return [one for one in near if one[0].pk in keys][:MOST]


def compare_waiting(*, most: int = AT_ONCE) -> int:
    """Compare photos that nobody compared yet, oldest first; returns how many.

    They are older than the comparison itself, or the server stopped between keeping and comparing.
    A photo whose file the disk lost is passed over. Pictures of tasks are looked at as well.
    """
    waiting = Photo.objects.filter(compared_at=None).order_by("added_at")
    rows = waiting.select_related("thumbnail", "report__period__template")[:most]
    for photo in rows:
        if not photo.phash:
            _look_again(photo)
        compare_photo(photo)
    return len(rows) + catch_up_pictures(most=most)


def _look_again(photo: Photo) -> None:
    try:
        look = fingerprint(opened_photo(read_file(photo.thumbnail)))
    except (FileNotFoundError, OSError):
        return
    note_look(photo, sha256=photo.sha256, look=look)
    photo.save(update_fields=["phash", *BAND_FIELDS])


@transaction.atomic
def decide_reuse(
    reuse: PhotoReuse, *, verdict: str, reason: str, version: int, by: object
) -> PhotoReuse:
    """Say whether a photo may be used again, and why ("one joint activity of both villages").

    It may be decided anew later; the trail keeps both. ReportError without a reason, for a word
    that is no verdict, and when somebody decided meanwhile.
    """
    why = " ".join(reason.split())
    if verdict not in (ReuseVerdict.ALLOWED, ReuseVerdict.REFUSED):
        raise ReportError(_("Choose whether the photo may be used again."))
    if not why:
        raise ReportError(_("Say in a few words why; the unit and later reviewers read it."))
    hold_reports([reuse.photo.report_id])
    decided = PhotoReuse.objects.filter(pk=reuse.pk, version=version).update(
        verdict=verdict, reason=why[:200], decided_by=by, decided_at=clock.now(),
        version=F("version") + 1,
    )  # fmt: skip
    if not decided:
        raise ReportError(_("Somebody decided on this photo meanwhile. Look at it again."))
    was = reuse.verdict
    reuse.refresh_from_db()
    rank_again(reuse.photo.report_id)
    record(
        "photo.reuse_decided", reuse.photo, by=by, path=reuse.report.path,
        changes={"verdict": [was, verdict], "reason": ["", reuse.reason]},
    )  # fmt: skip
    return reuse
