"""Reading accounts: who looks after whom, and what the account pages show."""

from django.db.models import Prefetch, Q, QuerySet

from fraudwatch.lib.paths import under
from orgs.enums import Role
from orgs.granting import may_give
from orgs.models import Grant, Holding, Unit, User

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})


def home_path(user: User) -> str:
    """The path of the unit the account belongs to; empty without one."""
    return user.home_unit.path if user.home_unit_id else ""


def holdings_of(user: User) -> list[Holding]:
    """The grants in force of an account, enabled or not."""
    rows = user.grants.in_force().values_list("role", "unit_id", "unit__path", "campaign_id")
    return [Holding(*row) for row in rows]


def may_manage(by: User | None, user: User) -> bool:
    """Whether ``by`` may change, disable or reset ``user``; None is the server's own command.

    The home unit must lie in a subtree that ``by`` looks after, and every role the account
    holds must be one that ``by`` could give: otherwise a new password would be a way up.
    """
    if by is None or by.is_superuser:
        return True
    if user.is_superuser or not user.home_unit_id:
        return False
    if not may_give(by.holdings, Role.REPORTER, home_path(user)):
        return False
    return all(
        may_give(by.holdings, held.role, held.path, campaign_id=held.campaign_id)
        for held in holdings_of(user)
    )


def kept_units(user: User) -> QuerySet[Unit]:
    """The units whose accounts ``user`` looks after, parents before children."""
    found = Unit.objects.active().order_by("path")
    if user.is_superuser:
        return found
    clause = Q(pk=None)
    for held in user.holdings:
        if held.role in KEEPERS and not held.campaign_id:
            clause |= under(held.path)
    return found.filter(clause)


def kept_accounts(user: User) -> QuerySet[User]:
    """The accounts ``user`` looks after, by unit and name, with their roles in force."""
    grants = Grant.objects.in_force().select_related("unit").order_by("role", "unit__path")
    return (
        User.objects.visible_to(user)
        .filter(Q(home_unit__in=kept_units(user)) | Q(pk=user.pk))
        .select_related("home_unit")
        .prefetch_related(Prefetch("grants", grants, to_attr="roles_held"))
        .order_by("home_unit__path", "username")
    )


def found_accounts(
    accounts: QuerySet[User], *, text: str = "", unit: Unit | None = None, role: str = "", state=""
) -> QuerySet[User]:
    """The accounts that match what was asked for on the list page."""
    if text:
        accounts = accounts.filter(
            Q(username__icontains=text) | Q(name__icontains=text) | Q(email__icontains=text)
        )
    if unit:
        accounts = accounts.filter(under(unit.path, "home_unit__path"))
    if role:
        accounts = accounts.filter(
            pk__in=Grant.objects.in_force().filter(role=role).values("user_id")
        )
    if state:
        accounts = accounts.filter(is_active=state == "enabled")
    return accounts


def roles_to_give(user: User) -> list[tuple[str, str]]:
    """The roles that ``user`` can give somewhere."""
    units = [held.path for held in user.holdings if held.role in KEEPERS]
    below = [path + "0000." for path in units]  # a place strictly below, real or not
    return [
        (role.value, role.label)
        for role in Role
        if user.is_superuser
        or any(may_give(user.holdings, role, path) for path in [*units, *below])
    ]
