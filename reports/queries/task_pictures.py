"""Where the pictures of tasks stood before, in sentences for whoever decides."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from campaigns.models import Assignment, FeedbackFile
from reports.models import Report, TaskPictureUse

TASK = "file__feedback__assignment"
JOINED = (
    f"other__{TASK}__task", f"other__{TASK}__unit", f"picture__{TASK}__task",
    f"picture__{TASK}__unit", "photo__report__unit", "photo__report__period__template",
)  # fmt: skip


def picture_remarks(files: Iterable[FeedbackFile], user: object) -> dict[int, list[str]]:
    """A sentence for each use of a task's picture elsewhere, by the file row's key. One query."""
    uses = TaskPictureUse.objects.filter(picture__file__in=list(files)).exclude(
        photo__removed_at__isnull=False
    )
    reports = Report.objects.visible_to(user).order_by().filter(pk=OuterRef("photo__report"))
    parts = Assignment.objects.visible_to(user).order_by()
    parts = parts.filter(pk=OuterRef(f"other__{TASK}"))
    found = defaultdict(list)
    rows = uses.annotate(sees_report=Exists(reports), sees_part=Exists(parts))
    for use in rows.select_related(*JOINED):
        found[use.picture.file_id].append(_sentence(use))
    return dict(found)


def _sentence(use: TaskPictureUse) -> str:
    if use.photo_id:
        report = use.photo.report
        if not use.sees_report:
            return _("This picture also stands in the report of a unit outside your sight.")
        return _("This picture also stands in the report of %(unit)s, %(period)s.") % {
            "unit": report.unit, "period": report.period.label,
        }  # fmt: skip
    part = use.other.file.feedback.assignment
    if not use.sees_part:
        return _("A unit outside your sight handed in this picture before.")
    return _("%(unit)s handed in this picture before, with the task “%(task)s”.") % {
        "unit": part.unit, "task": part.task.title,
    }  # fmt: skip


def uses_in_tasks(photo_ids: Iterable[UUID], user: object) -> dict[UUID, list[str]]:
    """A sentence for each task that a report's photo was handed in with before. One query."""
    parts = Assignment.objects.visible_to(user).order_by()
    parts = parts.filter(pk=OuterRef(f"picture__{TASK}"))
    rows = TaskPictureUse.objects.filter(photo__in=list(photo_ids)).select_related(*JOINED)
    found = defaultdict(list)
    for use in rows.annotate(sees_part=Exists(parts)):
        if use.picture.added_at > use.photo.added_at:
            continue
        part = use.picture.file.feedback.assignment
        words = _("Handed in before with the task “%(task)s” by %(unit)s.")
        names = {"task": part.task.title, "unit": part.unit}
        hidden = _("Handed in before with a task of a unit outside your sight.")
        found[use.photo_id].append(words % names if use.sees_part else hidden)
    return dict(found)
