"""What an import of the roster would do: the plan that the page shows and the apply step runs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from orgs.models import GroupSeat, LeadingGroup, Person, Unit, User

from .roster_xlsx import Problem, RosterRow

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Change:
    """One fact before and after, in words."""

    label: str
    before: str
    after: str


@dataclass
class UnitPlan:
    """What happens to one row of the units' sheet."""

    row: RosterRow
    code: str
    name: str
    unit: Unit | None
    facts: dict[str, str]
    parent: str | None = None
    aliases: list[str] | None = None
    groups: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """``new``, ``changed`` or ``same``."""
        return NEW if self.unit is None else CHANGED if self.changes else SAME


@dataclass
class PersonPlan:
    """What happens to one row of the people's sheet."""

    row: RosterRow
    name: str
    unit: str
    person: Person | None
    facts: dict[str, str]
    moves: bool = False
    liaison: str = ""
    seats: list[tuple[LeadingGroup, str]] = field(default_factory=list)
    account: str = ""
    user: User | None = None
    roles: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """``new``, ``changed`` or ``same``."""
        return NEW if self.person is None else CHANGED if self.changes else SAME


@dataclass
class RosterPlan:
    """The whole: rows with their outcome, and all problems at once. Nothing is saved with one."""

    units: list[UnitPlan] = field(default_factory=list)
    people: list[PersonPlan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes_anything(self) -> bool:
        """Whether saving would write a row at all."""
        return any(row.outcome != SAME for row in [*self.units, *self.people])

    @property
    def new_accounts(self) -> list[PersonPlan]:
        """The rows that make an account."""
        return [row for row in self.people if row.account and row.user is None]

    def counts(self) -> list[tuple[str, int, int, int]]:
        """Per sheet: its name, new, changed and unchanged rows."""
        return [
            (_("Units"), *_counted(self.units)),
            (_("People"), *_counted(self.people)),
        ]


def _counted(rows: Iterable[UnitPlan | PersonPlan]) -> tuple[int, int, int]:
    outcomes = [row.outcome for row in rows]
    return outcomes.count(NEW), outcomes.count(CHANGED), outcomes.count(SAME)


def open_seats(people: Iterable[Person]) -> dict[int, set[tuple[int, str]]]:
    """The seats each person holds now: person to (group, role)."""
    held: dict[int, set[tuple[int, str]]] = {}
    keys = [person.pk for person in people]
    rows = GroupSeat.objects.in_force().filter(person__in=keys)
    for person, group, role in rows.values_list("person_id", "group_id", "role"):
        held.setdefault(person, set()).add((group, role))
    return held
