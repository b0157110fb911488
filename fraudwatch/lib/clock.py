"""The one place that knows what time it is.

Everything of ours asks :func:`now`, so that a test or the demo can set the clock
for a block of code without patching anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware; the moment set by :func:`at` inside its block."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """Today's date in the site's time zone (Asia/Shanghai)."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be ``moment`` (aware) for the code inside the block."""
    if timezone.is_naive(moment):
        raise ValueError("clock.at() wants an aware moment, not %r" % moment)
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
