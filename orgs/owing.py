"""What a unit owes, told by the apps above (pure registry): tasks, reports, receipts, questions.

An app that lets units owe something registers a teller here in ``apps.ready``; the unit's
page asks them all and never points up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Owed:
    """One thing that is open for a unit.

    ``kind`` is what it is (a word), ``about`` where it comes from, ``status`` the code of its
    look and ``state`` the word beside it; ``lamp`` is blank where no lamp is lit. What waits
    for the office and not for the unit is ``elsewhere``: it is never overdue here.
    """

    kind: str
    title: str
    address: str
    status: str
    about: str = ""
    state: str = ""
    lamp: str = ""
    due_at: datetime | None = None
    elsewhere: bool = False

    def is_overdue(self, now: datetime) -> bool:
        """Whether the unit should have done it by now."""
        return not self.elsewhere and self.due_at is not None and self.due_at < now


Teller = Callable[[object, object, datetime], Iterable[Owed]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Let ``teller(user, unit, now)`` name what ``unit`` owes, as far as ``user`` sees it."""
    if teller not in _tellers:
        _tellers.append(teller)


def owed_by(unit: object, user: object, now: datetime) -> list[Owed]:
    """Everything open for the unit in the user's sight: overdue first, then by due moment.

    What waits for the office comes last.
    """
    rows = [row for teller in _tellers for row in teller(user, unit, now)]
    return sorted(rows, key=lambda row: (row.elsewhere, row.due_at is None, row.due_at or now))
