"""What a person keeps of the task ledger: saved views, and a feed for the own calendar."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock

from .campaigns import Campaign


class OwnQuerySet(models.QuerySet):
    """Rows of one person, seen by nobody else."""

    def visible_to(self, user: object) -> "OwnQuerySet":
        """One's own."""
        return self.filter(user=user)


class SavedView(models.Model):
    """A view of a campaign's tasks that a person comes back to: filters under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=400)
    saved_at = models.DateTimeField(default=clock.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "campaign", "name"], name="one_saved_view_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """A secret address under which calendar programs read a person's due dates (日历订阅).

    Only the hash of the secret is kept; a revoked feed answers like one that never was.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
