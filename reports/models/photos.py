"""Photos handed in with a report (佐证照片), and where one was used before."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.models import StoredFile
from reports.enums import ReuseVerdict

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

    ``upload_id`` comes from the phone, so that a retried upload is one photo. ``sha256`` is that of
    the bytes as they came in (blank for photos older than the column); ``phash`` is what the
    picture looks like (see ``fraudwatch.lib.fingerprints``), blank for a picture of nothing, with
    its four quarters beside it to look it up by. ``compared_at`` is when it was last held against
    the campaign's other photos.
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
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    phash = models.CharField(max_length=16, blank=True, default="")
    band_1 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_2 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_3 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_4 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    compared_at = models.DateTimeField(null=True, blank=True)

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
            ),
            models.Index(
                fields=["added_at"], condition=Q(compared_at=None), name="photo_to_compare"
            ),
            models.Index(fields=["-added_at", "id"], name="photo_newest_first"),
        ]

    def __str__(self) -> str:
        return self.caption or str(self.report)


class PhotoReuseQuerySet(models.QuerySet):
    """Uses are seen with the later photo."""

    def visible_to(self, user: object) -> "PhotoReuseQuerySet":
        """Uses found for photos of the reports in sight."""
        return self.filter(photo__report__in=Report.objects.visible_to(user))

    def standing(self) -> "PhotoReuseQuerySet":
        """Between photos that are both kept."""
        return self.filter(photo__removed_at=None, earlier__removed_at=None)


class PhotoReuse(models.Model):
    """A photo that shows what an earlier one of the campaign showed (照片重复使用).

    ``distance`` is how many of the 64 bits of their looks differ; ``is_same_file`` says that the
    very same bytes came in, ``is_mirrored`` that one is the other seen in a mirror. It is found by
    the server; what it means a reviewer decides (``verdict``), with a reason.
    """

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="earlier_uses")
    earlier = models.ForeignKey(Photo, models.CASCADE, related_name="later_uses")
    distance = models.PositiveSmallIntegerField()
    is_same_file = models.BooleanField(default=False)
    is_mirrored = models.BooleanField(default=False)
    found_at = models.DateTimeField(default=clock.now)
    verdict = models.CharField(
        max_length=8, choices=ReuseVerdict, default=ReuseVerdict.OPEN, blank=True
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PhotoReuseQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo used again")
        ordering = ["distance", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "earlier"], name="one_reuse_per_pair"),
            models.CheckConstraint(
                condition=Q(verdict="") | ~Q(reason=""), name="verdict_on_reuse_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo} = {self.earlier}"

    @property
    def report(self) -> Report:
        """The report of the later photo: who reviews it decides."""
        return self.photo.report
