"""What people are reminded of, told by the apps that know it (pure registry).

A subject (reports, tasks, receipts …) registers itself in ``apps.ready``; the engine, the
preview and the log ask all of them alike.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

ASKED, BACK = "asked", "back"


@dataclass(frozen=True)
class Scope:
    """What a policy applies to: ``only`` one object, or all of the campaign ``but`` these."""

    campaign_id: int
    only: int | None = None
    but: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Thing:
    """One thing that one unit owes.

    ``about`` names it for good; ``key`` begins its occasions and changes with its due moment.
    ``label`` says for the page what it is, ``params`` goes into the words of its subject.
    ``told_at`` is when the unit heard of it last: steps up to then say nothing new.
    ``opens_at`` is when it will be owed: steps before it are never sent.
    ``also`` are keys of further accounts that look after it; ``group`` names what the units
    have in common, so that a group is told of it once.
    """

    about: str
    key: str
    unit: object
    due_at: datetime
    url: str
    label: str
    params: dict = field(default_factory=dict)
    is_back: bool = False
    told_at: datetime | None = None
    opens_at: datetime | None = None
    also: tuple[int, ...] = ()
    group: str = ""

    @property
    def is_forecast(self) -> bool:
        """Whether nobody owes it yet."""
        return self.opens_at is not None

    def occasion(self, minutes: int) -> str:
        """Names the reminder of a step about this thing."""
        return f"{self.key}:{minutes}"


class Subject(ABC):
    """A kind of thing that is owed; one instance each is registered.

    ``texts`` maps before, at_due, after, back, asked and group to a title and a text (message ids).
    """

    key: str = ""
    name: object = ""
    one: object = ""
    texts: dict[str, tuple[str, str]] = {}

    def objects(self, campaign: object) -> list[tuple[int, str]]:
        """Templates or tasks that may have a policy of their own, with their names."""
        return []

    @abstractmethod
    def moments(
        self, scope: Scope, after: datetime, until: datetime, now: datetime
    ) -> list[datetime]:
        """The due moments in the span at which somebody still owes something."""

    @abstractmethod
    def owed(self, scope: Scope, moments: Iterable[datetime], now: datetime) -> Iterable[Thing]:
        """What is still owed with one of these due moments, in the order of the tree."""

    @abstractmethod
    def coming(self, user: object, scope: Scope, until: datetime, now: datetime) -> Iterable[Thing]:
        """What the units that ``user`` looks after owe, and will owe by due moments to come."""

    @abstractmethod
    def still(self, abouts: Iterable[str]) -> dict[str, str]:
        """Which of the things still wait for their unit, with their present keys."""

    def room(self, object_id: int | None) -> tuple[int | None, int | None]:
        """How many minutes before and after the due moment somebody can owe it; None: no end."""
        return None, None


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Let the engine remind of ``subject``."""
    _subjects[subject.key] = subject


def subject_of(key: str) -> Subject | None:
    """The subject of that word; None when its app is gone."""
    return _subjects.get(key)


def subjects() -> list[Subject]:
    """All of them, in the order of their registration."""
    return list(_subjects.values())


def keys_of(abouts: Iterable[str], kind: str) -> list[int]:
    """The keys in names such as ``report:12`` of that kind."""
    found = (one.partition(":") for one in abouts)
    return [int(key) for name, _colon, key in found if name == kind and key.isdecimal()]
