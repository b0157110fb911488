"""The weekly digest to leaders (每周速报): whether a campaign sends it, and when it last did."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign


class LeaderDigestQuerySet(models.QuerySet):
    """Seen with the campaign."""

    def visible_to(self, user: object) -> "LeaderDigestQuerySet":
        """Those of the campaigns in sight."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class LeaderDigest(models.Model):
    """Whether leaders get the week's figures every Monday at 8:00.

    ``sent_for`` is the Monday of the last one; it moves by a conditional UPDATE, so that two
    beats send once.
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="leader_digest")
    is_active = models.BooleanField(_("switched on"), default=False)
    sent_for = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LeaderDigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly digest to leaders")

    def __str__(self) -> str:
        return str(self.campaign)
