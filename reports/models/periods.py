"""Reporting periods (报告期)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

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

    Its moments are fixed when it opens. Closing makes what is not there missing;
    locking ends every change.
    """

    template = models.ForeignKey(ReportTemplate, models.PROTECT, related_name="periods")
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="periods")
    starts_on = models.DateField(db_index=True)
    ends_on = models.DateField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=8, choices=PeriodState, default=PeriodState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)

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
        return f"{self.starts_on:%Y-%m-%d}"

    @property
    def number(self) -> int:
        """Which week of its campaign this is, from 1."""
        return week_number(self.starts_on, first=self.template.campaign.starts_on)

    @property
    def words(self) -> str:
        """The period as a notice carries it: its Monday and its number."""
        return f"{self.starts_on.isoformat()}#{self.number}"
