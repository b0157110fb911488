"""How much room a unit's evidence may take, and takes: told by the apps above (pure registry).

An app that keeps files of units registers a counter in ``apps.ready``; the doors that take files
ask here before they keep one.
"""

from collections.abc import Callable

Counter = Callable[[object], int]
_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Let ``counter(unit)`` say how many bytes of ``unit`` one app keeps."""
    if counter not in _counters:
        _counters.append(counter)


def used_by(unit: object) -> int:
    """The bytes kept of a unit, in all apps together."""
    return sum(counter(unit) for counter in _counters)
