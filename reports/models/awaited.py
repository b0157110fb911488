"""Photos that were still on their way when their report was handed in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock

from .reports import Report


class AwaitedPhoto(models.Model):
    """A photo that the phone holds and still sends (在途照片): the report did not wait for it.

    Named by the ``upload_id`` under which it will arrive. Only such a photo may be added
    to a report that is handed in, and only until the report is decided; the row goes when
    the photo has come.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="awaited_photos")
    upload_id = models.UUIDField()
    since = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("photo on its way")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "upload_id"], name="a_photo_is_awaited_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.upload_id}"
