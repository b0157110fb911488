"""Reminder policies, their steps, and every reminder to a person (提醒策略、逐级提醒、提醒记录)."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import UNDER_WAY, ReminderState
from fraudwatch.lib import clock
from orgs.models import Notice, Unit
from orgs.models.scope import ScopedQuerySet

from .campaigns import Campaign


class ReminderPolicyQuerySet(models.QuerySet):
    """Policies are seen with their campaign."""

    def visible_to(self, user: object) -> "ReminderPolicyQuerySet":
        """Policies of the campaigns in sight."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def in_use(self) -> "ReminderPolicyQuerySet":
        """Switched on, in a campaign under way."""
        return self.filter(is_active=True, campaign__state__in=UNDER_WAY)


class ReminderPolicy(models.Model):
    """How those who owe something are reminded: of all ``subject`` of a campaign, or of one.

    ``subject`` is a word of campaigns.reminding, ``object_id`` its template or task; a policy
    of one object stands in place of the one for all. Between ``quiet_from`` and
    ``quiet_until`` nothing goes out, it moves to the next allowed minute; ``rings_at_due``
    lets the due moment itself through. ``is_digest`` gathers what falls on one day into one
    message a person. ``lets_choose`` leaves channels and hours to the person.
    ``cooling_minutes`` is the least time between two reminders by hand.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reminder_policies")
    subject = models.CharField(max_length=20)
    object_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    is_active = models.BooleanField(_("switched on"), default=True)
    working_days_only = models.BooleanField(_("on working days only"), default=False)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True, default=time(21))
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True, default=time(8))
    rings_at_due = models.BooleanField(_("the due moment itself always"), default=True)
    is_digest = models.BooleanField(_("one message a person and day"), default=False)
    lets_choose = models.BooleanField(_("people choose channels and hours"), default=True)
    cooling_minutes = models.PositiveSmallIntegerField(default=120)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReminderPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder policy")
        ordering = ["subject", "object_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "subject", "object_id"], name="one_reminder_policy_per_object"
            ),
            models.UniqueConstraint(
                fields=["campaign", "subject"],
                condition=Q(object_id=None),
                name="one_reminder_policy_for_all_others",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.subject


class ReminderStepQuerySet(models.QuerySet):
    """Steps are seen with their policy."""

    def visible_to(self, user: object) -> "ReminderStepQuerySet":
        """Steps of the policies in sight."""
        return self.filter(policy__in=ReminderPolicy.objects.visible_to(user))


class ReminderStep(models.Model):
    """One rung of a policy: ``minutes`` from the due moment (negative before it), whom, over what.

    ``to`` holds values of Audience, ``channels`` those of orgs.enums.Channel beside the inbox.
    With ``to_groups`` the group robots get one message that lists who is missing.
    """

    policy = models.ForeignKey(ReminderPolicy, models.CASCADE, related_name="steps")
    minutes = models.IntegerField(_("minutes from the due moment"))
    to = models.JSONField(default=list)
    channels = models.JSONField(default=list, blank=True)
    to_groups = models.BooleanField(_("also to the group robots"), default=False)
    is_active = models.BooleanField(_("switched on"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReminderStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder step")
        ordering = ["minutes"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "minutes"], name="one_reminder_step_per_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.minutes}"

    @property
    def campaign(self) -> Campaign:
        """The campaign of its policy; rules ask for it under this name."""
        return self.policy.campaign


class ReminderQuerySet(ScopedQuerySet):
    """Reminders are seen where the unit is seen that owes."""

    owner_path = "campaign__owner__path"
    campaign_id = "campaign_id"

    def ready(self, now: object) -> "ReminderQuerySet":
        """Waiting, and their moment has come."""
        return self.filter(state=ReminderState.WAITING, send_at__lte=now)


class Reminder(models.Model):
    """That one person is reminded of one thing on one occasion; the row is the truth about it.

    ``occasion`` is unique per person: the thing, its due moment and the step's ``minutes``,
    or ``asked`` by hand (``by``). ``about`` names the thing (``report:12``), ``unit`` owes it.
    Several that fall together share one ``notice``. ``title``, ``text`` and ``params`` are
    message ids and what goes into them, as in Notice.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reminders")
    step = models.ForeignKey(
        ReminderStep, models.SET_NULL, null=True, blank=True, related_name="reminders"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reminders")
    subject = models.CharField(max_length=20)
    about = models.CharField(max_length=60)
    occasion = models.CharField(max_length=120)
    minutes = models.IntegerField(null=True, blank=True)
    is_back = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=200, blank=True)
    channels = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=ReminderState, default=ReminderState.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    send_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, blank=True, related_name="reminders"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        ordering = ["-send_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "occasion"], name="one_reminder_per_person_and_occasion"
            )
        ]
        indexes = [
            models.Index(fields=["about", "sent_at"], name="reminder_by_thing"),
            models.Index(fields=["occasion"], name="reminder_by_occasion"),
            models.Index(fields=["campaign", "-send_at"], name="reminder_log"),
            models.Index(fields=["send_at"], condition=Q(state="waiting"), name="reminder_waiting"),
        ]

    def __str__(self) -> str:
        return self.occasion


class ReminderChoiceQuerySet(models.QuerySet):
    """A choice is its person's own."""

    def visible_to(self, user: object) -> "ReminderChoiceQuerySet":
        """One's own."""
        return self.filter(user=user)


class ReminderChoice(models.Model):
    """What a person wants of reminders, as far as the policy leaves it to them (个人偏好).

    ``is_digest`` None follows the policy; ``without`` lists channels not wanted.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_choice"
    )
    is_digest = models.BooleanField(null=True, blank=True)
    without = models.JSONField(default=list, blank=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)

    objects = ReminderChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice about reminders")

    def __str__(self) -> str:
        return str(self.user)
