"""Leading groups and their seats (领导小组)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.enums import SeatRole

from .people import Person
from .units import Unit


class LeadingGroupQuerySet(models.QuerySet):
    """Groups are seen where their unit is seen."""

    def visible_to(self, user: object) -> "LeadingGroupQuerySet":
        """Groups of the units in sight (subtrees and ancestors)."""
        return self.filter(unit__in=Unit.objects.visible_to(user))


class LeadingGroup(models.Model):
    """A leading group (领导小组) of a unit; its office sits in ``office_unit`` (办公室设在)."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="leading_groups", verbose_name=_("unit")
    )
    name = models.CharField(_("name"), max_length=120)
    office_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices_held",
        verbose_name=_("office located in"),
    )
    from_on = models.DateField(_("from"), default=clock.today)
    to_on = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LeadingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("leading group")
        ordering = ["unit__path", "-from_on"]

    def __str__(self) -> str:
        return self.name


class GroupSeatQuerySet(models.QuerySet):
    """Seats; a seat is seen with its group."""

    def in_force(self) -> "GroupSeatQuerySet":
        """Those whose term is not over, also when its end is known or its start is to come."""
        return self.filter(Q(to_on=None) | Q(to_on__gt=clock.today()))


class GroupSeat(models.Model):
    """A person's seat in a leading group, with its term; ``to_on`` no longer counts."""

    group = models.ForeignKey(LeadingGroup, models.CASCADE, related_name="seats")
    role = models.CharField(_("seat"), max_length=20, choices=SeatRole)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="seats", verbose_name=_("person")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    from_on = models.DateField(_("from"), default=clock.today)
    to_on = models.DateField(_("until"), null=True, blank=True)

    objects = GroupSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "role", "person"],
                condition=Q(to_on=None),
                name="one_open_seat_per_person_and_role",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="seat_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person}"
