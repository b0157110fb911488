"""Who is asking from where, for code below the views (the audit trail)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Where a change came from: network address and way in (web, api, worker, command)."""

    address: str = ""
    via: str = "command"


_COMMAND_LINE = Origin()
_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def origin() -> Origin:
    """The origin of the work at hand."""
    return _origin.get() or _COMMAND_LINE


@contextmanager
def coming_from(new: Origin) -> Iterator[None]:
    """Let the code inside the block count as coming from ``new``."""
    token = _origin.set(new)
    try:
        yield
    finally:
        _origin.reset(token)
