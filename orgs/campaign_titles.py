"""Titles of campaigns that a grant may be bound to; the app above gives them (pure registry)."""

from collections.abc import Callable, Iterable

Choices = list[tuple[int, str]]

_choices: list[Callable[[object], Choices]] = []
_titles: list[Callable[[Iterable[int]], dict[int, str]]] = []


def register(
    choices: Callable[[object], Choices], titles: Callable[[Iterable[int]], dict[int, str]]
) -> None:
    """``choices(user)``: key and title of the campaigns led from where ``user`` gives roles;
    ``titles(keys)``: the titles of campaigns by key.
    """
    _choices[:] = [choices]
    _titles[:] = [titles]


def choices(user: object) -> Choices:
    """The campaigns that ``user`` may bind a grant to."""
    return _choices[0](user) if _choices else []


def titles(keys: Iterable[int]) -> dict[int, str]:
    """The titles of campaigns by key; a campaign nobody knows is left out."""
    wanted = set(keys)
    return _titles[0](wanted) if _titles and wanted else {}
