"""Telling people: a notice in the inbox, and deliveries over other channels."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from fraudwatch.lib import clock
from orgs.actions.reaching import deliveries_of
from orgs.enums import Channel
from orgs.models import Delivery, Notice, User
from orgs.tasks import ring

BATCH = 500


@dataclass(frozen=True)
class Message:
    """What one person is told on one occasion; the words are those of :func:`tell`."""

    person: User
    kind: str
    occasion: str
    title: str
    text: str = ""
    params: dict = field(default_factory=dict)
    url: str = ""
    about: str = ""


def tell(
    people: Iterable[User],
    *,
    kind: str,
    occasion: str,
    title: str,
    text: str = "",
    params: dict | None = None,
    url: str = "",
    about: str = "",
    channels: Iterable[str] = (Channel.EMAIL,),
) -> int:
    """Tell each of ``people`` once per ``occasion``; returns how many were told now.

    ``title`` and ``text`` are English message ids (mark them with ``gettext_noop``),
    ``params`` goes into them; values under keys ending in ``_at`` are ISO moments,
    under ``week`` an ISO Monday, followed by ``#7`` where it is the campaign's 7th week,
    under ``lines`` pairs of a title and its params, each to be said on a line.
    The inbox always gets it; e-mail and SMS where the person has an address. Who has none is
    listed with the reason (state ``unreachable``). Safe to repeat: a person told before is
    left out.
    """
    return tell_many(
        (
            Message(person, kind, occasion, title, text, params or {}, url, about)
            for person in people
        ),
        channels=channels,
    )


@transaction.atomic
def tell_many(messages: Iterable[Message], *, channels: Iterable[str] = (Channel.EMAIL,)) -> int:
    """Tell many people many things in a few queries for each 500; else as :func:`tell`."""
    wanted = {(one.person.pk, one.occasion): one for one in messages if one.person.is_active}
    rows, told = list(wanted.values()), 0
    for start in range(0, len(rows), BATCH):
        told += _tell_batch(rows[start : start + BATCH], tuple(channels))
    if told:
        ring("orgs.tasks.send_deliveries")
    return told


def _tell_batch(messages: list[Message], channels: tuple[str, ...]) -> int:
    people = {one.person.pk: one.person for one in messages}
    there = Notice.objects.filter(
        recipient__in=people, occasion__in={one.occasion for one in messages}
    )
    known = set(there.values_list("recipient_id", "occasion"))
    now = clock.now()
    new = [
        Notice(
            recipient=one.person, kind=one.kind, occasion=one.occasion, title=one.title,
            text=one.text, params=one.params, url=one.url, about=one.about, at=now,
        )
        for one in messages
        if (one.person.pk, one.occasion) not in known
    ]  # fmt: skip
    if not new:
        return 0
    # Whoever tells the same at the same moment comes first or second; one notice stands.
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    ours = {(one.recipient_id, one.occasion) for one in new}
    made = [
        notice
        for notice in there.filter(deliveries=None).order_by("pk").only("recipient", "occasion")
        if (notice.recipient_id, notice.occasion) in ours
    ]
    Delivery.objects.bulk_create(deliveries_of(made, people, channels))
    return len(made)


def mark_read(notice: Notice, *, by: User) -> None:
    """Note that the recipient has seen it."""
    Notice.objects.filter(pk=notice.pk, recipient=by, read_at=None).update(read_at=clock.now())


def mark_all_read(*, by: User) -> int:
    """Note that the whole inbox has been seen; returns how many were unread."""
    return Notice.objects.filter(recipient=by, read_at=None).update(read_at=clock.now())
