"""Decisions on submissions, and the fields they name (审核)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from reports.enums import Decision

from .reports import Report, Revision


class Review(models.Model):
    """What a reviewer decided about a revision (审核), never changed afterwards.

    Within a few minutes the decider may take it back: then ``undone_at`` is set and the
    revision waits again. A revision has one standing decision; an approved one may be opened
    once more for a correction besides.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="reviews")
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=500, blank=True)
    correct_by = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision"],
                condition=Q(undone_at=None, decision__in=["approved", "returned"]),
                name="one_standing_decision",
            ),
            models.CheckConstraint(
                condition=~Q(decision="returned") | ~Q(reason=""), name="return_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.report}"


class ReviewMark(models.Model):
    """A field that the unit is asked to correct: ``field`` is a code, a block key or ``photos``."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="marks")
    field = models.CharField(max_length=40)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("review mark")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "field"], name="one_mark_per_field")
        ]

    def __str__(self) -> str:
        return self.field
