"""Splitting units (拆分): new units beside the old one take what was chosen, the past stays.

A preview is the split itself, done and taken back, so that it never promises what the
split would refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.enums import LiaisonPost
from orgs.errors import OrgError
from orgs.handover import open_for_person
from orgs.models import Grant, Liaison, Person, Unit, User
from orgs.splitting import move_work, shared_of, take_shared, work_of

from .audit import record
from .scope import must_reach
from .tree import lock_tree
from .unit_checks import must_be_active, must_be_fresh, stale_unit
from .unit_merges import move_grants, must_not_widen
from .units import create_unit, hang_under


@dataclass(frozen=True)
class NewUnit:
    """A unit to be made by a split, and what goes there: keys of rows and of open work."""

    code: str
    name: str
    kind: str
    short_name: str = ""
    children: Sequence[int] = ()
    people: Sequence[int] = ()
    work: Sequence[str] = ()


@dataclass
class Split:
    """What a split did, or would do, for one new unit."""

    unit: Unit
    children: list[Unit] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    ended: list[Liaison] = field(default_factory=list)
    work: int = 0
    pieces: list[str] = field(default_factory=list)
    shared: list[tuple[str, list[str]]] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


@transaction.atomic
def split_unit(
    unit: Unit, *, into: Sequence[NewUnit], version: int, by: User | None
) -> list[Split]:
    """Make new units beside ``unit`` and give them what was chosen; the rest stays.

    Sub-units, people with their accounts and roles, and open work move; memberships, the
    duty to report and unit groups are taken on by every new unit and kept by the old one.
    Reports, finished work, terms and audit entries stay with the old unit. OrgError for a
    unit out of reach or out of service, a code or name that is taken, a thing that is not
    the unit's, its primary liaison, or a person whose open items would be left behind.
    """
    lock_tree()
    unit = Unit.objects.select_related("parent").get(pk=unit.pk)
    must_reach(by, "orgs.edit_unit", unit)
    must_be_fresh(unit, version)
    must_be_active(unit)
    if not into:
        raise OrgError(_("Give at least one new unit its name and code."))
    _must_be_chosen_once(into)
    done = [_split_off(unit, wanted, by) for wanted in into]
    kept = Unit.objects.filter(pk=unit.pk, version=version).update(version=F("version") + 1)
    if not kept:
        raise stale_unit(Unit.objects.get(pk=unit.pk))
    changes = {
        "into": [None, "、".join(split.unit.name for split in done)],
        "children": [0, sum(len(split.children) for split in done)],
        "people": [0, sum(len(split.people) for split in done)],
        "open_items": [0, sum(split.work for split in done)],
    }
    record("unit.split", unit, by=by, path=unit.path, changes=changes)
    return done


def split_preview(
    unit: Unit, *, into: Sequence[NewUnit], version: int, by: User | None
) -> list[Split]:
    """What :func:`split_unit` would do, or the OrgError it would raise; nothing is kept."""
    with transaction.atomic():
        done = split_unit(unit, into=into, version=version, by=by)
        transaction.set_rollback(True)
    return done


def _split_off(unit: Unit, wanted: NewUnit, by: User | None) -> Split:
    made = create_unit(
        unit.parent,
        code=wanted.code,
        name=wanted.name,
        short_name=wanted.short_name,
        kind=wanted.kind,
        by=by,
    )
    Unit.objects.filter(pk=made.pk).update(split_from=unit)
    split = Split(made, shared=shared_of(unit, by))
    split.children = _move_children(unit, wanted, made, by)
    split.people = _move_people(unit, wanted, made, by, split)
    split.pieces = _titles(unit, wanted.work, by)
    split.work = move_work(unit, wanted.work, made, by)
    for person in split.people:
        _must_leave_nothing(person, unit)
    take_shared(unit, made, by)
    split.groups = _join_groups(unit, made)
    return split


def _titles(unit: Unit, keys: Sequence[str], by: User | None) -> list[str]:
    """The chosen pieces of open work by name."""
    pieces = [piece for _work, pieces in work_of(unit, by) for piece in pieces]
    return [piece.title for piece in pieces if piece.key in keys]


def _must_be_chosen_once(into: Sequence[NewUnit]) -> None:
    for name in ("children", "people", "work"):
        chosen = [key for wanted in into for key in getattr(wanted, name)]
        if len(chosen) != len(set(chosen)):
            raise OrgError(_("Something was given to two new units. Choose one for each."))


def _move_children(unit: Unit, wanted: NewUnit, made: Unit, by: User | None) -> list[Unit]:
    children = list(unit.children.active().filter(pk__in=wanted.children).order_by("position"))
    if len(children) != len(wanted.children):
        raise OrgError(
            _("A unit chosen for %(new)s is not in service below %(unit)s any more. Look again.")
            % {"new": made, "unit": unit}
        )
    note = _("split from %(unit)s") % {"unit": unit}
    return [hang_under(child, made, by, note=note) for child in children]


def _move_people(
    unit: Unit, wanted: NewUnit, made: Unit, by: User | None, split: Split
) -> list[Person]:
    people = list(unit.people.filter(pk__in=wanted.people, left_on=None).order_by("name", "pk"))
    if len(people) != len(wanted.people):
        raise OrgError(
            _("Somebody chosen for %(new)s does not work for %(unit)s any more. Look again.")
            % {"new": made, "unit": unit}
        )
    _move_terms(unit, people, split)
    grants = unit.grants.in_force().filter(user__person__in=people)
    split.grants = list(grants.select_related("user", "unit"))
    must_not_widen(split.grants, made, by)
    move_grants(split.grants, made, by)
    Person.objects.filter(pk__in=wanted.people).update(unit=made, version=F("version") + 1)
    User.objects.filter(person__in=people).update(home_unit=made)
    for person in people:
        changes = {"unit": [unit.name, made.name]}
        record("person.moved", person, by=by, path=made.path, changes=changes)
    return people


def _move_terms(unit: Unit, people: list[Person], split: Split) -> None:
    """A backup's term ends with the move; the primary liaison stays or hands over first."""
    terms = list(unit.liaisons.current().filter(person__in=people).select_related("person"))
    for term in terms:
        if term.post == LiaisonPost.PRIMARY:
            raise OrgError(
                _(
                    "%(person)s is the primary liaison of %(unit)s. "
                    "Hand that over first, or let the person stay."
                )
                % {"person": term.person, "unit": unit}
            )
    Liaison.objects.filter(pk__in=[term.pk for term in terms]).update(to_on=clock.today())
    split.ended = terms


def _must_leave_nothing(person: Person, unit: Unit) -> None:
    items = open_for_person(person, unit)
    if items:
        listed = "、".join(f"{item.label} ({item.number})" for item in items)
        raise OrgError(
            _(
                "%(person)s looks after open items of %(unit)s: %(items)s. "
                "Let them go along, hand them over first, or let the person stay."
            )
            % {"person": person, "unit": unit, "items": listed}
        )


def _join_groups(unit: Unit, made: Unit) -> list[str]:
    """The new unit stands in the unit groups that the old one stands in."""
    groups = list(unit.in_groups.order_by("name"))
    for group in groups:
        group.units.add(made)
    return [group.name for group in groups]
