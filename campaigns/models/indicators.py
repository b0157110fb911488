"""Indicators and the targets set on them (指标、目标)."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Direction, IndicatorKind, Measure, TargetOp
from orgs.enums import BaseKind

from .campaigns import Campaign, CampaignPartQuerySet


class IndicatorQuerySet(models.QuerySet):
    """The library of indicators is one for everybody: words, no figures."""

    def visible_to(self, user: object) -> "IndicatorQuerySet":
        """All of them; who may open the library is the gate's business."""
        return self

    def in_use(self) -> "IndicatorQuerySet":
        """Those that new templates and targets may take."""
        return self.filter(is_active=True)


@dataclass(frozen=True)
class Option:
    """One part of a breakdown (分项): its key for good, its name in both languages."""

    key: str
    name: str
    name_en: str = ""

    @property
    def shown_name(self) -> str:
        """The name in the language of the page."""
        return self.name if is_chinese() else self.name_en or self.name


class Indicator(models.Model):
    """A figure that reports carry (指标).

    ``code`` is the key in every report's values. A rate is kept as two numbers,
    numerator and denominator, and is only ever shown as sum over sum. ``low`` and
    ``high`` are the plausible range; a value outside asks for a reason. With ``base_kind``
    the count is held against the unit's headcount of that kind (四个100%).
    ``breakdown`` lists the parts a figure is typed in, in order (``[{"key", "name",
    "name_en"}]``); the figure itself is their sum. ``group`` is its shelf in the library.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    unit_of_measure = models.CharField(_("unit of measure"), max_length=20, blank=True)
    unit_of_measure_en = models.CharField(max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind)
    measure = models.CharField(_("measure"), max_length=6, choices=Measure)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction, default=Direction.NEUTRAL
    )
    numerator_label = models.CharField(max_length=60, blank=True)
    denominator_label = models.CharField(max_length=60, blank=True)
    numerator_label_en = models.CharField(max_length=60, blank=True)
    denominator_label_en = models.CharField(max_length=60, blank=True)
    help = models.CharField(_("definition"), max_length=200, blank=True)
    help_en = models.CharField(max_length=200, blank=True)
    base_kind = models.CharField(_("counted over"), max_length=20, choices=BaseKind, blank=True)
    low = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    breakdown = models.JSONField(_("breakdown"), default=list, blank=True)
    group = models.CharField(_("group"), max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high")),
                name="indicator_range_is_a_range",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def options(self) -> list[Option]:
        """The parts of the breakdown in order; empty for a figure typed as one number."""
        return [Option(**one) for one in self.breakdown]

    @property
    def shown_name(self) -> str:
        """The name in the language of the page; the Chinese one where there is no other."""
        return self.name if is_chinese() else self.name_en or self.name

    @property
    def shown_unit(self) -> str:
        """The unit of measure in the language of the page."""
        unit = self.unit_of_measure
        return unit if is_chinese() else self.unit_of_measure_en or unit

    @property
    def shown_numerator(self) -> str:
        """What the upper number of a rate is called; blank when nobody named it."""
        top = self.numerator_label
        return top if is_chinese() else self.numerator_label_en or top

    @property
    def shown_denominator(self) -> str:
        """What the lower number of a rate is called; blank when nobody named it."""
        base = self.denominator_label
        return base if is_chinese() else self.denominator_label_en or base

    @property
    def shown_help(self) -> str:
        """The definition in the language of the page."""
        return self.help if is_chinese() else self.help_en or self.help


def is_chinese() -> bool:
    """Whether the page is being written in Chinese."""
    return (get_language() or "zh").startswith("zh")


class Target(models.Model):
    """A goal set by the plan (目标): a figure held against a value until a day.

    ``per_unit`` says whether every reporting unit has to reach ``value`` itself or
    the campaign as a whole.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    op = models.CharField(max_length=2, choices=TargetOp, default=TargetOp.AT_LEAST)
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=2)
    per_unit = models.BooleanField(_("for each unit"), default=False)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    clause = models.ForeignKey(
        "Clause", models.SET_NULL, null=True, blank=True, related_name="targets"
    )

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "indicator", "per_unit"], name="one_target_per_indicator"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.get_op_display()} {self.value}"
