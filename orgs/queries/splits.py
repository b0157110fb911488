"""What of a unit may go to new units when it is split."""

from dataclasses import dataclass

from orgs.models import Person, Unit, User
from orgs.splitting import Piece, shared_of, work_of


@dataclass(frozen=True)
class Divisible:
    """Sub-units in service, people at work, open work by kind; and what every part takes on."""

    unit: Unit
    children: list[Unit]
    people: list[Person]
    primary: Person | None
    work: list[tuple[str, list[Piece]]]
    shared: list[tuple[str, list[str]]]

    @property
    def pieces(self) -> list[Piece]:
        """The open work of all kinds."""
        return [piece for _label, pieces in self.work for piece in pieces]

    def left(self, splits: list) -> dict[str, int]:
        """How much of each stays with the unit after these splits."""
        return {
            "children": len(self.children) - sum(len(split.children) for split in splits),
            "people": len(self.people) - sum(len(split.people) for split in splits),
            "work": len(self.pieces) - sum(split.work for split in splits),
        }


def divisible(user: User, unit: Unit) -> Divisible:
    """What ``user`` may divide of ``unit``; as many queries for one row as for many."""
    primary = unit.liaisons.current().filter(post="primary").select_related("person").first()
    people = Person.objects.visible_to(user).working().filter(unit=unit).order_by("name", "pk")
    return Divisible(
        unit=unit,
        children=list(unit.children.active().in_tree_order()),
        people=list(people),
        primary=primary.person if primary else None,
        work=[(str(work.label), pieces) for work, pieces in work_of(unit, user)],
        shared=shared_of(unit, user),
    )
