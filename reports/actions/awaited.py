"""Photos still on their way when a report is handed in; callers hold the report's row."""

import uuid
from collections.abc import Collection

from reports.models import AwaitedPhoto, Photo, Report, Revision


def await_photos(report: Report, upload_ids: Collection[uuid.UUID]) -> None:
    """Expect these uploads for the report just handed in, and no others from before.

    What has arrived already is not awaited, nor more than the report may hold.
    """
    AwaitedPhoto.objects.filter(report=report).delete()
    if not upload_ids:
        return
    here = set(report.photos.values_list("upload_id", flat=True))
    room = report.period.template.photos_max - report.photos.kept().count()
    missing = [one for one in dict.fromkeys(upload_ids) if one not in here]
    AwaitedPhoto.objects.bulk_create(
        AwaitedPhoto(report=report, upload_id=one) for one in missing[: max(room, 0)]
    )


def is_awaited(report: Report, upload_id: uuid.UUID) -> bool:
    """Whether this upload was announced when the report was handed in."""
    return AwaitedPhoto.objects.filter(report=report, upload_id=upload_id).exists()


def note_arrival(report: Report, photo: Photo) -> None:
    """The photo came: nobody waits for it any more, and its submission shows it."""
    gone, _rows = AwaitedPhoto.objects.filter(report=report, upload_id=photo.upload_id).delete()
    if not gone:
        return
    revision = Revision.objects.get(report=report, number=report.revision_number)
    Revision.objects.filter(pk=revision.pk).update(photos=[*revision.photos, str(photo.pk)])
