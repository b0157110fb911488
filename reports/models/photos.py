"""Photos handed in with a report (佐证照片)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.models import StoredFile

from .reports import Report


class PhotoQuerySet(models.QuerySet):
    """Photos are seen with their report."""

    def visible_to(self, user: object) -> "PhotoQuerySet":
        """Photos of the reports in sight."""
        return self.filter(report__in=Report.objects.visible_to(user))

    def kept(self) -> "PhotoQuerySet":
        """Not taken back."""
        return self.filter(removed_at=None)


class Photo(models.Model):
    """A re-encoded picture without position data.

    ``upload_id`` comes from the phone, so that a retried upload is one photo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    upload_id = models.UUIDField(default=uuid.uuid4)
    picture = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    thumbnail = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=80, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "upload_id"], name="one_photo_per_upload"),
        ]
        indexes = [
            models.Index(
                fields=["report"], condition=Q(removed_at=None), name="photo_kept_by_report"
            )
        ]

    def __str__(self) -> str:
        return self.caption or str(self.report)
