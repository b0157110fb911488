"""Who may do what in the organisation. *When* is the actions' business."""

import rules

from fraudwatch.lib.paths import depth

from .enums import CONTENT_READERS, Role

A, C, R, L = Role.ADMINISTRATOR, Role.COORDINATOR, Role.REPORTER, Role.LEADER
N, U = Role.INSPECTOR, Role.AUDITOR


@rules.predicate
def signed_in(user: object) -> bool:
    """Any account that is in use."""
    return bool(user.is_authenticated and user.is_active)


def holds(*roles: str) -> rules.Predicate:
    """A grant of one of the roles anywhere."""

    @rules.predicate(f"holds:{'|'.join(roles)}")
    def predicate(user: object) -> bool:
        return not user.roles.isdisjoint(roles)

    return predicate


def over_unit(*roles: str) -> rules.Predicate:
    """A grant of one of the roles over the unit at hand (or the unit of the object)."""

    @rules.predicate(f"over_unit:{'|'.join(roles)}")
    def predicate(user: object, about: object = None) -> bool:
        if about is None:
            return not user.roles.isdisjoint(roles)
        unit = getattr(about, "unit", None) or getattr(about, "home_unit", None) or about
        return user.reaches(roles, getattr(unit, "path", None), exact=unit.pk)

    return predicate


@rules.predicate
def below_own_root(user: object, about: object = None) -> bool:
    """Administrators over the unit; coordinators only below the unit their grant stands on."""
    if about is None:
        return not user.roles.isdisjoint((A, C))
    path = (getattr(about, "unit", None) or about).path
    if user.reaches((A,), path):
        return True
    return any(
        path != holding.path and path.startswith(holding.path)
        for holding in user.holdings
        if holding.role == C and holding.campaign_id is None
    )


@rules.predicate
def own(user: object, about: object = None) -> bool:
    """The object belongs to the person: an own notice, job or account."""
    if about is None:
        return True
    owner = getattr(about, "recipient_id", None) or getattr(about, "asked_by_id", None)
    return (owner or about.pk) == user.pk


@rules.predicate
def owns(user: object, about: object = None) -> bool:
    """The object was set up by the person."""
    return about is None or about.owner_id == user.pk


@rules.predicate
def keeps_site(user: object, about: object = None) -> bool:
    """An administrator over a whole tree: what counts for the whole site is theirs."""
    if user.is_superuser:
        return True
    return any(
        holding.role == A and holding.campaign_id is None and depth(holding.path) == 1
        for holding in user.holdings
    )


@rules.predicate
def over_channel(user: object, about: object = None) -> bool:
    """An administrator over the channel's unit; over the site for the site's mail server."""
    if about is not None and about.unit_id is None:
        return keeps_site(user)
    return over_unit(A)(user, about)


rules.add_perm("orgs.use_account", signed_in)
rules.add_perm("orgs.view_notice", signed_in & own)
rules.add_perm("orgs.view_job", signed_in & own)
rules.add_perm("orgs.edit_schedule", signed_in & owns)
rules.add_perm("orgs.download_file", signed_in)
rules.add_perm("orgs.view_unit", signed_in)
rules.add_perm("orgs.list_units", holds(A, C, L, N, U))
rules.add_perm("orgs.add_unit", over_unit(A, C))
rules.add_perm("orgs.edit_unit", below_own_root)
rules.add_perm("orgs.edit_unit_group", over_unit(A, C))
rules.add_perm("orgs.edit_person", over_unit(A, C))
rules.add_perm("orgs.import_roster", holds(A, C))
rules.add_perm("orgs.view_bases", over_unit(C, R, L, N, U))
rules.add_perm("orgs.edit_bases", over_unit(C, R))
rules.add_perm("orgs.import_bases", holds(C))
rules.add_perm("orgs.view_group", signed_in)
rules.add_perm("orgs.edit_group", over_unit(C))
rules.add_perm("orgs.edit_liaison", over_unit(A, C))
rules.add_perm("orgs.show_phone", over_unit(C, L, R))
rules.add_perm("orgs.enter_admin_tools", holds(A, C, L, U))
rules.add_perm("orgs.list_users", holds(A, C))
rules.add_perm("orgs.edit_user", over_unit(A, C))
rules.add_perm("orgs.end_grant", over_unit(A, C))
rules.add_perm("orgs.view_audit", holds(A, C, L, U))
rules.add_perm("orgs.export_audit", holds(A, U))
rules.add_perm("orgs.view_deliveries", holds(A, C))
rules.add_perm("orgs.view_channels", holds(A, C))
rules.add_perm("orgs.add_channel", holds(A))
rules.add_perm("orgs.edit_channel", over_channel)
rules.add_perm("orgs.view_engine", holds(A))
rules.add_perm("orgs.view_calendar", holds(A, C, L, N, U))
rules.add_perm("orgs.edit_calendar", keeps_site)

READERS = tuple(CONTENT_READERS)
