"""Collection links: a village without accounts hands in through one, by QR and code (填报链接)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from reports.enums import WAITING_FOR_UNIT, LinkState, ReportState

from .reports import Report

TRIES = 5  # wrong codes until the link is locked
PASS_LASTS = timedelta(hours=12)


class CollectLinkQuerySet(models.QuerySet):
    """Links are looked after by the coordinators of their report."""

    def visible_to(self, user: object) -> "CollectLinkQuerySet":
        """Links of the reports that ``user`` coordinates."""
        return self.filter(report__in=Report.objects.handled_by(user))

    def standing(self) -> "CollectLinkQuerySet":
        """Neither taken back nor locked."""
        return self.filter(revoked_at=None, locked_at=None)


class CollectLink(models.Model):
    """A way in to one report (so to one unit and period) for somebody without an account.

    The address holds a long random token, of which only the SHA-256 is kept; the six
    digits of the code are told apart from it and kept as a keyed digest. The right code
    opens a pass on one device (``pass_hash``) until the report is handed in
    (``pass_revision`` is the submission it was opened after) or twelve hours are over.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    signed_as = models.CharField(max_length=40, blank=True)
    pass_hash = models.CharField(max_length=64, blank=True)
    pass_revision = models.PositiveSmallIntegerField(default=0)
    entered_at = models.DateTimeField(null=True, blank=True)

    objects = CollectLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection link")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(revoked_at=None, locked_at=None),
                name="one_standing_link_per_report",
            )
        ]

    def __str__(self) -> str:
        return str(self.report)

    @property
    def ends_at(self) -> datetime:
        """Until when it opens: as long as its report does, given more time or sent back."""
        back = self.report.return_due_at if self.report.state == ReportState.RETURNED else None
        return max(self.expires_at, self.report.closes_at, back or self.expires_at)

    def state_at(self, now: datetime) -> str:
        """Valid, or why it does not open the form."""
        if self.revoked_at:
            return LinkState.REVOKED
        if self.locked_at:
            return LinkState.LOCKED
        if self.report.state in (ReportState.SUBMITTED, ReportState.APPROVED):
            return LinkState.USED
        is_over = now >= self.ends_at or not self.report.unit.is_active
        if is_over or self.report.state not in WAITING_FOR_UNIT:
            return LinkState.EXPIRED
        return LinkState.VALID
