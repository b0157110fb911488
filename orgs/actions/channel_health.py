"""How a channel is doing: its pace, its failures in a row, its recovery."""

import random
from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Coalesce

from fraudwatch.lib import clock
from orgs.channels import ChannelError, Pace
from orgs.enums import Channel
from orgs.models import ChannelSetup

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 1800, 3600))
FRESH = timedelta(minutes=1)  # a success is noted once a minute, not at every message


def mail_channel() -> ChannelSetup:
    """The site's mail server as a channel; its address stands in the settings."""
    row, _made = ChannelSetup.objects.get_or_create(
        kind=Channel.EMAIL, unit=None, defaults={"name": "", "is_active": True}
    )
    return row


def take_turn(setup: ChannelSetup, pace: Pace | None) -> bool:
    """Whether a message may go now by the platform's rate, counted over all workers.

    ``paced_until`` is when all that was said is paid for; a turn is granted while the debt
    stays under the burst. The conditional UPDATE lets one worker have each turn.
    """
    if pace is None:
        return True
    now, step = clock.now(), timedelta(seconds=pace.every)
    row = ChannelSetup.objects.filter(pk=setup.pk)
    for _attempt in range(3):
        held = row.values_list("paced_until", flat=True).get()
        start = max(held, now) if held else now
        if start > now + step * (pace.burst - 1):
            return False
        if row.filter(paced_until=held).update(paced_until=start + step):
            return True
    return False


def note_success(setup: ChannelSetup) -> None:
    """The channel works: forget its failures."""
    now = clock.now()
    if setup.failures == 0 and setup.succeeded_at and now - setup.succeeded_at < FRESH:
        return
    ChannelSetup.objects.filter(pk=setup.pk).update(
        failures=0, failing_since=None, cause="", cure="", paused_until=None, succeeded_at=now
    )
    setup.failures, setup.succeeded_at = 0, now


def note_failure(setup: ChannelSetup, error: ChannelError) -> datetime:
    """The channel itself failed: count it and hold everything back for a while.

    Longer each time, with jitter, or as long as the platform asks. Returns when the next
    attempt may be.
    """
    now = clock.now()
    pause = PAUSES[min(setup.failures, len(PAUSES) - 1)]
    jitter = random.uniform(0.8, 1.2)  # noqa: S311 - spreads the retries, guards nothing
    until = now + max(pause * jitter, error.wait or timedelta(0))
    ChannelSetup.objects.filter(pk=setup.pk).update(
        failures=F("failures") + 1,
        failing_since=Coalesce("failing_since", now),
        cause=str(error)[:300],
        cure=error.cure[:300],
        paused_until=until,
    )
    setup.failures += 1
    return until
