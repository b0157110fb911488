"""Giving and ending roles (角色授权)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.paths import ancestors
from orgs.enums import Role
from orgs.errors import OrgError
from orgs.granting import may_give, stand_apart
from orgs.models import Grant, Unit, User
from orgs.queries.accounts import holdings_of

from .audit import record


@transaction.atomic
def grant_role(
    user: User, *, role: str, unit: Unit, by: User | None, campaign_id: int | None = None
) -> Grant:
    """Give ``user`` a role over ``unit`` and what lies below; it counts from the next request.

    OrgError when ``by`` may not give it there, gives it to themselves, when it would join
    administrator and auditor of one unit in one person, or when it is held already.
    ``by`` is None for the server's own commands.
    """
    _check_giver(user, role, unit, campaign_id, by)
    if stand_apart(role, unit.path, holdings_of(user)):
        raise OrgError(
            _(
                "One person cannot be administrator and auditor of the same units. "
                "Give one of the two roles to somebody else."
            )
        )
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                user=user, role=role, unit=unit, campaign_id=campaign_id, granted_by=by,
                granted_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as twice:
        raise OrgError(_("%(user)s already holds this role there.") % {"user": user}) from twice
    changes = {"role": ["", role], "unit": ["", str(unit)], "campaign_id": [None, campaign_id]}
    record("grant.added", user, by=by, path=unit.path, changes=changes, technical=True)
    return grant


@transaction.atomic
def end_grant(grant: Grant, *, by: User | None) -> None:
    """End a role; it stops counting with the next request.

    OrgError when ``by`` could not give it, when it has ended already, or when the unit
    would be left without an administrator.
    """
    if by is not None and not by.is_superuser:
        held = by.holdings
        if not may_give(held, grant.role, grant.unit.path, campaign_id=grant.campaign_id):
            raise OrgError(_may_not(grant.role, grant.unit))
    if grant.role == Role.ADMINISTRATOR:
        keep_an_administrator(grant.unit, without=Grant.objects.filter(pk=grant.pk))
    ended = Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=clock.now())
    if not ended:
        raise OrgError(_("This role has already ended."))
    changes = {"role": [grant.role, ""], "unit": [str(grant.unit), ""]}
    record(
        "grant.ended", grant.user, by=by, path=grant.unit.path, changes=changes, technical=True
    )  # fmt: skip


def keep_an_administrator(unit: Unit, *, without: object) -> None:
    """OrgError if ``unit`` had no administrator left at it or above without these grants.

    Locks the administrators' grants and then looks again, so that two cannot let each
    other go at once.
    """
    keepers = Grant.objects.in_force().filter(role=Role.ADMINISTRATOR, campaign_id=None)
    keepers = keepers.filter(unit__path__in=ancestors(unit.path))
    list(
        keepers.order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .values_list("pk", flat=True)
    )
    left = keepers.filter(user__is_active=True).exclude(pk__in=without.values("pk"))
    if not left.exists():
        raise OrgError(
            _(
                "“%(unit)s” would have no administrator left. "
                "Make somebody else administrator first."
            )
            % {"unit": unit}
        )


def _check_giver(
    user: User, role: str, unit: Unit, campaign_id: int | None, by: User | None
) -> None:
    if role not in Role.values:
        raise OrgError(_("Choose a role."))
    if not unit.is_active:
        raise OrgError(_("“%(unit)s” is out of service. Choose another unit.") % {"unit": unit})
    if by is None or by.is_superuser:
        return
    if by.pk == user.pk:
        raise OrgError(_("Nobody gives a role to themselves. Ask another administrator."))
    if not may_give(by.holdings, role, unit.path, campaign_id=campaign_id):
        raise OrgError(_may_not(role, unit))


def _may_not(role: str, unit: Unit) -> str:
    return _(
        "You cannot give or end the role “%(role)s” for “%(unit)s”. "
        "Ask the administrator of a unit above."
    ) % {"role": Role(role).label, "unit": unit}
