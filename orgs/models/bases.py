"""Headcounts that rates are taken of (名册基数)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.enums import BaseKind

from .scope import ScopedQuerySet
from .units import Unit


class HeadcountBaseQuerySet(ScopedQuerySet):
    """Bases are seen by those who read the unit's content, and by its own reporters."""


class HeadcountBase(models.Model):
    """How many there were of a kind in a unit on a day (基数).

    ``as_of`` is the day the count was taken: it holds from then until a later one. Rows are
    never changed; a correction is a new row of the same day, and the newest of them counts.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bases")
    kind = models.CharField(_("kind"), max_length=20, choices=BaseKind)
    count = models.PositiveIntegerField(_("number"))
    as_of = models.DateField(_("as of"))
    note = models.CharField(_("source"), max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    objects = HeadcountBaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("headcount")
        ordering = ["kind", "-as_of", "-pk"]
        indexes = [models.Index(fields=["unit", "kind", "as_of"], name="base_by_unit_and_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="headcount_is_not_zero")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.count} ({self.as_of:%Y-%m-%d})"
