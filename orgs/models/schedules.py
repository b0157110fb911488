"""Documents made again and again at a set time, for these people (定时导出)."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.enums import Rhythm


class ExportScheduleQuerySet(models.QuerySet):
    """Schedules belong to the person who set them up."""

    def visible_to(self, user: object) -> "ExportScheduleQuerySet":
        """One's own schedules; who merely gets the documents sees the documents."""
        return self.filter(owner=user)

    def due(self) -> "ExportScheduleQuerySet":
        """Those whose moment has come."""
        return self.filter(is_paused=False, next_at__lte=clock.now())


class ExportSchedule(models.Model):
    """An order that repeats: every Monday at 8:00 this document to these people.

    ``parameters`` are those of the order; which period is meant is settled anew at each run.
    ``weekday`` (0 is Monday) and ``month_day`` count for their ``rhythm`` alone. ``next_at`` is the
    next moment in Shanghai time; a moment that was missed is caught up once. ``paused_why`` is said
    when the machine paused it because its owner lost the right.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="export_schedules"
    )
    document = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=160)
    parameters = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=10, default="", blank=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), default=0, validators=[MaxValueValidator(6)]
    )
    month_day = models.PositiveSmallIntegerField(
        _("day of the month"), default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    at = models.TimeField(_("time of day"), default=time(8))
    receivers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("receivers")
    )
    next_at = models.DateTimeField()
    is_paused = models.BooleanField(default=False)
    paused_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=clock.now)

    objects = ExportScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled export")
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(is_paused=False), name="schedule_due"),
        ]

    def __str__(self) -> str:
        return self.title


class ExportRun(models.Model):
    """One moment of a schedule: what was ordered for whom, and who was left out and why.

    ``left_out`` is a list of ``[name, reason]``; ``error`` says why nothing was ordered at all.
    """

    schedule = models.ForeignKey(ExportSchedule, models.CASCADE, related_name="runs")
    moment = models.DateTimeField()
    ran_at = models.DateTimeField(default=clock.now)
    left_out = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("run of a scheduled export")
        ordering = ["-moment"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "moment"], name="one_run_per_schedule_and_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.moment:%Y-%m-%d %H:%M}"
