"""The leading group that an imported plan names: set up with the persons it seats."""

from campaigns.enums import PieceKind, PieceState
from campaigns.import_words import is_masked
from campaigns.models import PlanImport
from orgs.actions.groups import create_group, seat_person
from orgs.actions.people import add_person
from orgs.models import LeadingGroup, Person, Unit, User
from orgs.queries.expressions import UnitReader


def make_group(plan: PlanImport, *, by: User) -> LeadingGroup:
    """The group with every confirmed seat that names a person; one not known yet is noted.

    A seat of a post or a unit alone stays in the plan's text. OrgError as from its actions.
    """
    reader = UnitReader(within=Unit.objects.under(plan.unit).active(), root=plan.unit)
    office = _only(reader, plan.office)
    name = plan.group_name or plan.title
    group = create_group(
        plan.unit, name=name, office_unit=office, from_on=None, by=by,
    )  # fmt: skip
    seats = plan.pieces.filter(kind=PieceKind.SEAT, state=PieceState.CONFIRMED)
    taken = set()
    for position, piece in enumerate(seats):
        fields = piece.fields
        person_name, role = fields.get("person", ""), fields.get("role", "member")
        if is_masked(person_name) or (person_name, role) in taken:
            continue
        taken.add((person_name, role))
        person = _person(plan, _only(reader, fields.get("unit", "")), fields, by)
        seat_person(group, person=person, role=role, position=position, by=by)
    return group


def _only(reader: UnitReader, words: str) -> Unit | None:
    found = reader.resolve(words).units
    return found[0] if len(found) == 1 else None


def _person(plan: PlanImport, unit: Unit | None, fields: dict[str, str], by: User) -> Person:
    """The person of that name in the unit, or the only one below the plan's unit."""
    known = Person.objects.filter(
        unit__path__startswith=plan.unit.path, name=fields["person"], left_on=None
    ).select_related("unit")
    if unit is not None:
        known = known.filter(unit=unit)
    found = list(known[:2])
    if len(found) == 1:
        return found[0]
    post = fields.get("post", "")[:60]
    return add_person(unit or plan.unit, name=fields["person"][:40], post=post, by=by)
