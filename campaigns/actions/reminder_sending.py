"""From rows that wait to messages: only what is still owed, one message a person."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from campaigns.enums import REMINDER, UNDER_WAY, ReminderState
from campaigns.models import Assignment, Receipt, Reminder
from campaigns.reminding import ASKED, keys_of, subject_of
from fraudwatch.lib import clock
from orgs.actions.notices import Message, tell_many
from orgs.models import Notice

logger = logging.getLogger(__name__)
USEFUL = timedelta(hours=3)  # a reminder that comes later than that is no help any more
PEOPLE = 200  # persons in one transaction
LINES = 30  # things named in one message
SEVERAL = gettext_noop("You are reminded of %(n)s things")
LIST = gettext_noop("%(lines)s")
LIST_MORE = gettext_noop("%(lines)s\n… and %(more)s more.")


def send_ready(now: datetime) -> int:
    """Send what waits and whose moment has come; returns of how many things people heard.

    What was done meanwhile, what is owed by another day now and what waited more than three
    hours too long is left out for good. Two workers never take the same rows.
    """
    told: set[str] = set()
    while True:
        people = _next_people(now)
        if not people:
            return len(told)
        told |= _send_to(people, now)


def _next_people(now: datetime) -> list[int]:
    rows = Reminder.objects.ready(now).order_by("recipient_id")
    return list(rows.values_list("recipient_id", flat=True).distinct()[:PEOPLE])


@transaction.atomic
def _send_to(people: Sequence[int], now: datetime) -> set[str]:
    rows = Reminder.objects.ready(now).filter(recipient__in=people)
    rows = list(
        rows.select_for_update(no_key=True, of=("self",))
        .select_related("recipient", "step__policy", "campaign")
        .order_by("pk")
    )
    return deliver(rows, now)


def deliver(rows: Sequence[Reminder], now: datetime) -> set[str]:
    """Tell the recipients of ``rows``, which are locked or new; returns what they are about."""
    keys = _present_keys(rows)
    going: dict[int, list[Reminder]] = defaultdict(list)
    stale = []
    for row in rows:
        if not _is_wanted(row, keys):
            row.state = ReminderState.DONE
        elif row.send_at <= now - USEFUL:
            row.state = ReminderState.STALE
            stale.append(row)
        else:
            going[row.recipient_id].append(row)
    if stale:
        logger.warning("%s reminders left out: they waited too long", len(stale))
    _tell(list(going.values()), now)
    Reminder.objects.bulk_update(rows, ["state", "sent_at", "notice"], batch_size=500)
    told = {row.about for row in rows if row.state == ReminderState.SENT}
    for word, model in (("assignment", Assignment), ("receipt", Receipt)):
        keys = keys_of(told, word)
        if keys:
            model.objects.filter(pk__in=keys).update(reminded_at=now)
    return told


def _present_keys(rows: Iterable[Reminder]) -> dict[str, str]:
    """What is still owed, with the key of its present due moment."""
    by_subject: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_subject[row.subject].add(row.about)
    found: dict[str, str] = {}
    for name, abouts in by_subject.items():
        subject = subject_of(name)
        for chunk in _chunks(sorted(abouts)):
            found |= subject.still(chunk) if subject else {}
    return found


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    return (keys[start : start + 500] for start in range(0, len(keys), 500))


def _is_wanted(row: Reminder, keys: dict[str, str]) -> bool:
    """Still owed by the same moment, and the step that asks for it is still in use."""
    if row.about not in keys or not row.recipient.is_active:
        return False
    if row.by_id:
        return True
    step = row.step
    return (
        row.occasion == f"{keys[row.about]}:{row.minutes}"
        and step is not None
        and step.is_active
        and step.minutes == row.minutes
        and step.policy.is_active
        and row.campaign.state in UNDER_WAY
    )


def _tell(groups: list[list[Reminder]], now: datetime) -> None:
    """One message a person; ``tell_many`` takes those with the same channels together."""
    by_channels: dict[tuple, list[Message]] = defaultdict(list)
    occasions = {}
    for rows in groups:
        message = _message(rows)
        channels = tuple(sorted({channel for row in rows for channel in row.channels}))
        by_channels[channels].append(message)
        occasions[(message.person.pk, message.occasion)] = rows
    for channels, messages in by_channels.items():
        tell_many(messages, channels=channels)
    there = Notice.objects.filter(
        recipient__in={key for key, _occasion in occasions},
        occasion__in={occasion for _key, occasion in occasions},
    )
    for notice in there.only("pk", "recipient_id", "occasion"):
        for row in occasions.get((notice.recipient_id, notice.occasion), ()):
            row.notice, row.state, row.sent_at = notice, ReminderState.SENT, now


def _message(rows: list[Reminder]) -> Message:
    first = rows[0]
    if len(rows) == 1:
        return Message(
            first.recipient, REMINDER, first.occasion, first.title, first.text, first.params,
            first.url, first.about,
        )  # fmt: skip
    name = f"reminders:{min(row.pk for row in rows)}"
    lines = [[row.title, row.params] for row in rows[:LINES]]
    more = len(rows) - len(lines)
    return Message(
        first.recipient, REMINDER, name, SEVERAL, LIST_MORE if more else LIST,
        {"n": len(rows), "lines": lines, "more": more}, "/", name,
    )  # fmt: skip


def is_wanted(about: str) -> bool:
    """Whether anything that a notice of this name reminds of still waits for its unit."""
    rows = Reminder.objects.filter(notice__about=about, notice__kind=REMINDER)
    if not about.startswith("reminders:"):
        rows = [Reminder(about=about, subject=_subject_by(about))]
    return bool(_present_keys(rows))


def _subject_by(about: str) -> str:
    word = about.partition(":")[0]
    return "task" if word == "assignment" else word


def asked_occasion(about: str, slot: int) -> str:
    """Names a reminder by hand; one a stretch of the cooling-off time."""
    return f"{about}:{ASKED}:{slot}"


def now_slot(cooling: timedelta) -> int:
    """The stretch of the cooling-off time that holds the present moment."""
    return int(clock.now().timestamp() // max(cooling.total_seconds(), 60))
