"""The stage of the demo: units, people, accounts, leading group, groups of units."""

from dataclasses import dataclass, field

from orgs.actions.accounts import create_account
from orgs.actions.groups import create_group, seat_person
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person
from orgs.actions.unit_groups import create_unit_group
from orgs.actions.units import create_unit
from orgs.enums import LiaisonPost, Role
from orgs.models import LeadingGroup, Person, Unit, User

from .places import ACCOUNTS, GROUP, LIAISONS, UNIT_GROUPS, UNITS

MAIL = "%s@qinglan.example"


@dataclass
class Stage:
    """Who is there: units by code, people by name, accounts by name, a unit's reporter by code."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    reporters: dict[str, User] = field(default_factory=dict)
    group: LeadingGroup | None = None


def set_stage(password: str) -> Stage:
    """Make everybody who acts in the demo; the accounts for trying it get ``password``."""
    stage = Stage()
    for position, (code, name, short, kind, parent, aliases) in enumerate(UNITS, start=1):
        stage.units[code] = create_unit(
            stage.units.get(parent), code=code, name=name, short_name=short, kind=kind,
            position=position, aliases=aliases, by=None,
        )  # fmt: skip
    _appoint(stage)
    _give_accounts(stage, password)
    _seat(stage)
    for name, codes in UNIT_GROUPS.items():
        create_unit_group(
            stage.units["QL"],
            name=name,
            units=[stage.units[code] for code in codes],
            by=stage.users["coordinator"],
        )
    return stage


def _phone(number: int) -> str:
    return f"139{5550000 + number * 37:08d}"[:11]


def _person(stage: Stage, name: str, code: str, post: str) -> Person:
    if name not in stage.people:
        number = len(stage.people) + 1
        stage.people[name] = add_person(
            stage.units[code], name=name, post=post, phone=_phone(number),
            email=MAIL % f"p{number:03}", by=None,
        )  # fmt: skip
    return stage.people[name]


def _appoint(stage: Stage) -> None:
    for code, (first, post, second) in LIAISONS.items():
        appoint_liaison(stage.units[code], person=_person(stage, first, code, post), by=None)
        if second:
            appoint_liaison(
                stage.units[code],
                person=_person(stage, second, code, "干事"),
                post=LiaisonPost.DEPUTY,
                by=None,
            )


def _give_accounts(stage: Stage, password: str) -> None:
    for username, name, code, post, roles in ACCOUNTS:
        person = _person(stage, name, code, post)
        grants = [(role, stage.units[unit]) for role, unit in roles]
        user, _password = create_account(
            username=username, name=name, home_unit=stage.units[code], person=person,
            email=person.email, grants=grants, password=password, by=None,
        )  # fmt: skip
        stage.users[username] = user
        for role, unit in roles:
            if role == Role.REPORTER:
                stage.reporters[unit] = user
    for code, (first, _post, _second) in LIAISONS.items():
        if code not in stage.reporters:
            person = stage.people[first]
            stage.reporters[code], _password = create_account(
                username=code.lower(), name=first, home_unit=stage.units[code], person=person,
                email=person.email, grants=[(Role.REPORTER, stage.units[code])], by=None,
            )  # fmt: skip


def _seat(stage: Stage) -> None:
    coordinator = stage.users["coordinator"]
    stage.group = create_group(
        stage.units["QL"],
        name="青澜县打击治理电信网络诈骗工作领导小组",
        office_unit=stage.units["QL-GA"],
        by=coordinator,
    )
    for position, (name, code, post, seat) in enumerate(GROUP):
        seat_person(
            stage.group,
            person=_person(stage, name, code, post),
            role=seat,
            position=position,
            by=coordinator,
        )
