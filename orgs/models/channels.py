"""Channels that an administrator sets up (通知渠道), and messages to groups over them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from fraudwatch.lib.fields import EncryptedTextField
from fraudwatch.lib.paths import depth, under
from orgs.enums import GROUP_CHANNELS, Channel, Role
from orgs.phrases import failure_detail, failure_words

from .units import Unit


class ChannelSetupQuerySet(models.QuerySet):
    """Channels are seen with the unit they belong to."""

    def visible_to(self, user: object) -> "ChannelSetupQuerySet":
        """Administrators and coordinators those of their units; the site's own is the site
        administrators'.
        """
        if user.is_superuser:
            return self
        clause = Q(pk=None)
        for holding in user.holdings:
            if holding.campaign_id or holding.role not in (Role.ADMINISTRATOR, Role.COORDINATOR):
                continue
            clause |= under(holding.path, "unit__path")
            if holding.role == Role.ADMINISTRATOR and depth(holding.path) == 1:
                clause |= Q(unit=None)
        return self.filter(clause)

    def in_use(self) -> "ChannelSetupQuerySet":
        """Switched on."""
        return self.filter(is_active=True)

    def for_groups(self) -> "ChannelSetupQuerySet":
        """Those that speak to a group or a system, not to persons."""
        return self.filter(kind__in=GROUP_CHANNELS)

    def failing(self) -> "ChannelSetupQuerySet":
        """Switched on, and failed several times in a row."""
        return self.in_use().filter(failures__gte=self.model.FAILING_AFTER)


class ChannelSetup(models.Model):
    """One way out of the house: a group's robot, the SMS gateway, a webhook, the mail server.

    ``unit`` says whose it is: coordinators over that unit may use it, and an SMS gateway
    serves the people of the unit and below. The mail server is the site's own
    (``unit`` empty; its address stands in the settings). ``address`` and ``secret`` are sealed.

    ``failures`` counts failures of the channel itself in a row (not of one recipient), with
    ``cause`` and ``cure`` as English message ids; success clears them. ``paused_until``
    holds everything back after a failure. ``paced_until`` keeps the platform's rate.
    """

    FAILING_AFTER = 3

    kind = models.CharField(_("kind"), max_length=12, choices=Channel)
    name = models.CharField(_("name"), max_length=40)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="channels", verbose_name=_("unit")
    )
    address = EncryptedTextField(_("address"), max_length=500, blank=True)
    secret = EncryptedTextField(_("secret"), max_length=200, blank=True)
    is_active = models.BooleanField(_("switched on"), default=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    cause = models.CharField(max_length=300, blank=True, editable=False)
    cure = models.CharField(max_length=300, blank=True, editable=False)
    succeeded_at = models.DateTimeField(null=True, blank=True, editable=False)
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)
    paced_until = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ChannelSetupQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="one_channel_per_unit_and_name"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(unit=None), name="one_channel_of_a_kind_for_the_site"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its name; the site's mail server has none but its kind."""
        return self.name or self.get_kind_display()

    @property
    def cause_words(self) -> str:
        """Why it fails, in the language of the moment."""
        return failure_words(self.cause)

    @property
    def cure_words(self) -> str:
        """What an administrator can do about it."""
        return failure_words(self.cure)

    @property
    def detail(self) -> str:
        """What the other side itself said."""
        return failure_detail(self.cause)

    @property
    def is_failing(self) -> bool:
        """Whether it failed several times in a row."""
        return self.is_active and self.failures >= self.FAILING_AFTER


class GroupMessageQuerySet(models.QuerySet):
    """Messages are seen with their channel."""

    def visible_to(self, user: object) -> "GroupMessageQuerySet":
        """Messages over the channels in sight."""
        return self.filter(setup__in=ChannelSetup.objects.visible_to(user))


class GroupMessage(models.Model):
    """A message to a group or a system (群消息), once per channel and occasion.

    Words as in :class:`~orgs.models.Notice`; a list under a key of ``params`` is a list of names,
    of which as many are said as the platform's size allows.
    """

    setup = models.ForeignKey(ChannelSetup, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=200, blank=True)
    occasion = models.CharField(max_length=120)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    objects = GroupMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a group")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["setup", "occasion"], name="one_message_per_channel_and_occasion"
            )
        ]

    def __str__(self) -> str:
        return self.title
