"""Reading the roster (通讯录): what an export holds, and the file kept between two steps."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from orgs.enums import SeatRole
from orgs.models import Grant, GroupSeat, LeadingGroup, Liaison, Person, StoredFile, Unit, User
from orgs.models import UnitGroup as Group

KEEPERS = ("administrator", "coordinator")


@dataclass(frozen=True)
class RosterData:
    """Units in tree order, their people, and which groups and seats they are in."""

    units: list[Unit]
    people: list[Person]
    groups_of: dict[int, list[str]]
    nearest: dict[str, int]

    def seats_of(self, person: Person) -> Iterator[str]:
        """Each seat as the roster writes it: with the group's name unless it is the nearest."""
        nearest = next(
            (self.nearest[path] for path in _upwards(person.unit.path) if path in self.nearest), 0
        )
        for seat in person.seats.all():
            word = str(SeatRole(seat.role).label)
            yield word if seat.group_id == nearest else f"{word}：{seat.group.name}"


def roster_data(user: User) -> RosterData:
    """The units in service that ``user`` looks after, with everything a row prints."""
    tops = list(user.top_units(KEEPERS)) if not user.is_superuser else None
    units = Unit.objects.visible_to(user).active()
    rows = units.select_related("parent").prefetch_related("aliases").order_by("path")
    kept = [unit for unit in rows if tops is None or _is_under(unit, tops)]
    keys = [unit.pk for unit in kept]
    grants = Grant.objects.in_force()
    seats = GroupSeat.objects.in_force().select_related("group")
    people = (
        Person.objects.visible_to(user)
        .working()
        .filter(unit__in=keys)
        .select_related("unit", "user")
        .prefetch_related(
            Prefetch("user__grants", grants),
            Prefetch("seats", seats),
            Prefetch("liaison_terms", Liaison.objects.current()),
        )
        .order_by("unit__path", "pk")
    )
    groups_of: dict[int, list[str]] = {}
    members = Group.units.through.objects.filter(unit__in=keys, unitgroup__owner__in=keys)
    for unit, name in members.order_by("unitgroup__name").values_list("unit_id", "unitgroup__name"):
        groups_of.setdefault(unit, []).append(name)
    groups = LeadingGroup.objects.visible_to(user).filter(to_on=None).order_by("-pk")
    nearest = dict(groups.values_list("unit__path", "pk"))
    return RosterData(kept, list(people), groups_of, nearest)


def kept_roster(user: User, key: object) -> StoredFile | None:
    """The roster that ``user`` uploaded under that key; nobody else's."""
    return StoredFile.objects.filter(pk=key, owner=f"orgs.roster:{user.pk}").first()


def _is_under(unit: Unit, tops: list[Unit]) -> bool:
    return any(unit.path.startswith(top.path) for top in tops)


def _upwards(path: str) -> list[str]:
    size = 5
    return [path[:end] for end in range(len(path), 0, -size)]
