"""Reminder rules of a template (提醒规则)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignState
from reports.enums import Occasion

from .templates import ReportTemplate


class ReminderRuleQuerySet(models.QuerySet):
    """Rules are seen with their template."""

    def visible_to(self, user: object) -> "ReminderRuleQuerySet":
        """Rules of the templates in sight."""
        return self.filter(template__in=ReportTemplate.objects.visible_to(user))

    def in_use(self) -> "ReminderRuleQuerySet":
        """Switched on, of a report that is switched on, in a campaign under way."""
        return self.filter(
            is_active=True,
            template__is_active=True,
            template__campaign__state__in=[CampaignState.RUNNING, CampaignState.SUMMING_UP],
        )


class ReminderRule(models.Model):
    """When those who still owe a report are told: ``minutes`` from the due moment.

    Negative minutes lie before it. Who was told stands in the notices, once a rule,
    report and person.
    """

    template = models.ForeignKey(ReportTemplate, models.CASCADE, related_name="reminder_rules")
    occasion = models.CharField(max_length=8, choices=Occasion)
    minutes = models.IntegerField(_("minutes from the due moment"))
    to_deputy = models.BooleanField(_("also to the backup liaison"), default=False)
    by_email = models.BooleanField(_("also by e-mail"), default=True)
    is_active = models.BooleanField(_("switched on"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder rule")
        ordering = ["minutes"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "minutes"], name="one_reminder_rule_per_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.minutes}"
