"""What the apps above give along when a unit is split (拆分): work one chooses, and what all take.

An app registers here in ``apps.ready`` (pure registry). *Work* goes where the split says,
piece by piece; what is *shared* every new unit takes on as the old one had it, and the old
one keeps it: memberships, the duty to report.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Piece:
    """One piece of open work: its key, what it is, until when."""

    key: str
    title: str
    due_at: datetime | None = None


@dataclass(frozen=True)
class Work:
    """Open work of a kind: ``pieces(unit, user)`` names what ``user`` sees of it.

    ``move(unit, keys, into, by)`` moves some; what ``by`` does not see stays.
    """

    name: str
    label: str
    pieces: Callable[[object, object], list[Piece]]
    move: Callable[..., int]


@dataclass(frozen=True)
class Shared:
    """What every new unit takes on by ``take(unit, into, by)``.

    ``names(unit, user)`` tells in the preview what ``user`` sees of it.
    """

    label: str
    names: Callable[[object, object], list[str]]
    take: Callable[..., int]


_work: list[Work] = []
_shared: list[Shared] = []


def register_work(work: Work) -> None:
    """Let splits offer a kind of open work."""
    if work not in _work:
        _work.append(work)


def register_shared(shared: Shared) -> None:
    """Let new units take on what the old one has."""
    if shared not in _shared:
        _shared.append(shared)


def work_of(unit: object, user: object) -> list[tuple[Work, list[Piece]]]:
    """The unit's open work that ``user`` sees, by kind; the keys carry the kind's name.

    ``user`` is None for the product itself, which sees everything.
    """
    found = []
    for work in _work:
        pieces = [
            Piece(f"{work.name}-{piece.key}", piece.title, piece.due_at)
            for piece in work.pieces(unit, user)
        ]
        if pieces:
            found.append((work, pieces))
    return found


def move_work(unit: object, keys: Collection[str], into: object, by: object) -> int:
    """Give the pieces with these keys to ``into``; returns how many moved."""
    moved = 0
    for work in _work:
        start = f"{work.name}-"
        own = [key.removeprefix(start) for key in keys if key.startswith(start)]
        if own:
            moved += work.move(unit, own, into=into, by=by)
    return moved


def shared_of(unit: object, user: object) -> list[tuple[str, list[str]]]:
    """What every new unit will take on, as far as ``user`` sees it, by kind."""
    named = [(str(shared.label), shared.names(unit, user)) for shared in _shared]
    return [(label, names) for label, names in named if names]


def take_shared(unit: object, into: object, by: object) -> int:
    """Let ``into`` take on what ``unit`` has; returns how much that was."""
    return sum(shared.take(unit, into=into, by=by) for shared in _shared)
