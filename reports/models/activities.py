"""Activities that several units held together, counted once for their lead (联合活动)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.models import Unit
from orgs.models.scope import ScopedQuerySet
from reports.enums import ActivityKind, ActivityState

from .reports import Report


class ActivityUnitQuerySet(ScopedQuerySet):
    """Participations, seen by those who see the unit."""

    campaign_id = "activity__report__period__template__campaign_id"


class JointActivityQuerySet(models.QuerySet):
    """Activities are seen with the lead's report, and by the units that took part."""

    def visible_to(self, user: object) -> "JointActivityQuerySet":
        """Those of reports in sight, and those that a unit in sight took part in."""
        shared = ActivityUnit.objects.visible_to(user).values("activity_id")
        return self.filter(Q(report__in=Report.objects.visible_to(user)) | Q(pk__in=shared))

    def counted(self) -> "JointActivityQuerySet":
        """Those that took place."""
        return self.filter(state=ActivityState.HELD)


class JointActivity(models.Model):
    """One activity, entered by its lead with the lead's report (活动).

    It is counted once, for the unit of ``report``; ``co_units`` see that they took part
    and do not count it again. ``reach`` is how many people it reached, empty while it is
    planned.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="activities")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=ActivityKind)
    state = models.CharField(
        _("state"), max_length=10, choices=ActivityState, default=ActivityState.HELD
    )
    held_on = models.DateField(_("held on"))
    venue = models.CharField(_("place"), max_length=80, blank=True)
    reach = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    co_units = models.ManyToManyField(Unit, through="ActivityUnit", related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = JointActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint activity")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held") | Q(reach__isnull=False),
                name="held_activity_has_its_reach",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ActivityUnit(models.Model):
    """A unit that took part in an activity led by another (参与单位)."""

    activity = models.ForeignKey(JointActivity, models.CASCADE, related_name="shares")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    objects = ActivityUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("taking part")
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "unit"], name="one_share_per_activity_and_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.activity}"
