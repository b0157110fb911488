"""Whether figures have been reported of an indicator, told by the apps above (pure registry)."""

from collections.abc import Callable

_tellers: list[Callable[[object], bool]] = []


def register(is_used: Callable[[object], bool]) -> None:
    """Let ``is_used(indicator)`` say whether something hangs on its unit and its parts."""
    if is_used not in _tellers:
        _tellers.append(is_used)


def is_used(indicator: object) -> bool:
    """Whether the indicator's unit of measure and the keys of its parts must stay."""
    return any(teller(indicator) for teller in _tellers)
