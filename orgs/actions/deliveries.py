"""Sending what waits over its channel, once each, with the result on the row."""

import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep

from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.actions.channel_health import mail_channel, note_failure, note_success, take_turn
from orgs.actions.reaching import deliveries_of
from orgs.channels import WAYS, ChannelError, Way
from orgs.enums import Channel, WorkState
from orgs.errors import OrgError
from orgs.models import ChannelSetup, Delivery
from orgs.relevance import is_wanted
from orgs.tasks import ring

logger = logging.getLogger(__name__)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60))
TURN, LANE_TURN = 60, 20  # seconds after which one task, and one channel in it, stops
TOO_OLD = timedelta(days=7)
UNTIL_IT_IS_BACK = (0.5, 1, 2, 4, 8)  # seconds between asking a database that was restarted
DIED = gettext_noop("The worker stopped in the middle of sending, five times.")
UNSURE = gettext_noop("Nobody knows whether it arrived: the sending broke off in the middle.")
STALE = gettext_noop("It waited for seven days: the channel was off or did not work.")


@dataclass(frozen=True)
class Lane:
    """One channel and how to send over it; each goes at its own pace."""

    setup: ChannelSetup
    way: Way

    @property
    def rows(self) -> object:
        """Its deliveries. Mail rows name no channel: there is one mail server."""
        if self.setup.kind == Channel.EMAIL:
            return Delivery.objects.filter(channel=Channel.EMAIL)
        return Delivery.objects.filter(setup=self.setup)


def send_waiting(ways: Mapping[str, Way] = WAYS) -> int:
    """Send what waits over ``ways``, for about a minute; returns how much went out.

    Channel after channel, those that work before those that fail, each for its share of
    the minute: a channel that hangs holds nobody up for long, and after a failure it is
    left alone for a while. A claimed row belongs to one worker for a minute. What has been
    done meanwhile is not asked for any more (see orgs.relevance). A row is tried five
    times, later each time (with jitter), then given up with the cause on it.

    A mail, text message or webhook that was taken just before the worker died goes out
    again under the same id. A robot knows no ids: its message is left for a person to look.
    """
    sent, until = 0, monotonic() + TURN
    _settle_lost()
    lanes = _lanes(ways)
    for lane in lanes:
        sent += _send_lane(lane, min(until, monotonic() + LANE_TURN))
    if sent and any(lane.rows.waiting().exists() for lane in lanes if lane.way.pace is None):
        ring("orgs.tasks.send_deliveries")
    return sent


def _lanes(ways: Mapping[str, Way]) -> list[Lane]:
    """The channels with something to send and no pause, the most reliable first, mail last."""
    waiting = Delivery.objects.waiting().order_by()
    setups = [
        setup
        for setup in ChannelSetup.objects.in_use()
        .filter(Q(pk__in=waiting.values("setup")), Q(paused_until=None) | _over())
        .order_by("failures", "pk")
        if setup.kind in ways
    ]
    if Channel.EMAIL in ways and waiting.filter(channel=Channel.EMAIL).exists():
        mail = mail_channel()
        is_free = mail.paused_until is None or mail.paused_until <= clock.now()
        if mail.is_active and is_free:
            setups.append(mail)
    return [Lane(setup, ways[setup.kind]) for setup in setups]


def _over() -> Q:
    return Q(paused_until__lte=clock.now())


def _send_lane(lane: Lane, until: float) -> int:
    """Send over one channel until nothing waits, its turn is over or it fails."""
    sent = 0
    while monotonic() < until:
        if lane.way.pace and not lane.rows.waiting().exists():
            break
        if not take_turn(lane.setup, lane.way.pace):
            break
        claimed = lane.rows.claim(lane.way.most)
        wanted = [row for row in claimed if _is_still_wanted(row)]
        if not claimed:
            break
        if wanted:
            done, works = _send(lane, wanted)
            sent += done
            if not works:
                break
    return sent


def _is_still_wanted(delivery: Delivery) -> bool:
    wanted = is_wanted(delivery.message)
    if not wanted:
        Delivery.objects.held(delivery).update(state=WorkState.CANCELLED, lease_until=None)
    return wanted


def _send(lane: Lane, rows: list[Delivery]) -> tuple[int, bool]:
    """How many went out, and whether the channel itself works."""
    try:
        if not lane.way.knows_repeats:
            Delivery.objects.held(rows[0]).update(handed_at=clock.now())
        refused = lane.way.send(lane.setup, rows)
    except ChannelError as error:
        return 0, _all_failed(lane, rows, error)
    except Exception as error:
        logger.exception("delivery %s failed", rows[0].pk)
        return 0, _all_failed(
            lane, rows, ChannelError(f"{type(error).__name__}: {error}", of_message=True)
        )
    sent = 0
    for row in rows:
        error = refused.get(row.pk)
        sent += _put_back(row, error) if error else _note_sent(row)
    note_success(lane.setup)
    return sent, True


def _all_failed(lane: Lane, rows: list[Delivery], error: ChannelError) -> bool:
    if not error.of_message:
        note_failure(lane.setup, error)
    for row in rows:
        _put_back(row, error, knows_repeats=lane.way.knows_repeats)
    return error.of_message


def _note_sent(delivery: Delivery) -> int:
    """Write down that it went out; a database that is just restarted is waited for.

    What is not written down goes out once more, under the same number.
    """
    for pause in UNTIL_IT_IS_BACK:
        try:
            return _write_sent(delivery)
        except OperationalError:
            connection.close()
            sleep(pause)
    return _write_sent(delivery)


def _write_sent(delivery: Delivery) -> int:
    now = clock.now()
    return Delivery.objects.held(delivery).update(
        state=WorkState.DONE, sent_at=now, lease_until=None, error="",
        history=[*delivery.history, [now.isoformat(), ""]],
    )  # fmt: skip


def _put_back(delivery: Delivery, error: ChannelError, *, knows_repeats: bool = True) -> int:
    is_lost = error.is_unsure and not knows_repeats
    is_over = is_lost or error.is_final or delivery.attempts >= Delivery.MOST_ATTEMPTS
    wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
    jitter = random.uniform(0.8, 1.2)  # noqa: S311 - spreads the retries, guards nothing
    now = clock.now()
    changes = {"attempts": delivery.attempts - 1} if error.wait and not is_over else {}
    Delivery.objects.held(delivery).update(
        state=WorkState.FAILED if is_over else WorkState.QUEUED,
        due_at=now + max(wait * jitter, error.wait or timedelta(0)),
        lease_until=None, handed_at=None,
        error=str(error)[:500],
        history=[*delivery.history, [now.isoformat(), error.cause]],
        **changes,
    )  # fmt: skip
    logger.warning("delivery %s failed: %s", delivery.pk, error)
    return 0


def _settle_lost() -> None:
    """Give up what nobody can send any more, with the cause on each row."""
    for delivery in Delivery.objects.given_up():
        _put_back(delivery, ChannelError(DIED))
    for delivery in Delivery.objects.broken_off():
        _put_back(delivery, ChannelError(UNSURE, is_unsure=True), knows_repeats=False)
    Delivery.objects.filter(
        state=WorkState.QUEUED, created_at__lt=clock.now() - TOO_OLD, due_at__lte=clock.now()
    ).update(state=WorkState.FAILED, error=STALE)


@transaction.atomic
def send_again(delivery: Delivery) -> None:
    """Try a failed delivery again from the start, by the address on file now.

    OrgError when it did not fail, or when there is still no address.
    """
    now, changes = clock.now(), {}
    if delivery.notice:
        [anew] = deliveries_of(
            [delivery.notice], {delivery.recipient_id: delivery.recipient}, [delivery.channel]
        )
        if anew.state == WorkState.UNREACHABLE:
            raise OrgError(anew.cause)
        changes = {"address": anew.address, "setup": anew.setup}
    again = Delivery.objects.filter(
        pk=delivery.pk, state__in=[WorkState.FAILED, WorkState.UNREACHABLE]
    ).update(
        state=WorkState.QUEUED, due_at=now, created_at=now, attempts=0, handed_at=None, error="",
        **changes,
    )  # fmt: skip
    if not again:
        raise OrgError(_("This message is on its way or has arrived."))
    ring("orgs.tasks.send_deliveries")
