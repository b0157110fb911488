"""Telling groups and systems: one message over each channel, with the list of those concerned."""

from collections.abc import Iterable

from django.db import transaction

from fraudwatch.lib import clock
from orgs.enums import GROUP_CHANNELS
from orgs.models import ChannelSetup, Delivery, GroupMessage
from orgs.tasks import ring


@transaction.atomic
def announce(
    channels: Iterable[ChannelSetup],
    *,
    kind: str,
    occasion: str,
    title: str,
    text: str = "",
    params: dict | None = None,
    url: str = "",
    about: str = "",
) -> int:
    """Say one thing once per ``occasion`` over each of ``channels``; returns how many were new.

    ``title``, ``text`` and ``params`` as in :func:`orgs.actions.notices.tell`; in addition a
    list under a key of ``params`` is a list of names: as many of them are said as the
    platform's size allows, then "and 37 more". Channels that are switched off, or speak to
    persons, are left out. Safe to repeat: what a channel was told before is not told again.
    """
    setups = [one for one in channels if one.is_active and one.kind in GROUP_CHANNELS]
    there = GroupMessage.objects.filter(setup__in=setups, occasion=occasion)
    known = set(there.values_list("setup_id", flat=True))
    now = clock.now()
    new = [
        GroupMessage(
            setup=one, kind=kind, occasion=occasion, title=title, text=text,
            params=params or {}, url=url, about=about, at=now,
        )
        for one in setups
        if one.pk not in known
    ]  # fmt: skip
    if not new:
        return 0
    # Whoever announces the same at the same moment comes first or second; one message stands.
    GroupMessage.objects.bulk_create(new, ignore_conflicts=True)
    made = there.filter(setup__in=[one.setup for one in new], deliveries=None)
    deliveries = Delivery.objects.bulk_create(
        (
            Delivery(group_message=one, setup=one.setup, channel=one.setup.kind)
            for one in made.select_related("setup").order_by("pk")
        ),
        ignore_conflicts=True,
    )
    ring("orgs.tasks.send_deliveries")
    return len(deliveries)
