"""Uploaded report workbooks on their way in (导入)."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.models import StoredFile, Unit
from reports.enums import ImportState

from .periods import Period


class ImportJobQuerySet(models.QuerySet):
    """Uploads are seen by those who sent them in."""

    def visible_to(self, user: object) -> "ImportJobQuerySet":
        """One's own uploads."""
        return self.filter(uploaded_by=user)


class ImportJob(models.Model):
    """One uploaded workbook: checked, waiting to be confirmed, taken over all or nothing.

    ``plan`` is the result of the check (rows, problems, what would change); the rows are
    checked once more when it is confirmed. ``node`` is the unit whose workbook it is.
    ``mended`` are the cells of the sheet corrected on its page, by address, as typed; they
    count in place of the file's. ``version`` counts the checks.
    Nothing is taken over after ``expires_at``; the file goes then.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    node = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    plan = models.JSONField(default=dict)
    mended = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_draft = models.BooleanField(default=False)
    taken = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_imports"
    )
    uploaded_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["period", "sha256"], name="import_by_content")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The page of its check."""
        return reverse("reports:book-check", args=[self.pk])
