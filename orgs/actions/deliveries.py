"""Sending what waits over its channel, once each, with the result on the row."""

import logging
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.channels import CHANNELS, ChannelError
from orgs.enums import WorkState
from orgs.errors import OrgError
from orgs.models import Delivery
from orgs.relevance import is_wanted
from orgs.tasks import ring

logger = logging.getLogger(__name__)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60))
TURN = 60  # seconds after which one task stops
DIED = "the worker stopped in the middle of sending, five times"


def send_waiting(channels: Mapping[str, Callable[[Delivery], None]] = CHANNELS) -> int:
    """Send what waits over ``channels``, for about a minute; returns how much went out.

    A claimed row belongs to one worker for a minute. What has been done meanwhile is
    not asked for any more (see orgs.relevance). A failure waits longer each time
    (with jitter) and is given up after five attempts, with the cause on the row. A mail
    that the server took just before the worker died goes out again under the same
    Message-ID.
    """
    sent, started = 0, monotonic()
    for delivery in Delivery.objects.given_up():
        _put_back(delivery, DIED)
    while monotonic() - started < TURN:
        claimed = Delivery.objects.claim(1)
        if not claimed:
            return sent
        sent += _send(claimed[0], channels)
    ring("orgs.tasks.send_deliveries")
    return sent


def _send(delivery: Delivery, channels: Mapping) -> int:
    if not is_wanted(delivery.notice):
        Delivery.objects.held(delivery).update(state=WorkState.CANCELLED, lease_until=None)
        return 0
    try:
        channels[delivery.channel](delivery)
    except ChannelError as error:
        return _put_back(delivery, str(error))
    except Exception as error:
        logger.exception("delivery %s failed", delivery.pk)
        return _put_back(delivery, f"{type(error).__name__}: {error}")
    return Delivery.objects.held(delivery).update(
        state=WorkState.DONE, sent_at=clock.now(), lease_until=None, error=""
    )


def _put_back(delivery: Delivery, why: str) -> int:
    is_over = delivery.attempts >= Delivery.MOST_ATTEMPTS
    wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
    jitter = random.uniform(0.8, 1.2)  # noqa: S311 - spreads the retries, guards nothing
    Delivery.objects.held(delivery).update(
        state=WorkState.FAILED if is_over else WorkState.QUEUED,
        due_at=clock.now() + wait * jitter,
        lease_until=None,
        error=why[:500],
    )
    logger.warning("delivery %s failed: %s", delivery.pk, why)
    return 0


@transaction.atomic
def send_again(delivery: Delivery) -> None:
    """Try a failed delivery again from the start. OrgError when it did not fail."""
    again = Delivery.objects.filter(pk=delivery.pk, state=WorkState.FAILED).update(
        state=WorkState.QUEUED, due_at=clock.now(), attempts=0
    )
    if not again:
        raise OrgError(_("This message is on its way or has arrived."))
    ring("orgs.tasks.send_deliveries")
