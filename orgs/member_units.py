"""The member units of a leading group with their duties, told by the app above (pure registry).

Which units belong to a leading group, and what each of them has to do, follows from the
campaign that the group leads; the app that knows campaigns registers a teller here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class MemberUnit:
    """A member unit and the duties that the plan gives it, each as its text."""

    unit: object
    duties: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Membership:
    """The member units of a group: of which campaign, at which address, unit by unit."""

    title: str
    address: str
    members: list[MemberUnit]


Teller = Callable[[object, object], Membership | None]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Let ``teller(group, user)`` name the member units; ``None`` when it knows of none."""
    if teller not in _tellers:
        _tellers.append(teller)


def membership_of(group: object, user: object) -> Membership | None:
    """The member units of a group as ``user`` may see them."""
    told = (teller(group, user) for teller in _tellers)
    return next((membership for membership in told if membership), None)
