"""Changing reminder policies and their steps (提醒策略)."""

from datetime import time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.enums import Audience
from campaigns.errors import CampaignError
from campaigns.models import Campaign, ReminderPolicy, ReminderStep
from campaigns.reminding import subject_of
from fraudwatch.lib import wording
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.audit import record
from orgs.enums import Channel

DAY, HOUR = 1440, 60
MAIL = (Channel.EMAIL.value,)
UNIT = (Audience.LIAISON.value,)
BOTH = (Audience.LIAISON.value, Audience.DEPUTY.value)
UP = (*BOTH, Audience.HEAD.value, Audience.TOWN.value)
# The ladder: who owes first, then who stands behind it, then who looks after it.
USUAL = {
    "report": {
        "terms": {},
        "steps": ((-3 * DAY, UNIT, ()), (-DAY, UNIT, MAIL), (0, UNIT, MAIL), (HOUR, BOTH, MAIL),
                  (DAY, UP, MAIL)),
    },
    "task": {
        "terms": {"working_days_only": True, "is_digest": True},
        "steps": ((-3 * DAY, UNIT, MAIL), (-DAY, BOTH, MAIL), (DAY, UP, MAIL),
                  (3 * DAY, (*UP, Audience.OFFICE.value), MAIL)),
    },
    "receipt": {
        "terms": {"working_days_only": True, "is_digest": True},
        "steps": ((-DAY, UNIT, MAIL), (DAY, BOTH, MAIL), (3 * DAY, UP, MAIL)),
    },
}  # fmt: skip
TERMS = (
    "name", "working_days_only", "quiet_from", "quiet_until", "rings_at_due", "is_digest",
    "lets_choose", "cooling_minutes",
)  # fmt: skip
FIELDS = ("minutes", "to", "channels", "to_groups")


def furnish(campaign: Campaign, subject: str, object_id: int | None = None) -> ReminderPolicy:
    """The usual policy of a new campaign or template, switched on; part of making that.

    Steps that could never be due are left out.
    """
    usual = USUAL.get(subject, USUAL["task"])
    policy = ReminderPolicy(
        campaign=campaign, subject=subject, object_id=object_id, **usual["terms"]
    )
    policy.save(force_insert=True)
    before, after = subject_of(subject).room(object_id)
    ReminderStep.objects.bulk_create(
        ReminderStep(policy=policy, minutes=minutes, to=list(to), channels=list(channels))
        for minutes, to, channels in usual["steps"]
        if _fits(minutes, before, after)
    )
    return policy


@transaction.atomic
def add_policy(
    campaign: Campaign, *, subject: str, object_id: int | None = None, by: object
) -> ReminderPolicy:
    """A policy with the usual steps of its subject, switched off until it was looked at.

    CampaignError for what cannot be reminded of, or has a policy already.
    """
    kind = subject_of(subject)
    if kind is None or (object_id and object_id not in dict(kind.objects(campaign))):
        raise CampaignError(_("Choose what people are to be reminded of."))
    try:
        with transaction.atomic():
            policy = furnish(campaign, subject, object_id)
    except IntegrityError as error:
        raise CampaignError(_("There is a policy for that already; change that one.")) from error
    policy.is_active = False
    policy.save(update_fields=["is_active"])
    record("reminder_policy.added", policy, by=by, path=campaign.owner.path)
    return policy


@transaction.atomic
def change_policy(policy: ReminderPolicy, *, version: int, by: object, **terms: object) -> None:
    """Change quiet hours, digest and the like. StaleVersion when somebody saved first."""
    start, end = terms.get("quiet_from"), terms.get("quiet_until")
    _guard_quiet(start, end)
    changes = {
        name: [str(getattr(policy, name)), str(terms[name])]
        for name in TERMS
        if name in terms and getattr(policy, name) != terms[name]
    }
    saved = ReminderPolicy.objects.filter(pk=policy.pk, version=version).update(
        **{name: terms[name] for name in TERMS if name in terms}, version=version + 1
    )
    if not saved:
        raise StaleVersion(_("Somebody else changed this policy first; look again."))
    record("reminder_policy.changed", policy, by=by, path=_path(policy), changes=changes)


@transaction.atomic
def switch_policy(policy: ReminderPolicy, *, is_active: bool, by: object) -> None:
    """Switch a whole policy on or off; nothing happens when it already is."""
    switched = ReminderPolicy.objects.filter(pk=policy.pk, is_active=not is_active).update(
        is_active=is_active, version=policy.version + 1
    )
    if switched:
        action = "reminder_policy.switched_on" if is_active else "reminder_policy.switched_off"
        record(action, policy, by=by, path=_path(policy))


@transaction.atomic
def remove_policy(policy: ReminderPolicy, *, by: object) -> None:
    """Take a policy away for good; what was sent stays in the log."""
    record("reminder_policy.removed", policy, by=by, path=_path(policy))
    policy.delete()


@transaction.atomic
def add_step(policy: ReminderPolicy, *, by: object, **fields: object) -> ReminderStep:
    """A further step. CampaignError when it could never be due, or stands there already."""
    _guard(policy, fields)
    step = ReminderStep(policy=policy, **fields)
    try:
        with transaction.atomic():
            step.save(force_insert=True)
    except IntegrityError as error:
        raise _taken() from error
    changes = {name: [None, getattr(step, name)] for name in FIELDS}
    record("reminder_step.added", step, by=by, path=_path(policy), changes=changes)
    return step


@transaction.atomic
def change_step(step: ReminderStep, *, version: int, by: object, **fields: object) -> None:
    """Change when, to whom and how; what was sent stays sent.

    StaleVersion when somebody saved first; CampaignError as in :func:`add_step`.
    """
    _guard(step.policy, fields)
    try:
        with transaction.atomic():
            saved = ReminderStep.objects.filter(pk=step.pk, version=version).update(
                **fields, version=version + 1
            )
    except IntegrityError as error:
        raise _taken() from error
    if not saved:
        raise StaleVersion(_("Somebody else changed this reminder first; look again."))
    changes = {
        name: [getattr(step, name), fields[name]]
        for name in FIELDS
        if name in fields and getattr(step, name) != fields[name]
    }
    record("reminder_step.changed", step, by=by, path=_path(step.policy), changes=changes)


@transaction.atomic
def switch_step(step: ReminderStep, *, is_active: bool, by: object) -> None:
    """Switch one step on or off; nothing happens when it already is."""
    switched = ReminderStep.objects.filter(pk=step.pk, is_active=not is_active).update(
        is_active=is_active, version=step.version + 1
    )
    if switched:
        action = "reminder_step.switched_on" if is_active else "reminder_step.switched_off"
        record(action, step, by=by, path=_path(step.policy))


@transaction.atomic
def remove_step(step: ReminderStep, *, by: object) -> None:
    """Take a step away for good; what was sent stays in the log."""
    record(
        "reminder_step.removed", step, by=by, path=_path(step.policy),
        changes={"minutes": [step.minutes, None]},
    )  # fmt: skip
    step.delete()


def _fits(minutes: int, before: int | None, after: int | None) -> bool:
    if before is not None and -minutes > before:
        return False
    return after is None or minutes <= 0 or minutes < after


def _guard(policy: ReminderPolicy, fields: dict) -> None:
    """Refuse steps that reach nobody, and moments at which nobody can owe it."""
    if not fields.get("to"):
        raise CampaignError(_("Choose at least one group of people."))
    minutes = fields["minutes"]
    subject = subject_of(policy.subject)
    before, after = subject.room(policy.object_id) if subject else (None, None)
    if before is not None and -minutes > before:
        raise CampaignError(
            _("The report opens %(span)s before it is due; a reminder cannot come earlier.")
            % {"span": wording.span(before * 60)}
        )
    if after is not None and minutes >= after and minutes > 0:
        raise CampaignError(
            _("The report closes %(span)s after it was due; a reminder has to come earlier.")
            % {"span": wording.span(after * 60)}
        )


def _guard_quiet(start: time | None, end: time | None) -> None:
    if (start is None) != (end is None):
        raise CampaignError(_("Quiet hours need both ends; leave both empty for none."))
    if start is not None and start == end:
        raise CampaignError(_("Quiet hours cannot begin and end at the same time."))


def _taken() -> CampaignError:
    return CampaignError(_("There is a reminder at that moment already; change that one."))


def _path(policy: ReminderPolicy) -> str:
    return policy.campaign.owner.path
