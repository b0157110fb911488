"""Big screens (大屏): links that show a node's figures on a wall, to be read and nothing else."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from fraudwatch.lib import clock
from orgs.models import Unit
from orgs.models.scope import ScopedQuerySet
from reports.enums import LinkState


class ScreenLinkQuerySet(ScopedQuerySet):
    """Links are looked after by the coordinators of their node or of the campaign."""

    owner_path = "campaign__owner__path"
    campaign_id = "campaign_id"
    unit_id = None


class ScreenLink(models.Model):
    """A way to read one node's big screen without an account: figures and units, no persons.

    The address holds a long random token, of which only the SHA-256 is kept. ``name`` says
    where the screen hangs. ``seen_at`` is when it last asked, to within ten minutes.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="screens")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("where it hangs"), max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = ScreenLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("big screen")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} · {self.unit}"

    def state_at(self, now: datetime) -> str:
        """Valid, or why it shows nothing."""
        if self.revoked_at:
            return LinkState.REVOKED
        return LinkState.EXPIRED if now >= self.expires_at else LinkState.VALID
