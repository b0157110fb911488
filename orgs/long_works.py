"""Long work of a person that is no job, told by the apps above (pure registry): files sent in.

An app whose pages take up long work of their own registers a teller here in ``apps.ready``;
the export centre lists all of it below the jobs and never points up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


@dataclass(frozen=True)
class LongWork:
    """One piece of work in words: what it is, of what, how far, and the page that shows it.

    ``state`` is one of the four above, ``words`` say it in full; ``done`` and ``total`` drive
    a progress bar while it runs. ``at`` is when it was begun.
    """

    title: str
    about: str
    state: str
    words: str
    at: datetime
    address: str
    done: int = 0
    total: int = 0
    icon: str = "file-spreadsheet"


Teller = Callable[[object, datetime], Iterable[LongWork]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Let ``teller(user, now)`` name the person's own long work, newest first, a few rows."""
    if teller not in _tellers:
        _tellers.append(teller)


def long_works(user: object, now: datetime) -> list[LongWork]:
    """Everything the person has under way or finished lately: newest first."""
    rows = [row for teller in _tellers for row in teller(user, now)]
    return sorted(rows, key=lambda row: row.at, reverse=True)
