"""Pictures of task feedback known again, beside the photos of reports (照片重复使用)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import FeedbackFile
from fraudwatch.lib import clock

from .photos import Photo


class TaskPicture(models.Model):
    """What a picture handed in with feedback looks like; marks as those of ``Photo``."""

    file = models.OneToOneField(FeedbackFile, models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    phash = models.CharField(max_length=16, blank=True, default="")
    band_1 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_2 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_3 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_4 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("picture of a task")

    def __str__(self) -> str:
        return str(self.file)


class TaskPictureUse(models.Model):
    """A picture of feedback that shows what an earlier one of the campaign showed.

    ``other`` came in with feedback before; ``photo`` stands in a report. To hand one picture in
    with the task and with the report of the same week is in order: it is told, never refused.
    """

    picture = models.ForeignKey(TaskPicture, models.CASCADE, related_name="uses")
    other = models.ForeignKey(
        TaskPicture, models.CASCADE, null=True, blank=True, related_name="later_uses"
    )
    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="task_uses"
    )
    distance = models.PositiveSmallIntegerField()
    is_same_file = models.BooleanField(default=False)
    is_mirrored = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("picture of a task used before")
        ordering = ["distance", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "other"], name="one_use_per_pictures"),
            models.UniqueConstraint(fields=["picture", "photo"], name="one_use_per_photo"),
            models.CheckConstraint(
                condition=Q(other=None, photo__isnull=False) | Q(other__isnull=False, photo=None),
                name="used_in_a_task_or_a_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.picture} = {self.other or self.photo}"
