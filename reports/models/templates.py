"""What is reported and when: templates, their versions, items and schedule (报表模板、报送周期)."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Indicator
from fraudwatch.lib import clock
from orgs.models import Unit
from reports.enums import Cadence


class ReportTemplateQuerySet(models.QuerySet):
    """Templates are seen with their campaign."""

    def visible_to(self, user: object) -> "ReportTemplateQuerySet":
        """Templates of the campaigns in sight."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class ReportTemplate(models.Model):
    """A report that units owe at fixed times (报表模板), with its schedule.

    Moments are counted from the first day of the period: a weekly report with
    ``due_day=7`` and ``due_time=12:00`` is due on the Monday after, at noon. It closes
    at ``close_day``/``close_time``; what is not there by then is missing. With
    ``shift_holidays`` both move to the next working day.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="templates")
    name = models.CharField(_("name"), max_length=80)
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.WEEKLY)
    first_on = models.DateField(_("first period starts on"))
    last_on = models.DateField(_("last period starts on"), null=True, blank=True)
    due_day = models.PositiveSmallIntegerField(default=7)
    due_time = models.TimeField(default=time(12, 0))
    close_day = models.PositiveSmallIntegerField(default=8)
    close_time = models.TimeField(default=time(18, 0))
    shift_holidays = models.BooleanField(default=True)
    photos_min = models.PositiveSmallIntegerField(default=0)
    photos_max = models.PositiveSmallIntegerField(default=9)
    is_active = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("report template")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"], name="one_template_name_per_campaign"
            ),
            models.CheckConstraint(
                condition=Q(close_day__gt=F("due_day"))
                | Q(close_day=F("due_day"), close_time__gte=F("due_time")),
                name="template_closes_after_it_is_due",
            ),
            models.CheckConstraint(
                condition=Q(photos_max__gte=F("photos_min")), name="template_photo_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """One version of a template's content; old reports keep theirs."""

    template = models.ForeignKey(ReportTemplate, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("template version")
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="one_template_version_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"


class TemplateItem(models.Model):
    """An indicator asked for in a template version, in its section and order."""

    template_version = models.ForeignKey(TemplateVersion, models.CASCADE, related_name="items")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    section = models.CharField(_("section"), max_length=40)
    section_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name = _("template item")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["template_version", "indicator"], name="one_item_per_indicator"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class TextBlock(models.Model):
    """A narrative asked for in a template version (文字情况)."""

    template_version = models.ForeignKey(TemplateVersion, models.CASCADE, related_name="blocks")
    key = models.SlugField(max_length=30)
    label = models.CharField(max_length=40)
    label_en = models.CharField(max_length=60, blank=True)
    is_required = models.BooleanField(default=False)
    min_length = models.PositiveSmallIntegerField(default=0)
    max_length = models.PositiveSmallIntegerField(default=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("text block")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["template_version", "key"], name="one_block_per_key")
        ]

    def __str__(self) -> str:
        return self.label


class ReportingUnit(models.Model):
    """A unit that owes a template's report, from a day on, until a day (报送单位)."""

    template = models.ForeignKey(ReportTemplate, models.CASCADE, related_name="reporting_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    from_on = models.DateField(default=clock.today)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("reporting unit")
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "unit"],
                condition=Q(to_on=None),
                name="one_open_duty_to_report_per_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.template}"
