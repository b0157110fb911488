"""Notices in the inbox, and their deliveries over other channels."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.enums import ROBOTS, Channel, WorkState
from orgs.phrases import failure_words

from .channels import ChannelSetup, GroupMessage
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


# Robots know no ids: whether such a message arrived, only a look into the group can tell.
_BROKEN_OFF = Q(state=WorkState.RUNNING, channel__in=ROBOTS, handed_at__isnull=False)


class DeliveryQuerySet(LeasedQuerySet):
    """Deliveries are seen where the recipient, or the channel of the group, is seen."""

    def visible_to(self, user: object) -> "DeliveryQuerySet":
        """Deliveries to accounts in sight, and to groups over channels in sight."""
        model = self.model._meta.get_field("recipient").related_model
        return self.filter(
            Q(recipient__in=model.objects.visible_to(user))
            | Q(group_message__isnull=False, setup__in=ChannelSetup.objects.visible_to(user))
        )

    def waiting(self) -> "DeliveryQuerySet":
        """Rows due for sending; what a robot may have said already is not among them."""
        return super().waiting().exclude(_BROKEN_OFF)

    def given_up(self) -> "DeliveryQuerySet":
        """Rows whose worker died each time, before the platform began to receive them."""
        return super().given_up().exclude(_BROKEN_OFF)

    def broken_off(self) -> "DeliveryQuerySet":
        """Messages of robots whose worker died while the platform received them."""
        return self.filter(_BROKEN_OFF, lease_until__lt=clock.now())


class Delivery(Leased):
    """One sending over one channel: to whom, over what, when, with what result.

    It carries either a notice to its recipient or a message to a group. ``setup`` is the
    channel it goes over. ``handed_at`` is when the platform began to receive it: if
    the worker dies after that, nobody knows whether it arrived. ``history`` lists the
    attempts as ``[moment, cause]``, the cause blank for success. A phone number is read
    when it is needed and never stands here.
    """

    MOST_ATTEMPTS = 5

    notice = models.ForeignKey(
        Notice, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    group_message = models.ForeignKey(
        GroupMessage, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    setup = models.ForeignKey(
        ChannelSetup, models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    address = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    history = models.JSONField(default=list, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], name="one_delivery_per_notice_and_channel"
            ),
            models.UniqueConstraint(
                fields=["group_message", "setup"], name="one_delivery_per_message_and_channel"
            ),
            models.CheckConstraint(
                condition=Q(notice__isnull=False, recipient__isnull=False, group_message=None)
                | Q(notice=None, recipient=None, group_message__isnull=False, setup__isnull=False),
                name="delivery_of_a_notice_or_a_group_message",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                condition=Q(state__in=["queued", "running"]),
                name="delivery_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient or self.setup}"

    @property
    def message(self) -> Notice | GroupMessage:
        """What it carries: both have kind, title, text, params, url and about."""
        return self.notice or self.group_message

    @property
    def told_history(self) -> list[tuple[datetime, str]]:
        """The attempts with their causes in words."""
        return [(datetime.fromisoformat(at), failure_words(why)) for at, why in self.history]

    @property
    def cause(self) -> str:
        """Why it failed, in words; the log has the rest."""
        return failure_words(self.error)
