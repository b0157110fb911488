"""Who hears of new headcounts, because something is counted over them (pure registry)."""

from collections.abc import Callable, Collection
from datetime import date

Listener = Callable[[Collection[int] | None, date], object]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Call ``listener(unit keys, first day)`` in the transaction that adds headcounts."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(units: Collection[int] | None, since: date) -> None:
    """Say that headcounts of the units are other than they were from a day on.

    Without ``units`` something else is counted over something else, everywhere.
    """
    for listener in _listeners:
        listener(units, since)
