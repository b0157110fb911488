"""Checking a roster as a whole, and saving it: everything or nothing, through the same actions."""

from django.db import transaction
from django.utils.translation import gettext as _

from fraudwatch.lib.errors import DomainError
from orgs.actions.accounts import create_account
from orgs.actions.audit import gathered, record
from orgs.actions.grants import grant_role
from orgs.actions.groups import seat_person
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person, edit_person, move_person
from orgs.actions.tree import lock_tree
from orgs.actions.unit_groups import create_unit_group, edit_unit_group
from orgs.actions.units import create_unit, edit_unit, move_unit, set_aliases
from orgs.models import Person, Unit, UnitGroup, User

from .roster_people import check_people, known_people
from .roster_plan import NEW, SAME, PersonPlan, RosterPlan, UnitPlan
from .roster_units import check_units, known_units
from .roster_xlsx import Problem, RosterFile, RosterRow


class RosterRefused(DomainError):
    """The roster was not saved; ``problems`` says why, cell by cell."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("Nothing was saved: the roster has mistakes. Correct them first."))
        self.problems = problems

    @classmethod
    def with_first(cls, problems: list[Problem]) -> "RosterRefused":
        """The same, its sentence naming the first mistake, for who has no list before them."""
        first, refused = problems[0], cls(problems)
        refused.args = (f"{refused} {first.sheet} {first.cell}: {first.text}",)
        return refused


def plan_roster(file: RosterFile, *, by: User) -> RosterPlan:
    """What saving the file would do, and all that is wrong with it; reads only."""
    plan = RosterPlan(problems=list(file.problems))
    codes = {row.text("code") for row in file.units} | {row.text("unit") for row in file.people}
    codes |= {row.text("parent") for row in file.units}
    known = known_units(by, {code for code in codes if code})
    check_units(file.units, known, plan)
    check_people(file.people, known, known_people(file.people, known), plan)
    order = {name: n for n, name in enumerate(dict.fromkeys(r.sheet for r in _rows(file)))}
    plan.problems.sort(key=lambda found: (order.get(found.sheet, 0), _row_number(found.cell)))
    return plan


@transaction.atomic
def save_roster(file: RosterFile, *, by: User, digest: str = "") -> RosterPlan:
    """Save the roster, all of it or nothing; returns what was done.

    The file is checked again under the tree's lock, because others may have saved since
    the dry run. RosterRefused names every cell at fault.
    """
    lock_tree()
    plan = plan_roster(file, by=by)
    if plan.problems:
        raise RosterRefused(plan.problems)
    with gathered():
        units = _save_units(plan, by)
        for made in plan.people:
            if made.outcome != SAME:
                with _blamed(made.row, "name"):
                    _save_person(made, units, by)
    counts = {
        f"{name}_{what}": [0, number]
        for name, rows in (("units", plan.units), ("people", plan.people))
        for what, number in (
            ("new", sum(row.outcome == NEW for row in rows)),
            ("changed", sum(row.outcome not in (NEW, SAME) for row in rows)),
        )
    }
    top = by.top_units(["administrator", "coordinator"]).first()
    path = top.path if top else ""
    record("roster.imported", top, by=by, path=path, changes=counts, note=f"sha256 {digest}")
    return plan


def _save_units(plan: RosterPlan, by: User) -> dict[str, Unit]:
    """Parents before children; answers every unit of the file by its code."""
    planned = {made.code: made for made in plan.units}
    units: dict[str, Unit] = {}

    def save(made: UnitPlan) -> Unit:
        if made.code in units:
            return units[made.code]
        if made.parent in planned:
            parent = save(planned[made.parent])
        else:
            parent = Unit.objects.filter(code=made.parent).first() if made.parent else None
        with _blamed(made.row, "code"):
            units[made.code] = _save_unit(made, parent, by)
        return units[made.code]

    for made in plan.units:
        save(made)
    _join_groups(plan, units, by)
    return units


def _save_unit(made: UnitPlan, parent: Unit | None, by: User) -> Unit:
    if made.unit is None:
        return create_unit(
            parent, code=made.code, aliases=made.aliases or (), by=by,
            **({"short_name": ""} | made.facts),
        )  # fmt: skip
    unit = made.unit
    if made.outcome == SAME:
        return unit
    if made.facts:
        unit = edit_unit(unit, version=unit.version, by=by, **made.facts)
    if parent is not None and parent.pk != unit.parent_id:
        unit = move_unit(unit, to=parent, version=unit.version, by=by)
    if made.aliases:
        set_aliases(unit, made.aliases, by=by)
    return unit


def _join_groups(plan: RosterPlan, units: dict[str, Unit], by: User) -> None:
    """Put units into the group of each name; a new group is kept at the user's top unit."""
    tops = list(by.top_units(["administrator", "coordinator"]))
    joining: dict[tuple[str, Unit], list[UnitPlan]] = {}
    for made in plan.units:
        unit = units[made.code] = Unit.objects.get(pk=units[made.code].pk)
        keeper = next((top for top in tops if unit.path.startswith(top.path)), unit)
        for name in made.groups:
            joining.setdefault((name, keeper), []).append(made)
    for (name, keeper), rows in joining.items():
        with _blamed(rows[0].row, "groups"):
            _join(name, keeper, [units[made.code] for made in rows], by)


def _join(name: str, keeper: Unit, units: list[Unit], by: User) -> None:
    groups = UnitGroup.objects.filter(name=name, owner__path__startswith=keeper.path)
    group = groups.select_related("owner").order_by("owner__depth", "pk").first()
    if group is None:
        create_unit_group(keeper, name=name, units=units, by=by)
    else:
        members = [*group.units.all(), *units]
        edit_unit_group(group, version=group.version, name=name, units=members, by=by)


def _save_person(made: PersonPlan, units: dict[str, Unit], by: User) -> None:
    unit = units.get(made.unit) or Unit.objects.get(code=made.unit)
    person = made.person
    if person is None:
        person = add_person(unit, by=by, **made.facts)
    else:
        if made.facts:
            person = edit_person(person, version=person.version, by=by, **made.facts)
        if made.moves:
            person = move_person(person, to=unit, version=person.version, by=by)
    if made.account and made.user is None:
        _open_account(made, person, unit, by)
    elif made.user:
        for role in made.roles:
            grant_role(made.user, role=role, unit=unit, by=by)
    if made.liaison:
        appoint_liaison(unit, person=person, post=made.liaison, by=by)
    for group, role in made.seats:
        seat_person(group, person=person, role=role, by=by)


def _open_account(made: PersonPlan, person: Person, unit: Unit, by: User) -> None:
    """An account without a password: nobody signs in until an administrator hands one over."""
    create_account(
        username=made.account,
        name=person.name,
        email=person.email,
        home_unit=unit,
        person=person,
        grants=[(role, unit) for role in made.roles],
        password=None,
        by=by,
    )


class _blamed:  # noqa: N801 - reads as a clause
    """Name the cell at which an action refused."""

    def __init__(self, row: RosterRow, key: str) -> None:
        self.row, self.key = row, key

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type | None, error: Exception | None, trace: object) -> None:
        if isinstance(error, DomainError) and not isinstance(error, RosterRefused):
            raise RosterRefused([self.row.problem(self.key, str(error))]) from error


def _rows(file: RosterFile) -> list[RosterRow]:
    return [*file.units, *file.people]


def _row_number(cell: str) -> tuple[int, str]:
    digits = "".join(sign for sign in cell if sign.isdigit())
    return int(digits or 0), cell
