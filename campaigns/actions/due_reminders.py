"""Reminders by policy (自动提醒、逐级升级): what is due becomes rows, rows become messages."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_noop

from campaigns.enums import Audience, Occasion
from campaigns.models import Reminder, ReminderPolicy, ReminderStep
from campaigns.queries.reminder_people import (
    ABOVE,
    choices_of,
    handlers_of,
    own_channels,
    own_quiet,
    own_terms,
    people_of,
    scope_of,
    terms_of,
    told_before,
)
from campaigns.reminder_times import Terms, after_quiet, looks_ahead, send_at
from campaigns.reminder_words import occasion_kind
from campaigns.reminding import Scope, Subject, Thing, subject_of
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import WorkingDays, working_days
from orgs.actions.jobs import note_beat
from orgs.models import User, WorkerBeat

from .reminder_groups import announce_missing
from .reminder_sending import USEFUL, send_ready

logger = logging.getLogger(__name__)
CHUNK = 500
TURN = 120  # seconds after which a tick leaves the rest to the next one
TICK = "reminders"
TOLD = gettext_noop("Due %(due_at)s. Reminded so far: %(told)s, last %(told_at)s.")


@dataclass(frozen=True)
class Span:
    """What one tick looks at: the last one, the present moment, the days that are worked."""

    beat: datetime
    now: datetime
    days: WorkingDays


@dataclass(frozen=True)
class Due:
    """A step whose moment has come, with all it needs."""

    step: ReminderStep
    policy: ReminderPolicy
    subject: Subject
    scope: Scope
    terms: Terms


def remind_due(now: datetime | None = None) -> int:
    """Remind those who still owe something, for every step whose moment has come.

    Returns of how many things people were reminded. Safe to repeat and to run twice at once:
    a person is reminded once a step and thing. What falls into quiet hours waits in its row.
    A moment that passed more than three hours ago, because nothing ran, is left out with a
    line in the log.
    """
    now, started = now or clock.now(), monotonic()
    beat = WorkerBeat.objects.filter(name=TICK).values_list("at", flat=True).first()
    span = Span(beat or now, now, working_days())
    for due in due_steps(span):
        moments = list(_fresh(due, span))
        for chunk in _chunks(due.subject.owed(due.scope, moments, now) if moments else ()):
            _plan(due, chunk, span)
        if due.step.to_groups:
            _tell_groups(due, moments, span)
        if monotonic() - started > TURN:
            return send_ready(now)
    told = send_ready(now)
    note_beat(TICK)
    return told


def due_steps(span: Span) -> Iterator[Due]:
    """The steps of all policies in use, with their subjects."""
    steps = Prefetch("steps", ReminderStep.objects.filter(is_active=True))
    policies = list(ReminderPolicy.objects.select_related("campaign__owner"))
    in_use = ReminderPolicy.objects.in_use().select_related("campaign__owner")
    for policy in in_use.prefetch_related(steps).order_by("pk"):
        subject = subject_of(policy.subject)
        if subject is not None:
            scope, terms = scope_of(policy, policies), terms_of(policy)
            for step in policy.steps.all():
                yield Due(step, policy, subject, scope, terms)


def _fresh(due: Due, span: Span) -> Iterator[datetime]:
    """The due moments whose step has come and still helps; the others are logged."""
    minutes = due.step.minutes
    shift = timedelta(minutes=minutes)
    until = looks_ahead(span.now, due.terms, span.days) if minutes < 0 else span.now
    since = min(span.beat, span.now) - USEFUL
    for moment in due.subject.moments(due.scope, since - shift, until - shift, span.now):
        raw = moment + shift
        goes = send_at(raw, minutes, due.terms, span.days)
        if max(raw, goes) <= span.now - USEFUL:
            if raw > span.beat:
                _log_stale(due, moment, span)
        elif min(raw, goes) <= span.now:
            yield moment


def _tell_groups(due: Due, moments: Iterable[datetime], span: Span) -> None:
    """Groups hear of it when the policy lets it go out, quiet hours and all."""
    shift, minutes = timedelta(minutes=due.step.minutes), due.step.minutes
    ready = [
        moment
        for moment in moments
        if send_at(moment + shift, minutes, due.terms, span.days) <= span.now
    ]
    if ready:
        things = due.subject.owed(due.scope, ready, span.now)
        announce_missing(due.policy.campaign, due.subject, minutes, things)


def _log_stale(due: Due, moment: datetime, span: Span) -> None:
    missed = sum(1 for _thing in due.subject.owed(due.scope, [moment], span.now))
    if missed:
        logger.warning(
            "reminder %s of %s skipped for %s units: nothing ran from %s to %s",
            due.step.minutes, due.policy, missed, span.beat.isoformat(), span.now.isoformat(),
        )  # fmt: skip


def _chunks(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """So many at a time that no query grows too long."""
    things = iter(things)
    while chunk := list(islice(things, CHUNK)):
        yield chunk


@transaction.atomic
def _plan(due: Due, things: Sequence[Thing], span: Span) -> None:
    """Write down who is to be reminded of what when; what stands there already stays."""
    minutes = due.step.minutes
    known = set(
        Reminder.objects.filter(
            occasion__in=[thing.occasion(minutes) for thing in things], campaign=due.policy.campaign
        ).values_list("occasion", flat=True)
    )
    shift = timedelta(minutes=minutes)
    new = [
        thing
        for thing in things
        if thing.occasion(minutes) not in known
        and not (thing.told_at and thing.due_at + shift <= thing.told_at)
    ]
    if not new:
        return
    found = people_of(due.step.to, [thing.unit for thing in new], due.policy.campaign)
    handlers = handlers_of(new)
    everybody = {user for people in found.values() for user in people} | {*handlers.values()}
    choices = choices_of(everybody)
    before = told_before(thing.about for thing in new) if ABOVE & {*due.step.to} else {}
    rows = []
    for thing in new:
        people = dict(found[thing.unit.pk])
        if Audience.LIAISON in due.step.to:
            people |= {handlers[key]: Audience.LIAISON for key in thing.also if key in handlers}
        for user, audience in people.items():
            row = _row(due, thing, user, before.get(thing.about) if audience in ABOVE else None)
            choice = choices.get(user.pk)
            row.channels = own_channels(due.policy, due.step.channels, choice)
            row.send_at = _own_moment(due, thing, choice, span)
            rows.append(row)
    Reminder.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


def _own_moment(due: Due, thing: Thing, choice: object, span: Span) -> datetime:
    """When this person hears of it: by the policy, then by its own choice."""
    minutes = due.step.minutes
    raw = thing.due_at + timedelta(minutes=minutes)
    goes = send_at(raw, minutes, own_terms(due.policy, due.terms, choice), span.days)
    quiet = own_quiet(due.policy, choice)
    if quiet is not None and not (minutes == 0 and due.terms.rings_at_due):
        goes = after_quiet(after_quiet(goes, quiet, span.days), due.terms, span.days)
    return goes if goes > span.now - USEFUL else span.now


def _row(due: Due, thing: Thing, user: User, told: tuple | None) -> Reminder:
    minutes, texts = due.step.minutes, due.subject.texts
    kind = "back" if thing.is_back and "back" in texts else occasion_kind(minutes)
    title, text = texts[kind]
    params = dict(thing.params)
    if told and kind in (Occasion.AFTER, Occasion.AT_DUE, "back"):
        text = TOLD
        params |= {"told": "、".join(told[0]), "told_at": told[1].isoformat()}
    return Reminder(
        campaign=due.policy.campaign, step=due.step, recipient=user, unit=thing.unit,
        subject=due.subject.key, about=thing.about, occasion=thing.occasion(minutes),
        minutes=minutes, is_back=thing.is_back, title=title, text=text, params=params,
        url=thing.url, made_at=clock.now(),
    )  # fmt: skip
