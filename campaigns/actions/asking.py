"""Reminding by hand (催报、催办): only those who still owe, and not again within a while."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from campaigns.models import Campaign, Reminder
from campaigns.queries.cooling import cooling_of, last_told
from campaigns.queries.reminder_people import handlers_of
from campaigns.reminding import Thing, subject_of
from fraudwatch.lib import clock
from orgs.enums import Channel
from orgs.models import User
from orgs.queries.recipients import reporters_of

from .reminder_sending import asked_occasion, deliver, now_slot


@dataclass(frozen=True)
class Asked:
    """What people were reminded of, what was asked for shortly before, whom nobody answers for."""

    told: list[Thing] = field(default_factory=list)
    cooling: list[Thing] = field(default_factory=list)
    unreachable: list[Thing] = field(default_factory=list)
    again_at: datetime | None = None


@transaction.atomic
def ask_now(
    subject: str, things: Iterable[Thing], *, campaign: Campaign, cooling: timedelta | None = None,
    by: User,
) -> Asked:  # fmt: skip
    """Remind the reporters of each thing's unit now, a message a person, in a few queries.

    What they were reminded of within the cooling-off time is left alone, by rule or by hand;
    ``again_at`` says when the first of it may be asked for again. The caller has looked that
    it is still owed and that ``by`` may ask for it. Quiet hours do not hold a person back.
    """
    things = list(things)
    pause = cooling if cooling is not None else cooling_of(campaign, subject)
    now = clock.now()
    recent = last_told([thing.about for thing in things], since=now - pause)
    free = [thing for thing in things if thing.about not in recent]
    people = reporters_of([thing.unit for thing in free], campaign_id=campaign.pk)
    handlers = handlers_of(free)
    rows, told, nobody = [], [], []
    for thing in free:
        extra = [handlers[key] for key in thing.also if key in handlers]
        users = list(dict.fromkeys([*people[thing.unit.pk], *extra]))
        rows += [_row(subject, thing, user, campaign, pause, by) for user in users]
        (told if users else nobody).append(thing)
    rows = _written(rows)
    reached = deliver(rows, now) if rows else set()
    return Asked(
        [thing for thing in told if thing.about in reached],
        [thing for thing in things if thing.about in recent]
        + [thing for thing in told if thing.about not in reached],
        nobody,
        min(recent.values()) + pause if recent else None,
    )


def _row(
    subject: str, thing: Thing, user: User, campaign: Campaign, pause: timedelta, by: User
) -> Reminder:
    title, text = subject_of(subject).texts["asked"]
    now = clock.now()
    return Reminder(
        campaign=campaign, recipient=user, unit=thing.unit, subject=subject, about=thing.about,
        occasion=asked_occasion(thing.about, now_slot(pause)), by=by, is_back=thing.is_back,
        title=title, text=text, params=thing.params | {"by": by.name}, url=thing.url,
        channels=[Channel.EMAIL.value], made_at=now, send_at=now,
    )  # fmt: skip


def _written(rows: list[Reminder]) -> list[Reminder]:
    """The rows as they stand; whoever asks at the same moment comes first or second."""
    Reminder.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    wanted = {(row.recipient_id, row.occasion) for row in rows}
    found = (
        Reminder.objects.filter(occasion__in={row.occasion for row in rows}, sent_at=None)
        .select_for_update(no_key=True, of=("self",))
        .select_related("recipient", "campaign")
        .order_by("pk")
    )
    return [row for row in found if (row.recipient_id, row.occasion) in wanted]
