"""Units and their tree (单位树)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from fraudwatch.lib.fields import PathField
from fraudwatch.lib.paths import ancestors, under
from orgs.enums import CONTENT_READERS, Role, UnitKind


class UnitQuerySet(models.QuerySet):
    """Reads of the tree; sight follows grants alone."""

    def visible_to(self, user: object) -> "UnitQuerySet":
        """Units in the subtrees of ``user``'s grants, and the ancestors' names above them."""
        if user.is_superuser:
            return self
        clause = Q()
        for holding in user.holdings:
            whole = holding.role in CONTENT_READERS or holding.role == Role.ADMINISTRATOR
            clause |= under(holding.path) if whole else Q(pk=holding.unit_id)
            clause |= Q(path__in=ancestors(holding.path))
        return self.filter(clause) if clause else self.none()

    def reached_by(self, user: object) -> "UnitQuerySet":
        """Units whose people ``user`` may know: the subtrees of grants, not the ancestors."""
        if user.is_superuser:
            return self
        clause = Q()
        for holding in user.holdings:
            clause |= (
                Q(pk=holding.unit_id) if holding.role == Role.REPORTER else under(holding.path)
            )
        return self.filter(clause) if clause else self.none()

    def under(self, unit: "Unit") -> "UnitQuerySet":
        """``unit`` and everything below it."""
        return self.filter(under(unit.path))

    def active(self) -> "UnitQuerySet":
        """Units in service today."""
        return self.filter(Q(active_to=None) | Q(active_to__gt=clock.today()))

    def in_tree_order(self) -> "UnitQuerySet":
        """Parents before children, siblings by code: the order of every list and chart."""
        return self.order_by("depth", "position", "code")


class Unit(models.Model):
    """A unit (单位): a county, town, village, department, school, branch …

    ``path`` is kept by the actions alone; a unit that was used is never deleted but
    deactivated or merged, so that history keeps its name. ``split_from`` is the unit it was
    split off from; ``spelling`` holds the names' pinyin, kept by the actions.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent unit"),
    )
    path = PathField(unique=True, editable=False)
    depth = models.PositiveSmallIntegerField(editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    active_from = models.DateField(_("in service from"), default=clock.today)
    active_to = models.DateField(_("in service until"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_off"
    )
    spelling = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        ordering = ["depth", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="one_unit_name_per_parent"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="unit_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def is_active(self) -> bool:
        """Whether the unit is in service today."""
        return self.active_to is None or self.active_to > clock.today()


class UnitAlias(models.Model):
    """Another name a unit goes by in plans and tables (别名), e.g. 派出所."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    text = models.CharField(_("alias"), max_length=80)

    class Meta:
        verbose_name = _("alias")
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "text"], name="one_alias_text_per_unit")
        ]

    def __str__(self) -> str:
        return self.text


class UnitGroupQuerySet(models.QuerySet):
    """Groups are seen where their owner is seen."""

    def visible_to(self, user: object) -> "UnitGroupQuerySet":
        """Groups owned by a unit in sight."""
        return self.filter(owner__in=Unit.objects.visible_to(user))


class UnitGroup(models.Model):
    """A named set of units (单位组), e.g. 各成员单位 or 各村(居)."""

    owner = models.ForeignKey(Unit, models.CASCADE, related_name="unit_groups")
    name = models.CharField(_("name"), max_length=80)
    units = models.ManyToManyField(Unit, related_name="in_groups", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = UnitGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit group")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_group_name_per_owner")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Unit:
        """The unit that keeps the group; rules ask for it under this name."""
        return self.owner
