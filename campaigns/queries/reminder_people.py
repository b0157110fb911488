"""Whom a step reaches, over which channels, and what those people chose for themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time

from campaigns.enums import Audience
from campaigns.models import Campaign, Reminder, ReminderChoice, ReminderPolicy
from campaigns.reminder_times import Terms
from campaigns.reminding import Scope, Thing
from orgs.enums import Channel
from orgs.models import Unit, User
from orgs.queries.recipients import (
    coordinators_at,
    coordinators_between,
    deputies_of,
    heads_of,
    reporters_of,
)

ABOVE = frozenset({Audience.HEAD, Audience.TOWN, Audience.OFFICE})
MOST_NAMES = 4
People = dict[int, dict[User, str]]


def people_of(to: Sequence[str], units: Iterable[Unit], campaign: Campaign) -> People:
    """Each unit's people by its key, with the audience they belong to, lowest rung first."""
    units = list({unit.pk: unit for unit in units}.values())
    found: People = {unit.pk: {} for unit in units}

    def add(audience: str, people: dict[int, list[User]]) -> None:
        for key, users in people.items():
            for user in users:
                found[key].setdefault(user, audience)

    bound = {"campaign_id": campaign.pk}
    if Audience.LIAISON in to:
        add(Audience.LIAISON, reporters_of(units, **bound))
    if Audience.DEPUTY in to:
        add(Audience.DEPUTY, deputies_of(units))
    if Audience.HEAD in to:
        add(Audience.HEAD, heads_of(units, **bound))
    if Audience.TOWN in to:
        add(Audience.TOWN, coordinators_between(units, campaign.owner, **bound))
    if Audience.OFFICE in to:
        office = coordinators_at(campaign.owner, **bound)
        add(Audience.OFFICE, {unit.pk: office for unit in units})
    return found


def handlers_of(things: Iterable[Thing]) -> dict[int, User]:
    """The accounts that look after things besides the reporters, by their keys."""
    keys = {key for thing in things for key in thing.also}
    return User.objects.filter(is_active=True).in_bulk(keys) if keys else {}


def scope_of(policy: ReminderPolicy, others: Iterable[ReminderPolicy]) -> Scope:
    """What the policy applies to, seeing the campaign's ``others``."""
    if policy.object_id:
        return Scope(policy.campaign_id, only=policy.object_id)
    own = {
        one.object_id
        for one in others
        if one.campaign_id == policy.campaign_id and one.subject == policy.subject and one.object_id
    }
    return Scope(policy.campaign_id, but=frozenset(own))


def terms_of(policy: ReminderPolicy) -> Terms:
    """The policy's quiet hours, working days and digest."""
    return Terms(
        quiet=_quiet(policy.quiet_from, policy.quiet_until),
        working_days_only=policy.working_days_only,
        rings_at_due=policy.rings_at_due,
        is_digest=policy.is_digest,
    )


def choices_of(users: Iterable[User]) -> dict[int, ReminderChoice]:
    """What each of them chose, by the user's key."""
    rows = ReminderChoice.objects.filter(user__in={user.pk for user in users})
    return {row.user_id: row for row in rows}


def own_terms(policy: ReminderPolicy, terms: Terms, choice: ReminderChoice | None) -> Terms:
    """The policy's terms with the person's wish for one message a day, if it may choose."""
    if choice is None or not policy.lets_choose or choice.is_digest is None:
        return terms
    return replace(terms, is_digest=choice.is_digest)


def own_quiet(policy: ReminderPolicy, choice: ReminderChoice | None) -> Terms | None:
    """The person's own quiet hours, if there are any that count."""
    if choice is None or not policy.lets_choose:
        return None
    quiet = _quiet(choice.quiet_from, choice.quiet_until)
    return Terms(quiet=quiet) if quiet else None


def own_channels(
    policy: ReminderPolicy, channels: Iterable[str], choice: ReminderChoice | None
) -> list[str]:
    """The step's channels without those the person does not want; the inbox always stays."""
    if choice is None or not policy.lets_choose:
        return list(channels)
    return [one for one in channels if one not in choice.without]


def lacks_address(user: User, channels: Iterable[str]) -> bool:
    """Whether a channel is asked for that cannot reach the person."""
    return Channel.EMAIL in channels and not user.email


def told_before(abouts: Iterable[str]) -> dict[str, tuple[list[str], datetime]]:
    """Who was reminded of each thing so far, and when last."""
    rows = Reminder.objects.filter(about__in=list(abouts)).exclude(sent_at=None)
    found: dict[str, tuple[list[str], datetime]] = {}
    for row in rows.select_related("recipient").order_by("sent_at", "pk"):
        names = found.get(row.about, ([], row.sent_at))[0]
        if row.recipient.name not in names and len(names) < MOST_NAMES:
            names.append(row.recipient.name)
        found[row.about] = (names, row.sent_at)
    return found


def _quiet(start: time | None, end: time | None) -> tuple[time, time] | None:
    return (start, end) if start and end and start != end else None
