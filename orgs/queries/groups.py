"""Leading groups as they are drawn: seats by rank, the office, member units by kind with duties."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.enums import SeatRole, UnitKind
from orgs.member_units import Membership, MemberUnit, membership_of
from orgs.models import GroupSeat, LeadingGroup, Unit, User
from orgs.terms import has_begun, is_over, overlapping

OFFICE = (SeatRole.OFFICE_HEAD, SeatRole.OFFICE_DEPUTY)
DEPUTIES = (SeatRole.EXECUTIVE_DEPUTY, SeatRole.DEPUTY)
TAGS = 12


@dataclass(frozen=True)
class KindGroup:
    """Member units of one kind: those with duties, those without, and the first few names."""

    kind: str
    label: str
    members: list[MemberUnit]

    @property
    def with_duties(self) -> list[MemberUnit]:
        """Those the plan gives a duty."""
        return [member for member in self.members if member.duties]

    @property
    def without_duties(self) -> list[MemberUnit]:
        """Those the plan gives no duty of their own."""
        return [member for member in self.members if not member.duties]

    @property
    def few(self) -> list[MemberUnit]:
        """As many as a box of the chart holds."""
        return self.members[:TAGS]

    @property
    def more(self) -> int:
        """How many do not fit."""
        return max(0, len(self.members) - TAGS)


@dataclass(frozen=True)
class Chart:
    """A leading group as it is drawn: seats in force by rank, others by their terms apart."""

    group: LeadingGroup
    leaders: list[GroupSeat]
    deputies: list[GroupSeat]
    office: list[GroupSeat]
    others: list[GroupSeat]
    coming: list[GroupSeat]
    past: list[GroupSeat]
    warning: str = ""
    membership: Membership | None = None
    kinds: list[KindGroup] = field(default_factory=list)

    @property
    def current(self) -> list[GroupSeat]:
        """All seats in force, in their official order."""
        return sorted([*self.leaders, *self.deputies, *self.office, *self.others], key=_rank)

    @property
    def heads(self) -> list[GroupSeat]:
        """Who directs the office."""
        return [seat for seat in self.office if seat.role == SeatRole.OFFICE_HEAD]

    @property
    def has_duties(self) -> bool:
        """Whether the plan gives any member unit a duty."""
        return any(kind.with_duties for kind in self.kinds)


def charts(user: User, unit: Unit) -> list[Chart]:
    """The leading groups of a unit in force, drawn; the first one with its member units."""
    groups = LeadingGroup.objects.visible_to(user).filter(unit=unit, to_on=None)
    found = list(groups.select_related("unit", "office_unit"))
    seats = GroupSeat.objects.filter(group__in=found).select_related("person__unit")
    by_group: dict[int, list[GroupSeat]] = {}
    for seat in seats.order_by("position", "pk"):
        by_group.setdefault(seat.group_id, []).append(seat)
    first = membership_of(found[0], user) if found else None
    return [
        drawn(group, by_group.get(group.pk, []), None if number else first)
        for number, group in enumerate(found)
    ]


def group_chart(user: User, group: LeadingGroup) -> Chart:
    """One group with its seats, and its member units as ``user`` sees them."""
    seats = list(group.seats.select_related("person__unit").order_by("position", "pk"))
    membership = membership_of(group, user)
    return drawn(group, seats, membership)


def drawn(
    group: LeadingGroup, seats: list[GroupSeat], membership: Membership | None = None
) -> Chart:
    """A group's seats sorted into the places of the chart."""
    today = clock.today()
    kept = [seat for seat in seats if not is_over(seat, today)]
    now = sorted((seat for seat in kept if has_begun(seat, today)), key=_rank)
    placed = (SeatRole.LEADER, *DEPUTIES, *OFFICE)
    past = [seat for seat in seats if is_over(seat, today)]
    return Chart(
        group,
        leaders=[seat for seat in now if seat.role == SeatRole.LEADER],
        deputies=[seat for seat in now if seat.role in DEPUTIES],
        office=[seat for seat in now if seat.role in OFFICE],
        others=[seat for seat in now if seat.role not in placed],
        coming=sorted((seat for seat in kept if not has_begun(seat, today)), key=_rank),
        past=sorted(past, key=lambda seat: (seat.to_on, seat.pk), reverse=True),
        warning=_two_leaders(kept),
        membership=membership,
        kinds=by_kind(membership.members if membership else []),
    )


def by_kind(members: list[MemberUnit]) -> list[KindGroup]:
    """Member units by kind, in the order of the kinds."""
    sorted_by: dict[str, list[MemberUnit]] = {}
    for member in members:
        sorted_by.setdefault(member.unit.kind, []).append(member)
    return [
        KindGroup(kind, str(UnitKind(kind).label), sorted_by[kind])
        for kind in UnitKind.values
        if kind in sorted_by
    ]


def _rank(seat: GroupSeat) -> tuple[int, int, int]:
    return SeatRole.values.index(seat.role), seat.position, seat.pk


def _two_leaders(seats: list[GroupSeat]) -> str:
    """The sentence when two are group leader on one day; documents name such, so it is said."""
    leaders = overlapping([seat for seat in seats if seat.role == SeatRole.LEADER])
    if not leaders:
        return ""
    names = "、".join(seat.person.name for seat in leaders)
    return _("Several group leaders at once: %(names)s. End one term if that is not meant.") % {
        "names": names
    }
