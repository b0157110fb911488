"""What a unit owes, as its page prints it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from orgs.models import Unit, User
from orgs.owing import Owed, owed_by

SHOWN = 60


@dataclass(frozen=True)
class OwedPage:
    """The rows with whether each is overdue, and how many of which kind there are."""

    rows: list[tuple[Owed, bool]]
    counts: list[tuple[str, int]]
    overdue: int
    more: int

    @property
    def total(self) -> int:
        """How many things are open."""
        return sum(number for _kind, number in self.counts)


def owed_page(user: User, unit: Unit, now: datetime) -> OwedPage:
    """Everything open for ``unit`` in sight; as many queries for one row as for many."""
    found = owed_by(unit, user, now)
    rows = [(row, row.is_overdue(now)) for row in found]
    return OwedPage(
        rows=rows[:SHOWN],
        counts=list(Counter(str(row.kind) for row in found).items()),
        overdue=sum(is_overdue for _row, is_overdue in rows),
        more=max(0, len(rows) - SHOWN),
    )
