"""Photos of a report: cleaned, stored privately, one a retried upload."""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.uploads import clean_photo
from orgs.actions.audit import record
from orgs.actions.files import store_file
from reports.enums import WAITING_FOR_UNIT
from reports.errors import ReportError
from reports.models import Photo, Report
from reports.signers import account_of

JPEG = "image/jpeg"


def add_photo(
    report: Report, content: bytes, *, upload_id: uuid.UUID, by: object, caption: str = ""
) -> Photo:
    """Keep a photo with a report that waits for its unit.

    The picture is re-encoded upright without position data; the original is not kept.
    The same ``upload_id`` again gives the same photo. UploadRefused when the content is
    no picture we take; ReportError when the report is handed in or has enough photos.
    """
    known = Photo.objects.filter(report=report, upload_id=upload_id).first()
    if known:
        return known
    _ask_room(report)
    clean = clean_photo(content)
    try:
        with transaction.atomic():
            _ask_room(Report.objects.select_for_update(of=("self",)).get(pk=report.pk))
            hand = account_of(by)
            photo = Photo(report=report, upload_id=upload_id, added_by=hand, added_at=clock.now())
            owner = f"reports.photo:{photo.pk}"
            photo.picture = store_file(
                clean.content, name=f"{photo.pk}.jpg", kind=JPEG, owner=owner, by=hand
            )
            photo.thumbnail = store_file(
                clean.thumb, name=f"{photo.pk}-s.jpg", kind=JPEG, owner=owner, by=hand
            )
            photo.taken_at = clean.taken_at
            photo.caption = caption.strip()[:80]
            photo.save(force_insert=True)
            record("photo.added", photo, by=by, path=report.path)
    except IntegrityError:
        return Photo.objects.get(report=report, upload_id=upload_id)
    return photo


def _ask_room(report: Report) -> None:
    if report.state not in WAITING_FOR_UNIT:
        raise ReportError(_("The report is handed in; photos can no longer be changed."))
    most = report.period.template.photos_max
    if report.photos.kept().count() >= most:
        raise ReportError(_("There are %(n)s photos already; remove one first.") % {"n": most})


@transaction.atomic
def remove_photo(photo: Photo, *, by: object) -> None:
    """Take a photo back while the report still waits for its unit."""
    if photo.report.state not in WAITING_FOR_UNIT:
        raise ReportError(_("The report is handed in; photos can no longer be changed."))
    if Photo.objects.filter(pk=photo.pk, removed_at=None).update(removed_at=clock.now()):
        record("photo.removed", photo, by=by, path=photo.report.path)


@transaction.atomic
def restore_photo(photo: Photo, *, by: object) -> None:
    """Undo taking a photo back."""
    _ask_room(photo.report)
    if Photo.objects.filter(pk=photo.pk).exclude(removed_at=None).update(removed_at=None):
        record("photo.restored", photo, by=by, path=photo.report.path)
