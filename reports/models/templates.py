"""What is reported and when: templates, their versions, items and schedule (报表模板、报送周期)."""

from datetime import time
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Indicator
from fraudwatch.lib import clock
from orgs.models import Unit
from reports.enums import Cadence, CountsFrom, Severity


class ReportTemplateQuerySet(models.QuerySet):
    """Templates are seen with their campaign."""

    def visible_to(self, user: object) -> "ReportTemplateQuerySet":
        """Templates of the campaigns in sight."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class ReportTemplate(models.Model):
    """A report that units owe at fixed times (报表模板), with its schedule.

    Moments are counted in days from the first day of the period, or from its last
    (``counts_from``): a weekly report with ``due_day=7`` and ``due_time=12:00`` is due on the
    Monday after, at noon; a monthly one counted from the end with ``due_day=5`` on the 5th of
    the next month. It closes at ``close_day``/``close_time``; what is not there by then is
    missing. With ``shift_holidays`` both move to the next working day. ``lock_days`` after
    closing the period locks, never when that is empty. A report that is owed once runs from
    ``first_on`` to ``last_on``. ``resumed_on`` is when it was last switched on again: periods
    that were over by then and had not opened are asked of nobody.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="templates")
    name = models.CharField(_("name"), max_length=80)
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.WEEKLY)
    first_on = models.DateField(_("first period starts on"))
    last_on = models.DateField(_("last period starts on"), null=True, blank=True)
    counts_from = models.CharField(max_length=5, choices=CountsFrom, default=CountsFrom.START)
    due_day = models.PositiveSmallIntegerField(default=7)
    due_time = models.TimeField(default=time(12, 0))
    close_day = models.PositiveSmallIntegerField(default=8)
    close_time = models.TimeField(default=time(18, 0))
    lock_days = models.PositiveSmallIntegerField(null=True, blank=True, default=7)
    shift_holidays = models.BooleanField(default=True)
    photos_min = models.PositiveSmallIntegerField(default=0)
    photos_max = models.PositiveSmallIntegerField(default=9)
    review_by_town = models.BooleanField(default=False)
    fill_from_above = models.BooleanField(default=False)
    is_active = models.BooleanField(default=False)
    resumed_on = models.DateField(null=True, blank=True, editable=False)
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
    """An indicator asked for in a template version, in its section and order.

    With ``has_own_range`` the range ``low`` to ``high`` (either may be open) stands in place of
    the indicator's.
    """

    template_version = models.ForeignKey(TemplateVersion, models.CASCADE, related_name="items")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    section = models.CharField(_("section"), max_length=40)
    section_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_required = models.BooleanField(_("required"), default=True)
    has_own_range = models.BooleanField(default=False)
    low = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("template item")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["template_version", "indicator"], name="one_item_per_indicator"
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high")),
                name="item_range_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator)

    @property
    def lowest(self) -> Decimal | None:
        """Below it a figure asks for a reason."""
        return self.low if self.has_own_range else self.indicator.low

    @property
    def highest(self) -> Decimal | None:
        """Above it a figure asks for a reason."""
        return self.high if self.has_own_range else self.indicator.high


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


class TemplateCheck(models.Model):
    """A condition that the figures of a report have to meet (校验规则).

    ``expression`` is in the language of reports.expressions and says what must hold; where it
    does not, ``message`` is said at the figure ``about``. It counts only while ``is_on``;
    ``tried_at`` is when it was last held against past reports, ``tried_found`` how many of
    ``tried_of`` it would have stopped.
    """

    template_version = models.ForeignKey(TemplateVersion, models.CASCADE, related_name="checks")
    expression = models.CharField(_("condition"), max_length=500)
    message = models.CharField(_("what is said"), max_length=120)
    message_en = models.CharField(max_length=160, blank=True)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.WARNING)
    about = models.CharField(max_length=40)
    is_on = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    tried_found = models.PositiveIntegerField(default=0)
    tried_of = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("check")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.expression


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
