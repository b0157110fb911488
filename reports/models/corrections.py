"""Requests to correct approved figures (更正申请)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from reports.stages import UNDER_WAY, CorrectionState

from .reports import Report, Revision


class Correction(models.Model):
    """A unit's request to put approved figures right, and what became of it.

    ``values`` maps a code to the figure as it should be, ``fields`` names all that may be
    changed. ``before`` is the approved submission and stays what it was; ``after`` is the
    one approved in its place. Until then the old figures count.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="corrections")
    state = models.CharField(max_length=8, choices=CorrectionState, default=CorrectionState.ASKED)
    fields = models.JSONField(default=list)
    values = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500)
    before = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    after = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("correction")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=sorted(UNDER_WAY)),
                name="one_correction_under_way",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.report}"
