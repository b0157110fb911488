"""Everything that changes an account (账号): making, changing, disabling, passwords."""

import re
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.errors import OrgError
from orgs.granting import may_give
from orgs.models import Grant, PasswordHistory, Person, Unit, User
from orgs.passwords import KEPT, one_time_password
from orgs.queries.accounts import home_path, may_manage

from .audit import record
from .grants import grant_role, keep_an_administrator
from .lockout import unlock_account
from .sessions import end_sessions

USERNAME = re.compile(r"[\w.@+-]{2,60}")


@transaction.atomic
def create_account(
    *,
    username: str,
    name: str,
    home_unit: Unit,
    by: User | None,
    email: str = "",
    person: Person | None = None,
    grants: Sequence[tuple[str, Unit]] = (),
    password: str | None = "",
) -> tuple[User, str]:
    """Make an account with its first roles; returns it and the password to hand over.

    Without ``password`` it gets a one-time password that must be changed at the first
    sign-in and lapses after a week; with one (the demo) it stays as given; with ``None``
    (the roster) nobody signs in until an administrator hands a password over. OrgError when
    the name is taken or cannot be one, or ``by`` may not give one of the roles.
    """
    username = User.normalize_username(username).lower()
    if not USERNAME.fullmatch(username):
        raise OrgError(_("An account name has 2 to 60 letters, digits or . _ - + @ and no spaces."))
    _check_home(home_unit, by)
    handed_over = "" if password is None else password or one_time_password()
    user = User(
        username=username,
        name=name,
        email=email,
        home_unit=home_unit,
        person=person,
        must_change_password=not password,
        password_changed_at=clock.now(),
        date_joined=clock.now(),
    )
    user.set_password(handed_over or None)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as taken:
        raise OrgError(
            _("The account name “%(name)s” is taken. Choose another one.") % {"name": username}
        ) from taken
    changes = {"username": ["", username], "name": ["", name], "home_unit": ["", str(home_unit)]}
    record("account.created", user, by=by, path=home_unit.path, changes=changes, technical=True)
    for role, unit in grants:
        grant_role(user, role=role, unit=unit, by=by)
    return user, handed_over


@transaction.atomic
def edit_account(user: User, *, name: str, email: str, home_unit: Unit, by: User | None) -> None:
    """Change name, e-mail and unit of an account; only what differs is written."""
    check_may_manage(user, by)
    if home_unit.pk != user.home_unit_id:
        _check_home(home_unit, by)
    _write(user, by, name=name, email=email, home_unit=home_unit)


@transaction.atomic
def edit_own_email(user: User, *, email: str, by: User) -> None:
    """Let somebody change their own e-mail address; name and unit are the administrator's."""
    _write(user, by, email=email)


@transaction.atomic
def disable_account(user: User, *, by: User | None) -> None:
    """Close an account; its sessions end at once, what it did stays.

    OrgError for one's own account, and when a unit would be left without an administrator.
    """
    check_may_manage(user, by)
    if by is not None and by.pk == user.pk:
        raise OrgError(_("You cannot disable your own account. Ask another administrator."))
    theirs = user.grants.in_force().filter(role="administrator")
    for grant in theirs.select_related("unit"):
        keep_an_administrator(grant.unit, without=Grant.objects.filter(user=user))
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise OrgError(_("“%(user)s” is already disabled.") % {"user": user})
    user.is_active = False
    end_sessions(user, by=by)
    changes = {"is_active": [True, False]}
    record(
        "account.disabled", user, by=by, path=home_path(user), changes=changes, technical=True
    )  # fmt: skip


@transaction.atomic
def enable_account(user: User, *, by: User | None) -> None:
    """Open an account again with the roles it still holds."""
    check_may_manage(user, by)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise OrgError(_("“%(user)s” is already enabled.") % {"user": user})
    user.is_active = True
    changes = {"is_active": [False, True]}
    record("account.enabled", user, by=by, path=home_path(user), changes=changes, technical=True)


@transaction.atomic
def reset_password(user: User, *, by: User | None) -> str:
    """Give an account a new one-time password and return it; its sessions end at once.

    Wrong passwords counted so far are forgotten. OrgError for one's own account.
    """
    check_may_manage(user, by)
    if by is not None and by.pk == user.pk:
        raise OrgError(_("Change your own password on the password page."))
    handed_over = one_time_password()
    _set_password(user, handed_over, must_change=True)
    unlock_account(user, by=by)
    end_sessions(user, by=by)
    record("password.reset", user, by=by, path=home_path(user), technical=True)
    return handed_over


@transaction.atomic
def change_password(user: User, *, new: str, by: User, session_key: str = "") -> None:
    """Set the password somebody chose; every other session of theirs ends.

    The form has already asked for the old one and checked the new one by the policy.
    """
    _set_password(user, new, must_change=False)
    end_sessions(user, by=by, except_key=session_key)
    record("password.changed", user, by=by, path=home_path(user), technical=True)


def check_may_manage(user: User, by: User | None) -> None:
    """OrgError unless ``by`` looks after the account."""
    if not may_manage(by, user):
        raise OrgError(
            _(
                "You cannot change the account of %(user)s: it belongs to another unit or holds "
                "a role that you cannot give. Ask the administrator of a unit above."
            )
            % {"user": user}
        )


def _check_home(unit: Unit, by: User | None) -> None:
    if by is None or by.is_superuser:
        return
    if not may_give(by.holdings, "reporter", unit.path):
        raise OrgError(
            _("You do not look after accounts of “%(unit)s”. Choose another unit.") % {"unit": unit}
        )


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    now = clock.now()
    if user.has_usable_password():
        PasswordHistory.objects.create(user=user, password=user.password, set_at=now)
    old = user.former_passwords.values_list("pk", flat=True)[KEPT:]
    PasswordHistory.objects.filter(pk__in=list(old)).delete()
    user.set_password(password)
    user.must_change_password = must_change
    user.password_changed_at = now
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])


def _write(user: User, by: User | None, **wanted: object) -> None:
    changed = {field: value for field, value in wanted.items() if getattr(user, field) != value}
    if not changed:
        return
    shown = {field: [_shown(getattr(user, field)), _shown(new)] for field, new in changed.items()}
    User.objects.filter(pk=user.pk).update(**changed)
    for field, value in changed.items():
        setattr(user, field, value)
    record("account.changed", user, by=by, path=home_path(user), changes=shown, technical=True)


def _shown(value: object) -> str:
    return "" if value is None else str(value)
