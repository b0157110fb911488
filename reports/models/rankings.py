"""Rankings of units (排名): off until the office that leads switches them on, with its reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from campaigns.models.campaigns import CampaignPartQuerySet
from fraudwatch.lib import clock


class Ranking(models.Model):
    """Whether units of a campaign may be listed by rank; without a row they may not.

    The reason stands beside every ranking as long as it is on; who switched when is in the
    audit trail.
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="ranking")
    is_on = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("ranking of units")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=False) | ~Q(reason=""), name="ranking_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return str(self.campaign)
