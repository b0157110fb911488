"""Liaisons: who answers for a unit (联络员, A 岗 / B 岗)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.enums import LiaisonPost

from .people import Person
from .units import Unit


class LiaisonQuerySet(models.QuerySet):
    """Liaisons are seen with their unit."""

    def visible_to(self, user: object) -> "LiaisonQuerySet":
        """Liaisons of the units within reach."""
        return self.filter(unit__in=Unit.objects.reached_by(user))

    def current(self) -> "LiaisonQuerySet":
        """Those who hold the post now."""
        return self.filter(to_on=None)


class Liaison(models.Model):
    """A person's term as liaison of a unit; history stays with the unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="liaisons")
    person = models.ForeignKey(Person, models.PROTECT, related_name="liaison_terms")
    post = models.CharField(_("liaison post"), max_length=10, choices=LiaisonPost)
    from_on = models.DateField(_("from"), default=clock.today)
    to_on = models.DateField(_("until"), null=True, blank=True)

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("liaison")
        ordering = ["unit__path", "-post", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "post"],
                condition=Q(to_on=None),
                name="one_current_liaison_per_unit_and_post",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.person}"
