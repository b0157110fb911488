"""Which accounts are told about what happens to a unit."""

from collections.abc import Iterable

from django.db.models import Q

from fraudwatch.lib.paths import ancestors
from orgs.enums import LiaisonPost, Role
from orgs.models import Grant, Liaison, Unit, User


def _grants(role: str, campaign_id: int | None) -> "Grant.objects":
    return (
        Grant.objects.in_force()
        .filter(Q(campaign_id=None) | Q(campaign_id=campaign_id))
        .filter(role=role, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )


def reporters_of(units: Iterable[Unit], *, campaign_id: int | None = None) -> dict[int, list[User]]:
    """The reporters of each unit by its key; a unit without any has an empty list."""
    found: dict[int, list[User]] = {unit.pk: [] for unit in units}
    for grant in _grants(Role.REPORTER, campaign_id).filter(unit_id__in=found):
        if grant.user not in found[grant.unit_id]:
            found[grant.unit_id].append(grant.user)
    return found


def deputies_of(units: Iterable[Unit]) -> dict[int, list[User]]:
    """The accounts of each unit's backup liaison (B 岗) by the unit's key, if there are any."""
    found: dict[int, list[User]] = {unit.pk: [] for unit in units}
    terms = Liaison.objects.current().filter(
        post=LiaisonPost.DEPUTY, unit_id__in=found, person__user__is_active=True
    )
    for term in terms.select_related("person__user"):
        found[term.unit_id].append(term.person.user)
    return found


def coordinators_over(unit: Unit, *, campaign_id: int | None = None) -> list[User]:
    """The coordinators nearest to ``unit``: at it, else at the first unit above that has any."""
    grants = list(
        _grants(Role.COORDINATOR, campaign_id)
        .filter(unit__path__in=ancestors(unit.path))
        .select_related("user", "unit")
    )
    nearest = max((grant.unit.depth for grant in grants), default=0)
    return list(dict.fromkeys(grant.user for grant in grants if grant.unit.depth == nearest))


def coordinators_at(unit: Unit, *, campaign_id: int | None = None) -> list[User]:
    """The coordinators of exactly this unit; those above it do not count."""
    grants = _grants(Role.COORDINATOR, campaign_id).filter(unit=unit)
    return list(dict.fromkeys(grant.user for grant in grants))


def heads_of(units: Iterable[Unit], *, campaign_id: int | None = None) -> dict[int, list[User]]:
    """Those who lead each unit (分管领导): leaders granted exactly there, by the unit's key."""
    found: dict[int, list[User]] = {unit.pk: [] for unit in units}
    for grant in _grants(Role.LEADER, campaign_id).filter(unit_id__in=found):
        if grant.user not in found[grant.unit_id]:
            found[grant.unit_id].append(grant.user)
    return found


def coordinators_between(
    units: Iterable[Unit], owner: Unit, *, campaign_id: int | None = None
) -> dict[int, list[User]]:
    """The coordinators nearest above each unit, below ``owner`` (镇街负责人), by the unit's key."""
    units = list({unit.pk: unit for unit in units}.values())
    above = {path for unit in units for path in ancestors(unit.path)}
    grants = _grants(Role.COORDINATOR, campaign_id).filter(unit__path__in=above - {owner.path})
    at: dict[str, list[User]] = {}
    for grant in grants.filter(unit__depth__gt=owner.depth).select_related("user", "unit"):
        at.setdefault(grant.unit.path, []).append(grant.user)
    found: dict[int, list[User]] = {}
    for unit in units:
        nearest = max((path for path in ancestors(unit.path) if path in at), key=len, default="")
        found[unit.pk] = list(dict.fromkeys(at.get(nearest, ())))
    return found
