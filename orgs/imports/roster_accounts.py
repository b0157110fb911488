"""Checking the accounts and roles of a roster's people: nobody gives more than they may."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from orgs.actions.accounts import USERNAME
from orgs.enums import Role
from orgs.granting import may_give, stand_apart
from orgs.models import User
from orgs.names import split_words
from orgs.roster import PERSON_COLUMNS, folded

from .roster_plan import Change, PersonPlan, RosterPlan, UnitPlan
from .roster_units import KnownUnits, parent_code
from .roster_xlsx import RosterRow

PERSON_LABELS = {column.key: column.label for column in PERSON_COLUMNS}


def check_account(
    made: PersonPlan,
    known: KnownUnits,
    words: dict[str, str],
    plan: RosterPlan,
    accounts: dict[str, RosterRow],
) -> None:
    """The account and its roles: new ones are made, missing roles are given, none is taken."""
    wanted = split_words(made.row.values.get("role"))
    if not made.account:
        if wanted:
            sentence = _("Give an account name, or leave the role empty.")
            plan.problems.append(made.row.problem("account", sentence))
        return
    if made.account in accounts:
        sentence = _("The account “%(account)s” stands twice, here and in row %(row)d.")
        about = {"account": made.account, "row": accounts[made.account].number}
        plan.problems.append(made.row.problem("account", sentence % about))
        return
    accounts[made.account] = made.row
    problem = _account_problem(made)
    if problem:
        plan.problems.append(made.row.problem("account", problem))
        return
    if made.user is None:
        made.changes.append(Change(str(PERSON_LABELS["account"]), "", made.account))
    _check_roles(made, wanted, known, words, plan)


def _check_roles(
    made: PersonPlan, wanted: list[str], known: KnownUnits, words: dict[str, str], plan: RosterPlan
) -> None:
    path = _path(made.unit, known, {row.code: row for row in plan.units})
    held = [grant for grant in made.user.grants.all() if not grant.ended_at] if made.user else []
    for typed in wanted:
        role = words.get(folded(typed))
        problem = _role_problem(role, path, held, known.by)
        if problem:
            plan.problems.append(made.row.problem("role", problem))
        elif not any(grant.role == role and grant.unit.code == made.unit for grant in held):
            made.roles.append(role)
            made.changes.append(Change(str(PERSON_LABELS["role"]), "", str(Role(role).label)))
    together = [_Held(role, path) for role in made.roles]
    if any(stand_apart(role, path, together) for role in made.roles):
        sentence = _("One person cannot be administrator and auditor of the same units.")
        plan.problems.append(made.row.problem("role", sentence))


@dataclass(frozen=True)
class _Held:
    """A role over a path, as :func:`stand_apart` reads it."""

    role: str
    path: str


def _account_problem(made: PersonPlan) -> str:
    if not USERNAME.fullmatch(made.account):
        return _("An account name has 2 to 60 letters, digits or . _ - + @ and no spaces.")
    if made.person and made.user is None:
        own = getattr(made.person, "user", None)
        if own is not None:
            return _("%(person)s already has the account “%(account)s”.") % {
                "person": made.person,
                "account": own.username,
            }
    if made.user and (made.person is None or made.user.person_id != made.person.pk):
        return _("The account name “%(name)s” is taken. Choose another one.") % {
            "name": made.account
        }
    return ""


def _role_problem(role: str | None, path: str, held: list, by: User) -> str:
    if role is None:
        accepted = ", ".join(str(label) for label in Role.labels)
        return _("Write one of: %(words)s.") % {"words": accepted}
    if not by.is_superuser and not may_give(by.holdings, role, path):
        if any(grant.role == role and grant.unit.path == path for grant in held):
            return ""
        return _("You may not give the role “%(role)s” for this unit.") % {"role": Role(role).label}
    others = [_Held(grant.role, grant.unit.path) for grant in held]
    if stand_apart(role, path, others):
        return _("One person cannot be administrator and auditor of the same units.")
    return ""


def _path(code: str, known: KnownUnits, planned: dict[str, UnitPlan]) -> str:
    """The unit's path; for a new unit one strictly below that of the nearest known unit."""
    if code in known.units:
        return known.units[code].path
    here: str | None = code
    seen: set[str] = set()
    while here and here not in known.units and here not in seen:
        seen.add(here)
        here = parent_code(here, planned, known)
    return known.units[here].path + "0000." if here in known.units else ""
