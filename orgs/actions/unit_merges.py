"""Merging a unit into another (合并): what is alive moves, what is past stays where it was."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.errors import OrgError
from orgs.granting import may_give, stand_apart
from orgs.handover import Open, move_unit_items, open_for_unit
from orgs.models import Grant, LeadingGroup, Liaison, Person, Unit, UnitAlias, UnitGroup, User

from .audit import gathered, record
from .scope import must_reach
from .tree import lock_tree
from .unit_checks import must_be_active, must_be_fresh, stale_unit
from .units import hang_under


@dataclass(frozen=True)
class MergePreview:
    """What a merge would move, and what would end for want of a place."""

    children: list[Unit]
    people: int
    users: int
    liaisons_moving: list[Liaison]
    liaisons_ending: list[Liaison]
    grants: list[Grant]
    aliases: list[str]
    groups: int
    open_items: list[Open]


def merge_preview(unit: Unit, into: Unit, *, by: User | None) -> MergePreview:
    """What :func:`merge_units` would do, or the OrgError it would raise; reads only."""
    must_reach(by, "orgs.edit_unit", unit)
    must_reach(by, "orgs.add_unit", into)
    _must_fit(unit, into)
    must_be_active(unit)
    must_be_active(into)
    taken = set(into.liaisons.current().values_list("post", flat=True))
    grants = list(unit.grants.in_force().select_related("user", "unit"))
    must_not_widen(grants, into, by)
    current = list(unit.liaisons.current().select_related("person"))
    return MergePreview(
        children=list(unit.children.active().order_by("position", "code")),
        people=unit.people.count(),
        users=unit.users.count(),
        liaisons_moving=[term for term in current if term.post not in taken],
        liaisons_ending=[term for term in current if term.post in taken],
        grants=grants,
        aliases=_new_aliases(unit, into),
        groups=unit.in_groups.count() + unit.unit_groups.count(),
        open_items=open_for_unit(unit),
    )


@transaction.atomic
@gathered()  # it goes through rows of many kinds; nobody waits for the trail between them
def merge_units(unit: Unit, *, into: Unit, version: int, by: User | None) -> Unit:
    """Merge ``unit`` into ``into``; returns the unit out of service that keeps the history.

    Sub-units, people, accounts, current liaisons, grants, names, groups and open items
    move. Where ``into`` has a liaison or a grant already, the moving one ends. Past terms,
    reports and audit entries stay with the old unit. OrgError for a merge out of reach,
    into itself or its own subtree.
    """
    lock_tree()
    unit, into = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=into.pk)
    must_be_fresh(unit, version)
    preview = merge_preview(unit, into, by=by)
    for child in preview.children:
        hang_under(child, into, by, note=_("merged from %(unit)s") % {"unit": unit})
    Person.objects.filter(unit=unit).update(unit=into, version=F("version") + 1)
    User.objects.filter(home_unit=unit).update(home_unit=into)
    _move_liaisons(preview, into)
    move_grants(preview.grants, into, by)
    UnitAlias.objects.bulk_create(UnitAlias(unit=into, text=text) for text in preview.aliases)
    _move_groups(unit, into)
    moved = move_unit_items(unit, into, by)
    closed = Unit.objects.filter(pk=unit.pk, version=unit.version).update(
        active_to=clock.today(), merged_into=into, version=F("version") + 1
    )
    if not closed:
        raise stale_unit(Unit.objects.get(pk=unit.pk))
    after = Unit.objects.get(pk=unit.pk)
    changes = {
        "merged_into": [None, into.name],
        "active_to": [None, after.active_to],
        "people": [preview.people, 0],
        "grants": [len(preview.grants), 0],
        "open_items": [moved, 0],
    }
    record("unit.merged", after, by=by, path=after.path, changes=changes)
    return after


def _must_fit(unit: Unit, into: Unit) -> None:
    if into.path.startswith(unit.path):
        raise OrgError(
            _("“%(unit)s” cannot be merged into “%(into)s”, which is itself or below it.")
            % {"unit": unit, "into": into}
        )


def must_not_widen(grants: list[Grant], into: Unit, by: User | None) -> None:
    """A merge hands nobody a role that ``by`` could not grant, nor two that stand apart."""
    for grant in grants:
        others = [h for h in grant.user.holdings if h.unit_id != grant.unit_id]
        given = by is None or by.is_superuser
        given = given or may_give(by.holdings, grant.role, into.path, campaign_id=grant.campaign_id)
        if not given or stand_apart(grant.role, into.path, others):
            raise OrgError(
                _(
                    "%(user)s holds the role “%(role)s” for %(unit)s, and you may not give it "
                    "for %(into)s. Ask the administrator to end it first, or to change the units."
                )
                % {
                    "user": grant.user,
                    "role": grant.get_role_display(),
                    "unit": grant.unit,
                    "into": into,
                }
            )


def _new_aliases(unit: Unit, into: Unit) -> list[str]:
    """The old unit's names as further names of the new one."""
    own = {into.name, into.short_name, *into.aliases.values_list("text", flat=True)}
    names = [unit.name, unit.short_name, *unit.aliases.values_list("text", flat=True)]
    return [text for text in dict.fromkeys(names) if text and text not in own]


def _move_liaisons(preview: MergePreview, into: Unit) -> None:
    today = clock.today()
    ended = [term.pk for term in [*preview.liaisons_moving, *preview.liaisons_ending]]
    Liaison.objects.filter(pk__in=ended).update(to_on=today)
    Liaison.objects.bulk_create(
        Liaison(unit=into, person=term.person, post=term.post, from_on=today)
        for term in preview.liaisons_moving
    )


def move_grants(grants: list[Grant], into: Unit, by: User | None) -> None:
    """End each grant and give the same over ``into`` to those who do not hold it there."""
    held = set(into.grants.in_force().values_list("user_id", "role", "campaign_id"))
    Grant.objects.filter(pk__in=[grant.pk for grant in grants]).update(ended_at=clock.now())
    Grant.objects.bulk_create(
        Grant(
            user_id=grant.user_id,
            role=grant.role,
            unit=into,
            campaign_id=grant.campaign_id,
            granted_by=by,
            granted_at=clock.now(),
        )
        for grant in grants
        if (grant.user_id, grant.role, grant.campaign_id) not in held
    )


def _move_groups(unit: Unit, into: Unit) -> None:
    """Take the old unit's place in unit groups; keep its own groups; close its leading group."""
    for group in unit.in_groups.all():
        group.units.remove(unit)
        group.units.add(into)
    taken = set(into.unit_groups.values_list("name", flat=True))
    for group in unit.unit_groups.all():
        name = f"{group.name} ({unit.name})"[:80] if group.name in taken else group.name
        UnitGroup.objects.filter(pk=group.pk).update(
            owner=into, name=name, version=F("version") + 1
        )
    LeadingGroup.objects.filter(unit=unit, to_on=None).update(
        to_on=clock.today(), version=F("version") + 1
    )
    LeadingGroup.objects.filter(office_unit=unit, to_on=None).update(
        office_unit=into, version=F("version") + 1
    )
