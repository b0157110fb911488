"""What hangs on a person or a unit in the apps above: counted and moved by them (pure registry).

An app that gives people or units something to do registers here in ``apps.ready``, so that
a hand-over, a merge or a deactivation can show and move what is open.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PersonItems:
    """Open items of a person in a unit: ``count(person, unit)``, ``move(person, unit, to, by)``.

    ``titles(person, unit, user)`` names those that ``user`` sees one by one, where the app can.
    """

    label: str
    count: Callable[[object, object], int]
    move: Callable[..., int]
    titles: Callable[[object, object, object], list[str]] | None = None


@dataclass(frozen=True)
class UnitItems:
    """What is open for a unit: ``count(unit)``; ``move(unit, into, by)`` takes it along in a merge.

    ``blocks`` says whether a unit with such items may not be taken out of service.
    """

    label: str
    count: Callable[[object], int]
    move: Callable[..., int]
    blocks: bool = True


@dataclass(frozen=True)
class Open:
    """So many items of one kind, by name where the app told them."""

    label: str
    number: int
    titles: tuple[str, ...] = ()


_of_people: list[PersonItems] = []
_of_units: list[UnitItems] = []


def register_person_items(items: PersonItems) -> None:
    """Let hand-overs know about a kind of items."""
    if items not in _of_people:
        _of_people.append(items)


def register_unit_items(items: UnitItems) -> None:
    """Let merges and deactivations know about a kind of items."""
    if items not in _of_units:
        _of_units.append(items)


def open_for_person(person: object, unit: object, *, user: object = None) -> list[Open]:
    """What ``person`` still has open in ``unit``, kinds with nothing left out.

    With ``user`` the items that this user sees are named as well.
    """
    found = []
    for items in _of_people:
        number = items.count(person, unit)
        if number:
            named = items.titles(person, unit, user) if items.titles and user else ()
            found.append(Open(items.label, number, tuple(named)))
    return found


def move_person_items(person: object, unit: object, to: object, by: object) -> int:
    """Give the open items of ``person`` in ``unit`` to ``to``; returns how many moved."""
    return sum(items.move(person, unit, to=to, by=by) for items in _of_people)


def open_for_unit(unit: object, *, blocking: bool = False) -> list[Open]:
    """What is open for ``unit``; with ``blocking`` only what forbids taking it out of service."""
    counted = [
        Open(items.label, items.count(unit)) for items in _of_units if items.blocks or not blocking
    ]
    return [item for item in counted if item.number]


def move_unit_items(unit: object, into: object, by: object) -> int:
    """Take what is open for ``unit`` along to ``into``; returns how many moved."""
    return sum(items.move(unit, into=into, by=by) for items in _of_units)
