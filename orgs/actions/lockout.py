"""Counting wrong passwords, and letting people in again."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db import transaction
from django.db.models import QuerySet

from fraudwatch.lib import clock
from fraudwatch.lib.addresses import place_of
from fraudwatch.lib.request_context import origin
from orgs import lockout
from orgs.models import SignInAttempt, User
from orgs.queries.accounts import home_path

from .audit import record


@dataclass(frozen=True)
class Count:
    """What the tries so far mean: ``minutes`` the door stays closed (0: open), tries ``left``
    after this one, and how long the ``next_lock`` lasts."""

    minutes: int = 0
    left: int = 0
    next_lock: int = 0

    @property
    def is_last(self) -> bool:
        """Whether a wrong password now locks the name."""
        return self.left == 0


def note_attempt(username: str) -> Count:
    """Write down a try from the address at hand before its password is looked at.

    A try at a closed door is not counted, so that knocking does not keep it closed.
    """
    now, name, place = clock.now(), lockout.name_key(username), place_of(origin().address)
    earlier = SignInAttempt.objects.filter(address=place)
    closed = _closed_until(earlier, name, now)
    if not closed:
        mine = SignInAttempt.objects.create(username=name, address=place, at=now)
        earlier = earlier.filter(pk__lt=mine.pk)
        closed = _closed_until(earlier, name, now)  # others may have tried meanwhile
        if closed:
            mine.delete()
    if closed:
        return Count(minutes=ceil((closed - now).total_seconds() / 60))
    failures = len(_failures(earlier, name, now))
    return Count(left=lockout.tries_left(failures) - 1, next_lock=lockout.lock_minutes(failures))


def _failures(earlier: QuerySet, name: str, now: datetime) -> list[datetime]:
    return _moments(earlier.filter(username=name, at__gt=now - lockout.REMEMBERED))


def _closed_until(earlier: QuerySet, name: str, now: datetime) -> datetime | None:
    """Until when the door is closed for this name, or for everybody at this place."""
    anybody = _moments(earlier.filter(at__gt=now - lockout.PLACE_WINDOW))
    ends = [lockout.locked_until(_failures(earlier, name, now))]
    if len(anybody) >= lockout.PLACE_FAILURES:
        ends.append(anybody[-lockout.PLACE_FAILURES] + lockout.PLACE_WINDOW)
    return max((end for end in ends if end and end > now), default=None)


def forget_attempts(username: str) -> None:
    """The password was right: forget the wrong ones of this name at this place."""
    SignInAttempt.objects.filter(
        username=lockout.name_key(username), address=place_of(origin().address)
    ).delete()


@transaction.atomic
def unlock_account(user: User, *, by: User | None) -> int:
    """Forget all wrong passwords of an account, wherever they came from; returns how many."""
    gone, _detail = SignInAttempt.objects.filter(username=lockout.name_key(user.username)).delete()
    record("account.unlocked", user, by=by, path=home_path(user), technical=True)
    return gone


def drop_old_attempts() -> int:
    """Take away tries that no longer count; returns how many."""
    old = SignInAttempt.objects.filter(at__lt=clock.now() - lockout.REMEMBERED)
    return old.delete()[0]


def _moments(rows: QuerySet) -> list[datetime]:
    return list(rows.order_by("pk").values_list("at", flat=True))
