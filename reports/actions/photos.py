"""Photos of a report: cleaned, stored privately, one a retried upload."""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.privacy import private_problem
from fraudwatch.lib import clock
from fraudwatch.lib.uploads import clean_photo
from orgs.actions.audit import record
from orgs.actions.files import store_file
from orgs.actions.quotas import check_room
from reports.actions.awaited import is_awaited, note_arrival
from reports.actions.reuse import compare_photo, note_look
from reports.enums import WAITING_FOR_UNIT, ReportState
from reports.errors import ReportError
from reports.models import Photo, Report
from reports.signers import account_of

JPEG = "image/jpeg"
CAPTIONED_WHILE = WAITING_FOR_UNIT | {ReportState.SUBMITTED}


def add_photo(
    report: Report, content: bytes, *, upload_id: uuid.UUID, by: object, caption: str = ""
) -> Photo:
    """Keep a photo with a report that waits for its unit, or that was told of it.

    The picture is re-encoded upright without position data; the original is not kept.
    The same ``upload_id`` again gives the same photo; one that was announced when the
    report was handed in still joins it until it is decided. A caption that holds somebody's
    ID or card number is left out. UploadRefused when the content is no picture we take;
    ReportError when the report is handed in or has enough photos.
    """
    known = Photo.objects.filter(report=report, upload_id=upload_id).first()
    if known:
        return known
    _ask_room(report, upload_id)
    clean = clean_photo(content)
    check_room(report.unit, len(clean.content) + len(clean.thumb))
    try:
        with transaction.atomic():
            row = _held(report.pk)
            _ask_room(row, upload_id)
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
            photo.caption = "" if private_problem(_words(caption)) else _words(caption)
            note_look(photo, sha256=clean.original, look=clean.look)
            photo.save(force_insert=True)
            note_arrival(row, photo)
            record("photo.added", photo, by=by, path=report.path)
    except IntegrityError:
        return Photo.objects.get(report=report, upload_id=upload_id)
    compare_photo(photo)
    return photo


def _held(report_id: int) -> Report:
    """The report, locked before its photos: a submission comes wholly before or after."""
    rows = Report.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("period__template").get(pk=report_id)


def _words(caption: str) -> str:
    return " ".join(caption.split())[:80]


@transaction.atomic
def caption_photo(photo: Photo, *, caption: str, by: object) -> Photo:
    """Say what a photo shows: one line of at most 80 characters, or none.

    The unit may change it until the report is approved; later it is part of the evidence.
    ReportError then, and for a line that holds somebody's ID or card number.
    """
    report = _held(photo.report_id)
    if report.state not in CAPTIONED_WHILE:
        raise ReportError(_("The report is approved or closed; its captions stay as they are."))
    words, was = _words(caption), photo.caption
    if words == was:
        return photo
    if sentence := private_problem(words):
        raise ReportError(sentence)
    Photo.objects.filter(pk=photo.pk).update(caption=words)
    photo.caption = words
    record("photo.captioned", photo, by=by, path=report.path, changes={"caption": [was, words]})
    return photo


def _ask_room(report: Report, upload_id: uuid.UUID) -> None:
    if report.state == ReportState.SUBMITTED and is_awaited(report, upload_id):
        return
    if report.state not in WAITING_FOR_UNIT:
        raise ReportError(_("The report is handed in; photos can no longer be changed."))
    most = report.period.template.photos_max
    if report.photos.kept().count() >= most:
        raise ReportError(_("There are %(n)s photos already; remove one first.") % {"n": most})


@transaction.atomic
def remove_photo(photo: Photo, *, by: object) -> None:
    """Take a photo back while the report still waits for its unit."""
    report = _held(photo.report_id)
    if report.state not in WAITING_FOR_UNIT:
        raise ReportError(_("The report is handed in; photos can no longer be changed."))
    if Photo.objects.filter(pk=photo.pk, removed_at=None).update(removed_at=clock.now()):
        record("photo.removed", photo, by=by, path=report.path)


@transaction.atomic
def restore_photo(photo: Photo, *, by: object) -> None:
    """Undo taking a photo back."""
    report = _held(photo.report_id)
    _ask_room(report, photo.upload_id)
    if Photo.objects.filter(pk=photo.pk).exclude(removed_at=None).update(removed_at=None):
        record("photo.restored", photo, by=by, path=report.path)
