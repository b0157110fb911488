"""Who would be reminded of what, when and over which channels, in the days to come."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from campaigns.models import ReminderPolicy, ReminderStep
from campaigns.queries.reminder_people import (
    People,
    choices_of,
    handlers_of,
    lacks_address,
    own_channels,
    own_quiet,
    own_terms,
    people_of,
    scope_of,
    terms_of,
)
from campaigns.reminder_times import Terms, after_quiet, send_at
from campaigns.reminder_words import channel_words, step_words
from campaigns.reminding import Thing, subject_of
from fraudwatch.lib.weeks import WorkingDays, working_days
from orgs.models import Unit, User

DAYS = 14


@dataclass(frozen=True)
class Recipient:
    """A person who would hear of it; ``at`` only where its own choice moves the moment."""

    user: User
    at: datetime | None
    lacks_address: bool


@dataclass(frozen=True)
class Addressee:
    """A unit that owes something, and who would be told; nobody is a fault to mend."""

    unit: Unit
    people: list[Recipient]


@dataclass(frozen=True)
class Coming:
    """One reminder to come. ``was_at`` is its own moment where quiet hours or days moved it.

    ``is_forecast`` says that nobody owes it yet: all who will are counted.
    """

    at: datetime
    was_at: datetime | None
    subject: str
    step: ReminderStep
    words: str
    how: str
    label: str
    is_forecast: bool
    is_digest: bool
    to: list[Addressee] = field(default_factory=list)

    @property
    def without_people(self) -> list[Addressee]:
        """The units where nobody would be told."""
        return [one for one in self.to if not one.people]

    @property
    def persons(self) -> int:
        """How many people would be told."""
        return len({one.user.pk for row in self.to for one in row.people})

    @property
    def without_address(self) -> list[User]:
        """Those whom a channel cannot reach; they find it in their inbox."""
        found = {one.user for row in self.to for one in row.people if one.lacks_address}
        return sorted(found, key=lambda user: user.name)


@dataclass(frozen=True)
class Day:
    """A day of the calendar with its reminders."""

    on: date
    is_today: bool
    is_working: bool
    coming: list[Coming]

    @property
    def events(self) -> list[tuple[datetime, str, int]]:
        """What goes out that day: when, of what, concerning how many units."""
        found: dict[tuple[datetime, str], int] = {}
        for one in self.coming:
            found[one.at, one.subject] = found.get((one.at, one.subject), 0) + len(one.to)
        return [(at, subject, units) for (at, subject), units in found.items()]


def preview(
    user: User, policies: Iterable[ReminderPolicy], now: datetime, *, days: int = DAYS
) -> list[Coming]:
    """What the policies would send within ``days``, as far as ``user`` looks after the units.

    Whether they are switched on is not asked, so that one can look before switching on.
    ``policies`` come with their steps and the campaign's owner.
    """
    policies, until = list(policies), now + timedelta(days=days)
    found: list[Coming] = []
    for policy in policies:
        others = ReminderPolicy.objects.filter(campaign_id=policy.campaign_id)
        found += _Look(user, policy, list(others), now, until).coming()
    return sorted(found, key=lambda one: (one.at, one.subject, one.label))


def calendar(coming: Iterable[Coming], now: datetime, *, days: int = DAYS) -> list[Day]:
    """The reminders day by day, days without any too."""
    site, today = working_days(), timezone.localtime(now).date()
    by_day: dict[date, list[Coming]] = defaultdict(list)
    for one in coming:
        by_day[timezone.localtime(one.at).date()].append(one)
    return [
        Day(on, on == today, site.is_working(on), by_day.get(on, []))
        for on in (today + timedelta(days=ahead) for ahead in range(days))
    ]


class _Look:
    """One policy looked at ahead of time."""

    def __init__(
        self,
        user: User,
        policy: ReminderPolicy,
        others: list[ReminderPolicy],
        now: datetime,
        until: datetime,
    ) -> None:
        self.policy, self.now, self.until = policy, now, until
        self.terms: Terms = terms_of(policy)
        self.days: WorkingDays = working_days()
        self.subject = subject_of(policy.subject)
        self.steps = [step for step in policy.steps.all() if step.is_active]
        far = until + timedelta(minutes=-min([step.minutes for step in self.steps], default=0))
        self.things: list[Thing] = []
        if self.subject and self.steps:
            scope = scope_of(policy, others)
            self.things = [
                one for one in self.subject.coming(user, scope, far, now) if one.due_at is not None
            ]
        self.handlers = handlers_of(self.things)
        self.choices: dict = {}  # of everybody who would be told

    def coming(self) -> list[Coming]:
        """All its steps, one row for each moment and thing asked for."""
        units = [thing.unit for thing in self.things]
        steps = self.steps if self.things else []
        people = {to: people_of(to, units, self.policy.campaign) for to in {*map(_to, steps)}}
        users = {user for found in people.values() for row in found.values() for user in row}
        self.choices = choices_of(users | {*self.handlers.values()}) if steps else {}
        return [row for step in steps for row in self._step(step, people[_to(step)])]

    def _step(self, step: ReminderStep, people: People) -> list[Coming]:
        rows: dict[tuple, Coming] = {}
        shift = timedelta(minutes=step.minutes)
        for thing in self.things:
            raw = thing.due_at + shift
            at = _not_before(thing, send_at(raw, step.minutes, self.terms, self.days))
            if not (self.now < at <= self.until and _is_new(thing, raw)):
                continue
            key = (at, thing.label, thing.is_forecast)
            if key not in rows:
                rows[key] = self._row(step, thing, raw, at)
            rows[key].to.append(self._addressee(step, thing, people, at))
        return list(rows.values())

    def _row(self, step: ReminderStep, thing: Thing, raw: datetime, at: datetime) -> Coming:
        return Coming(
            at=at, was_at=raw if raw != at else None, subject=str(self.subject.name), step=step,
            words=step_words(step.minutes),
            how=channel_words(step.channels, to_groups=step.to_groups), label=thing.label,
            is_forecast=thing.is_forecast, is_digest=self.terms.is_digest and bool(step.minutes),
        )  # fmt: skip

    def _addressee(
        self, step: ReminderStep, thing: Thing, people: People, at: datetime
    ) -> Addressee:
        users = list(people[thing.unit.pk])
        if "liaison" in step.to:
            users += [self.handlers[key] for key in thing.also if key in self.handlers]
        return Addressee(
            thing.unit, [self._recipient(step, thing, user, at) for user in dict.fromkeys(users)]
        )

    def _recipient(self, step: ReminderStep, thing: Thing, user: User, at: datetime) -> Recipient:
        choice, own = self.choices.get(user.pk), at
        if choice is not None:
            raw = thing.due_at + timedelta(minutes=step.minutes)
            terms = own_terms(self.policy, self.terms, choice)
            own = _not_before(thing, send_at(raw, step.minutes, terms, self.days))
            quiet = own_quiet(self.policy, choice)
            if quiet and not (step.minutes == 0 and self.terms.rings_at_due):
                own = after_quiet(after_quiet(own, quiet, self.days), self.terms, self.days)
        channels = own_channels(self.policy, step.channels, choice)
        return Recipient(user, own if own != at else None, lacks_address(user, channels))


def _to(step: ReminderStep) -> tuple[str, ...]:
    return tuple(step.to)


def _is_new(thing: Thing, raw: datetime) -> bool:
    """Whether the unit has not heard of it since, and owes it by then."""
    heard = thing.told_at and raw <= thing.told_at
    return not heard and not (thing.opens_at and raw < thing.opens_at)


def _not_before(thing: Thing, at: datetime) -> datetime:
    """What a day of rest moves to before the beginning goes out when it begins."""
    return max(at, thing.opens_at) if thing.opens_at else at
