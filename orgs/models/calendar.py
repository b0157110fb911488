"""Days that the office works or rests against the usual week (放假调休)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock


class CalendarDay(models.Model):
    """A day of which the site itself says whether offices work; it wins over the library.

    ``name`` is what it is called (国庆节), ``source`` where it is announced. Read by everybody:
    the calendar is one for the whole site.
    """

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=40, blank=True)
    source = models.CharField(_("announced in"), max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("calendar day")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
