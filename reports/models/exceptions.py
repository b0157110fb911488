"""Due moments of single levels, and what the office allowed single units (例外)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.enums import UnitKind
from reports.enums import Allowance

from .reports import Report
from .templates import ReportTemplate


class LevelDue(models.Model):
    """The due moment of one kind of units where it differs: villages before their town.

    Counted like the template's own due day; the closing moment is the template's.
    """

    template = models.ForeignKey(ReportTemplate, models.CASCADE, related_name="level_dues")
    kind = models.CharField(_("kind of unit"), max_length=12, choices=UnitKind)
    due_day = models.PositiveSmallIntegerField()
    due_time = models.TimeField()

    class Meta:
        verbose_name = _("due moment of a level")
        ordering = ["due_day", "due_time", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["template", "kind"], name="one_due_moment_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.get_kind_display()}"


class PeriodException(models.Model):
    """What the office allowed one unit in one period: why, until when, who. Never changed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="exceptions")
    kind = models.CharField(max_length=10, choices=Allowance)
    reason = models.CharField(max_length=200)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("exception")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="period_exception_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.report}"
