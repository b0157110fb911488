"""Reporting periods (报告期)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import spans
from fraudwatch.lib.weeks import week_number
from reports.enums import PeriodState

from .templates import ReportTemplate, TemplateVersion


class PeriodQuerySet(models.QuerySet):
    """Periods are seen with their template."""

    def visible_to(self, user: object) -> "PeriodQuerySet":
        """Periods of the templates in sight."""
        return self.filter(template__in=ReportTemplate.objects.visible_to(user))


class Period(models.Model):
    """One span of a template, e.g. a week from Monday (``starts_on``) to Sunday (``ends_on``).

    Its moments are fixed when it opens. Closing makes what is not there missing; locking
    (at ``locks_at``, never when that is empty) ends submitting, late opening and correcting.
    ``name`` is the phase's for a report of each phase.
    """

    template = models.ForeignKey(ReportTemplate, models.PROTECT, related_name="periods")
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="periods")
    starts_on = models.DateField(db_index=True)
    ends_on = models.DateField()
    name = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=8, choices=PeriodState, default=PeriodState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    locks_at = models.DateTimeField(null=True, blank=True, db_index=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "starts_on"], name="one_period_per_template_and_start"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gte=F("due_at")), name="period_closes_after_it_is_due"
            ),
        ]

    def __str__(self) -> str:
        """A week by its first day, every other span by its first and last."""
        if (self.ends_on - self.starts_on).days == 6:
            return f"{self.starts_on:%Y-%m-%d}"
        return f"{self.starts_on:%Y-%m-%d}/{self.ends_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The period's page."""
        return reverse("reports:period-detail", args=[self.pk])

    @property
    def number(self) -> int:
        """Which week of its campaign this is, from 1."""
        return week_number(self.starts_on, first=self.template.campaign.starts_on)

    @property
    def label(self) -> str:
        """The period in words and with its days, in the language of the page."""
        return spans.label(
            self.template.cadence, self.starts_on, self.ends_on, number=self._count, name=self.name
        )

    @property
    def short_label(self) -> str:
        """The period in words alone: week 6, June 2026."""
        cadence = self.template.cadence
        return spans.short_label(cadence, self.starts_on, number=self._count, name=self.name)

    @property
    def words(self) -> str:
        """The period as a notice carries it, to be put into the reader's language later."""
        return spans.packed(
            self.template.cadence, self.starts_on, self.ends_on, number=self._count, name=self.name
        )

    @property
    def _count(self) -> int | None:
        """The week's number in its campaign; other spans have none."""
        return self.number if self.template.cadence == spans.WEEKLY else None
