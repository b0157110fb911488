"""Notices in the inbox, and their deliveries over other channels."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.enums import Channel
from orgs.phrases import failure_words

from .leases import Leased, LeasedQuerySet


class NoticeQuerySet(models.QuerySet):
    """Notices belong to one person."""

    def visible_to(self, user: object) -> "NoticeQuerySet":
        """One's own inbox."""
        return self.filter(recipient=user)

    def unread(self) -> "NoticeQuerySet":
        """Not looked at yet."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """A message to one person (站内通知).

    ``title`` and ``text`` are English message ids and ``params`` what goes into them,
    so that everybody reads them in the language of the page. ``occasion`` says why and
    is unique per person, so that a thing is told once: e.g. ``report:12:due:-1440``.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=200, blank=True)
    occasion = models.CharField(max_length=120)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    at = models.DateTimeField(default=clock.now, db_index=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "occasion"], name="one_notice_per_person_and_occasion"
            )
        ]
        indexes = [
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread")
        ]

    def __str__(self) -> str:
        return self.title


class DeliveryQuerySet(LeasedQuerySet):
    """Deliveries are seen where the recipient is seen."""

    def visible_to(self, user: object) -> "DeliveryQuerySet":
        """Deliveries to accounts in sight."""
        model = self.model._meta.get_field("recipient").related_model
        return self.filter(recipient__in=model.objects.visible_to(user))


class Delivery(Leased):
    """One sending of a notice over one channel: to whom, over what, when, with what result."""

    MOST_ATTEMPTS = 5

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    address = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], name="one_delivery_per_notice_and_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient}"

    @property
    def cause(self) -> str:
        """Why it failed, in words; the log has the rest."""
        return failure_words(self.error)
