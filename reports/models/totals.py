"""Totals per unit and period: a cache that can always be rebuilt, never the truth (汇总)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from fraudwatch.lib.fields import PathField
from orgs.models import Unit

from .periods import Period
from .reports import Report
from .templates import ReportTemplate


class Total(models.Model):
    """Sums and counts of a subtree in a period: one wide row, for nodes above the leaves.

    ``owed`` leaves exempt rows out. ``sums`` maps an indicator's code to the decimal
    string of the sum over *approved* reports (a rate to ``{"n": …, "d": …}``), with the
    number of reports that gave the figure in ``given``. ``stocks`` and ``stocks_given``
    hold, for stock indicators, the sum of the last approved figure of each unit up to
    this period. ``gauges`` hold, for counts over a headcount, the counts (``n``) and bases
    (``d``, as of the period's last day) of the units that have both, and ``gauges_given`` how
    many units those are. A unit's own report is part of its subtree.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="totals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    path = PathField()
    owed = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    zero = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    exempt = models.PositiveIntegerField(default=0)
    sums = models.JSONField(default=dict)
    given = models.JSONField(default=dict)
    stocks = models.JSONField(default=dict)
    stocks_given = models.JSONField(default=dict)
    gauges = models.JSONField(default=dict)
    gauges_given = models.JSONField(default=dict)
    as_of = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("total")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_total_per_unit_and_period")
        ]
        indexes = [models.Index(fields=["period", "path"], name="total_by_period_and_path")]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"


class DirtyReport(models.Model):
    """A report changed and its ancestors' totals do not know yet; written with the change."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, models.CASCADE, related_name="+")
    path = PathField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("dirty report")
        ordering = ["pk"]
        indexes = [models.Index(fields=["period", "path"], name="dirty_by_period_and_path")]

    def __str__(self) -> str:
        return str(self.report_id)


class Baseline(models.Model):
    """Figures of the same span a year before (同比基数), per unit or for a whole subtree.

    ``starts_on`` is the first day of *last year's* span. ``is_subtree`` rows hold the
    sums of everything below and are made from the units' own rows.
    """

    template = models.ForeignKey(ReportTemplate, models.CASCADE, related_name="baselines")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    path = PathField()
    starts_on = models.DateField()
    values = models.JSONField(default=dict)
    is_subtree = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("baseline")
        ordering = ["starts_on", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "unit", "starts_on", "is_subtree"],
                name="one_baseline_per_unit_and_span",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.starts_on}"
