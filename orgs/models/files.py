"""Private files under random names; served only to those who may see their owner."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock


class StoredFile(models.Model):
    """A file of ours: content on disk under its id, everything else in this row.

    ``owner`` names what it belongs to (``reports.photo:7``); the app that owns that
    kind says who may read it (``orgs.documents`` registry of readers).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    owner = models.CharField(max_length=60, db_index=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    stored_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("file")
        ordering = ["-stored_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def disk_name(self) -> str:
        """Where the content lies below the files folder."""
        return f"{self.id.hex[:2]}/{self.id.hex}"
