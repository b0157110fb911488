"""Photos used again: found by the server at upload, decided on by a reviewer (照片重复使用)."""

from functools import reduce
from operator import or_

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.fingerprints import (
    BITS,
    NEAR,
    bands,
    distance,
    fingerprint,
    mirrored,
    near_bands,
)
from fraudwatch.lib.uploads import opened_photo
from orgs.actions.audit import record
from orgs.actions.files import read_file
from reports.actions.risks import hold_reports, rank_again
from reports.enums import ReuseVerdict
from reports.errors import ReportError
from reports.models import Photo, PhotoReuse

BAND_FIELDS = ("band_1", "band_2", "band_3", "band_4")
MOST = 20  # the nearest earlier uses that are kept of one photo
AT_ONCE = 200  # photos that one sweep compares


def note_look(photo: Photo, *, sha256: str, look: str) -> None:
    """Write down the hash of what came in and what it looks like; the row is saved elsewhere."""
    photo.sha256, photo.phash = sha256, look
    marks = bands(look) if look else (None,) * len(BAND_FIELDS)
    for field, band in zip(BAND_FIELDS, marks, strict=True):
        setattr(photo, field, band)


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
    like = Q(sha256=photo.sha256) if photo.sha256 else Q(pk=None)
    if photo.phash:
        looks = (photo.phash, mirrored(photo.phash))
        like = reduce(or_, (_like(look) for look in looks), like)
    rows = Photo.objects.filter(like).exclude(pk=photo.pk)
    rows = rows.only("sha256", "phash", "added_at", "report_id").order_by()
    near = [(other, *_apart(photo, other)) for other in rows]
    near = sorted((one for one in near if one[1] <= NEAR), key=lambda one: one[1])
    campaign = photo.report.period.template.campaign_id
    ours = Photo.objects.filter(
        pk__in=[one[0].pk for one in near], report__period__template__campaign=campaign
    )
    keys = set(ours.order_by().values_list("pk", flat=True))
    return [one for one in near if one[0].pk in keys][:MOST]


def _like(look: str) -> Q:
    """Photos with one quarter near the same quarter of ``look``: four walks along an index."""
    pairs = zip(BAND_FIELDS, bands(look), strict=True)
    return reduce(or_, (Q(**{f"{field}__in": near_bands(band)}) for field, band in pairs))


def _apart(one: Photo, other: Photo) -> tuple[int, bool]:
    """How many bits two photos differ, and whether only in the mirror; 0 for the same file."""
    if one.sha256 and one.sha256 == other.sha256:
        return 0, False
    if not one.phash or not other.phash:
        return BITS, False
    straight = distance(one.phash, other.phash)
    turned = distance(mirrored(one.phash), other.phash)
    return min(straight, turned), turned < straight


def compare_waiting(*, most: int = AT_ONCE) -> int:
    """Compare photos that nobody compared yet, oldest first; returns how many.

    They are older than the comparison itself, or the server stopped between keeping and comparing.
    A photo whose file the disk lost is passed over.
    """
    waiting = Photo.objects.filter(compared_at=None).order_by("added_at")
    rows = waiting.select_related("thumbnail", "report__period__template")[:most]
    for photo in rows:
        if not photo.phash:
            _look_again(photo)
        compare_photo(photo)
    return len(rows)


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
