"""Campaigns, their member units, duties and phases (专项行动、成员单位、部门职责、阶段)."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import PUBLIC_CAMPAIGNS, CampaignKind, CampaignState
from fraudwatch.lib import clock
from fraudwatch.lib.paths import under
from orgs.enums import CONTENT_READERS
from orgs.models import LeadingGroup, Unit


class CampaignQuerySet(models.QuerySet):
    """Campaigns are seen by those who lead them, and once running by their member units."""

    def visible_to(self, user: object) -> "CampaignQuerySet":
        """Led from a subtree one reads, or published to a unit one belongs to."""
        if user.is_superuser:
            return self
        clause = Q(pk=None)
        for holding in user.holdings:
            enrolled = Member.objects.filter(campaign=OuterRef("pk"))
            if holding.role in CONTENT_READERS:
                part = under(holding.path, "owner__path")
                mine = enrolled.filter(under(holding.path, "unit__path"))
                part |= Q(state__in=PUBLIC_CAMPAIGNS) & Q(Exists(mine))
            elif holding.role == "reporter":
                mine = enrolled.filter(unit_id=holding.unit_id)
                part = Q(state__in=PUBLIC_CAMPAIGNS) & Q(Exists(mine))
            else:
                continue
            if holding.campaign_id:
                part &= Q(pk=holding.campaign_id)
            clause |= part
        return self.filter(clause).select_related("owner")

    def running(self) -> "CampaignQuerySet":
        """Campaigns under way."""
        return self.filter(state=CampaignState.RUNNING)


class Campaign(models.Model):
    """A campaign (专项行动) of the unit that leads it.

    ``green_from`` and ``yellow_from`` are the lamp cut-offs in percent; a report's
    figure above ``unusual_factor`` times or below its inverse of the 8-period mean is
    asked about. ``parent`` is the higher campaign that this one implements (上级方案);
    ``plan_step`` counts the saves of the plan's text, so that an open editor can ask what
    changed since the step it knows.
    """

    title = models.CharField(_("title"), max_length=120)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=CampaignKind)
    owner = models.ForeignKey(
        Unit, models.PROTECT, related_name="campaigns_led", verbose_name=_("led by")
    )
    leading_group = models.ForeignKey(
        LeadingGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("leading group"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("implements"),
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    state = models.CharField(max_length=12, choices=CampaignState, default=CampaignState.DRAFT)
    green_from = models.PositiveSmallIntegerField(default=90)
    yellow_from = models.PositiveSmallIntegerField(default=75)
    unusual_factor = models.PositiveSmallIntegerField(default=3)
    launched_at = models.DateTimeField(null=True, blank=True)
    plan_step = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["owner", "title"], name="one_campaign_title_per_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unit(self) -> Unit:
        """The unit that leads; rules ask for it under this name."""
        return self.owner


class CampaignPartQuerySet(models.QuerySet):
    """Parts of a campaign (phases, targets, duties) are seen with it."""

    def visible_to(self, user: object) -> "CampaignPartQuerySet":
        """Parts of the campaigns in sight."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class Member(models.Model):
    """A member unit (成员单位) enrolled in a campaign; sight of the campaign hangs on it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    joined_on = models.DateField(default=clock.today)

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("member unit")
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="one_membership_per_unit")
        ]

    def __str__(self) -> str:
        return str(self.unit)


class Phase(models.Model):
    """A phase (阶段) of a campaign; whether it is over follows from its dates."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    clause = models.ForeignKey(
        "Clause", models.SET_NULL, null=True, blank=True, related_name="phases"
    )

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="phase_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["campaign", "name"], name="one_phase_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """What a member unit answers for (部门职责)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    text = models.TextField(_("duty"))
    clause = models.ForeignKey(
        "Clause", models.SET_NULL, null=True, blank=True, related_name="duties"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit duty")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.text[:40]}"
