"""Pictures of task feedback held against each other and against the photos of reports."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from campaigns.models import FeedbackFile
from campaigns.pictures import Picture
from fraudwatch.lib.fingerprints import fingerprint
from fraudwatch.lib.uploads import opened_photo
from orgs.actions.files import read_file
from reports.actions.looks import MOST, alike, look_fields, nearest
from reports.models import Photo, TaskPicture, TaskPictureUse

CAMPAIGN = "file__feedback__assignment__task__campaign"
REPORTED = "report__period__template__campaign"
JPEG = "image/jpeg"


def note_pictures(pictures: Iterable[Picture]) -> None:
    """Keep what pictures look like that were just handed in, and compare each."""
    for one in pictures:
        added_at = one.file.feedback.at
        fields = look_fields(one.original, one.look)
        row, _made = TaskPicture.objects.get_or_create(
            file=one.file, defaults={**fields, "added_at": added_at}
        )
        _compare(row)


def _compare(row: TaskPicture) -> None:
    """Against earlier pictures of tasks and all photos of the campaign; again it adds nothing."""
    campaign = row.file.feedback.assignment.task.campaign_id
    earlier = TaskPicture.objects.filter(pk__lt=row.pk)
    others = _near(row, earlier, {CAMPAIGN: campaign})
    photos = _near(row, Photo.objects.all(), {REPORTED: campaign})
    _keep(
        [TaskPictureUse(picture=row, other_id=key, **how) for key, how in others]
        + [TaskPictureUse(picture=row, photo_id=key, **how) for key, how in photos]
    )


def compare_with_tasks(photo: Photo) -> None:
    """Hold a report's photo against the pictures of tasks of its campaign."""
    campaign = photo.report.period.template.campaign_id
    pictures = _near(photo, TaskPicture.objects.all(), {CAMPAIGN: campaign})
    _keep([TaskPictureUse(picture_id=key, photo=photo, **how) for key, how in pictures])


def _near(one: Photo | TaskPicture, rows: QuerySet, ours: dict) -> list[tuple[object, dict]]:
    """The keys of the nearest of the rows with what their pair says.

    They are found by their look first, along an index, and kept when they are ``ours`` then.
    """
    found = nearest(one, rows.filter(alike(one.sha256, one.phash)).only("sha256", "phash"))
    keys = set()
    if found:
        near = rows.filter(pk__in=[other.pk for other, _apart, _mirror in found], **ours)
        keys = set(near.order_by().values_list("pk", flat=True))
    return [
        (other.pk, {"distance": apart, "is_mirrored": turned, "is_same_file": _same(one, other)})
        for other, apart, turned in found
        if other.pk in keys
    ][:MOST]


def _same(one: Photo | TaskPicture, other: Photo | TaskPicture) -> bool:
    return bool(one.sha256) and one.sha256 == other.sha256


def _keep(found: list[TaskPictureUse]) -> None:
    try:
        with transaction.atomic():
            TaskPictureUse.objects.bulk_create(found, ignore_conflicts=True)
    except IntegrityError:  # a picture went for good meanwhile
        return


def catch_up_pictures(*, most: int) -> int:
    """Compare pictures of tasks that are older than the comparison itself; returns how many.

    A picture whose file the disk lost is noted without a look, so that it is passed over.
    """
    rows = FeedbackFile.objects.filter(file__kind=JPEG).exclude(
        pk__in=TaskPicture.objects.values("file")
    )
    waiting = list(rows.select_related("file", "feedback__assignment__task").order_by("pk")[:most])
    note_pictures(Picture(row, "", _look(row)) for row in waiting)
    return len(waiting)


def _look(row: FeedbackFile) -> str:
    try:
        return fingerprint(opened_photo(read_file(row.file)))
    except (FileNotFoundError, OSError):
        return ""
