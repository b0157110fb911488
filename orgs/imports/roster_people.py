"""Checking the people of a roster: who is new, who differs, which posts and accounts they get."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from fraudwatch.lib.secrets import mask_phone
from orgs.actions.people import cleaned_person
from orgs.enums import LiaisonPost, SeatRole
from orgs.errors import OrgError
from orgs.models import LeadingGroup, Liaison, Person, User
from orgs.names import clean_code, clean_name, split_words
from orgs.roster import (
    LIAISON_LABELS,
    PERSON_COLUMNS,
    folded,
    liaison_words,
    role_words,
    seat_words,
)

from .roster_accounts import check_account
from .roster_plan import Change, PersonPlan, RosterPlan, UnitPlan, open_seats
from .roster_units import KnownUnits, parent_code
from .roster_xlsx import RosterRow

LABELS = {column.key: column.label for column in PERSON_COLUMNS}


@dataclass
class KnownPeople:
    """The people of the units in the file, their posts and seats, and accounts by name."""

    by_name: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    liaisons: dict[tuple[str, str], int] = field(default_factory=dict)
    seats: dict[int, set[tuple[int, str]]] = field(default_factory=dict)
    groups: list[LeadingGroup] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)


def known_people(rows: list[RosterRow], known: KnownUnits) -> KnownPeople:
    """What the check needs to know; seven queries whatever the size."""
    codes = {clean_code(row.values.get("unit")) for row in rows}
    keys = [known.units[code].pk for code in codes & set(known.units)]
    names = {row.text("account").lower() for row in rows if row.text("account")}
    found = KnownPeople()
    accounts = User.objects.filter(username__in=names).select_related("person__unit")
    found.users = {user.username: user for user in accounts.prefetch_related("grants__unit")}
    people = list(Person.objects.working().filter(unit__in=keys).select_related("unit", "user"))
    for person in people:
        found.by_name.setdefault((person.unit.code, person.name), []).append(person)
    people += [user.person for user in found.users.values() if user.person]
    found.seats = open_seats(people)
    for term in Liaison.objects.current().filter(unit__in=keys).select_related("unit"):
        found.liaisons[(term.unit.code, term.post)] = term.person_id
    groups = LeadingGroup.objects.visible_to(known.by).filter(to_on=None)
    found.groups = list(groups.select_related("unit").order_by("pk"))
    found.words = {
        "liaison": liaison_words(), "seat": seat_words(), "role": role_words(),
    }  # fmt: skip
    return found


def check_people(
    rows: list[RosterRow], known: KnownUnits, people: KnownPeople, plan: RosterPlan
) -> None:
    """Fill the plan's people and problems from the sheet's rows."""
    first: dict[tuple[str, str], RosterRow] = {}
    posts: dict[tuple[str, str], RosterRow] = {}
    accounts: dict[str, RosterRow] = {}
    planned = {made.code: made for made in plan.units}
    for row in rows:
        name, unit = clean_name(row.values.get("name")), clean_code(row.values.get("unit"))
        if not _place_is_right(row, name, unit, known, planned, plan):
            continue
        if (unit, name) in first:
            sentence = _("“%(name)s” stands twice for this unit, here and in row %(row)d.")
            about = {"name": name, "row": first[(unit, name)].number}
            plan.problems.append(row.problem("name", sentence % about))
            continue
        first[(unit, name)] = row
        made = PersonPlan(row, name, unit, None, {})
        try:
            _find(made, people)
        except OrgError as error:
            plan.problems.append(row.problem("account" if made.account else "name", str(error)))
            continue
        _facts(made, plan)
        _liaison(made, people, plan, posts)
        _seats(made, known, people, planned, plan)
        check_account(made, known, people.words["role"], plan, accounts)
        plan.people.append(made)


def _place_is_right(
    row: RosterRow,
    name: str,
    unit: str,
    known: KnownUnits,
    planned: dict[str, UnitPlan],
    plan: RosterPlan,
) -> bool:
    before = len(plan.problems)
    if not name:
        plan.problems.append(row.problem("name", _("Give the person's name.")))
    there = known.units.get(unit)
    if not unit:
        plan.problems.append(row.problem("unit", _("Give the code of the person's unit.")))
    elif unit in known.foreign or (there and not known.reached(there)):
        sentence = _("The code “%(code)s” belongs to a unit you do not look after.")
        plan.problems.append(row.problem("unit", sentence % {"code": unit}))
    elif there is None and unit not in planned:
        sentence = _("There is no unit with the code “%(code)s” here or among your units.")
        plan.problems.append(row.problem("unit", sentence % {"code": unit}))
    elif there and not there.is_active:
        sentence = _("“%(unit)s” is out of service. Choose another unit.")
        plan.problems.append(row.problem("unit", sentence % {"unit": there}))
    return len(plan.problems) == before


def _find(made: PersonPlan, people: KnownPeople) -> None:
    """Who is meant: the account's person if there is one, else the namesake in the unit."""
    made.account = made.row.text("account").lower()
    made.user = people.users.get(made.account)
    if made.user and made.user.person and not made.user.person.left_on:
        made.person = made.user.person
        made.moves = made.person.unit.code != made.unit
        if made.person.name != made.name:
            raise OrgError(
                _("The account “%(account)s” belongs to %(person)s.")
                % {"account": made.account, "person": made.person}
            )
        return
    namesakes = people.by_name.get((made.unit, made.name), [])
    if len(namesakes) > 1:
        raise OrgError(
            _("The unit has %(n)d people of this name. Change them on the unit's page.")
            % {"n": len(namesakes)}
        )
    made.person = namesakes[0] if namesakes else None


def _facts(made: PersonPlan, plan: RosterPlan) -> None:
    person = made.person
    for key in ("name", "post", "phone", "email"):
        typed = made.row.values.get(key)
        if typed is None or (key == "name" and person):
            continue
        if key == "phone" and person and str(typed).strip() == mask_phone(person.phone):
            continue
        try:
            made.facts[key] = cleaned_person({key: typed})[key]
        except OrgError as error:
            plan.problems.append(made.row.problem(key, str(error)))
    if person is None:
        return
    for key, value in list(made.facts.items()):
        before = getattr(person, key)
        if before == value:
            del made.facts[key]
        else:
            shown = (mask_phone(before), mask_phone(value)) if key == "phone" else (before, value)
            made.changes.append(Change(str(LABELS[key]), *shown))
    if made.moves:
        made.changes.append(Change(str(LABELS["unit"]), person.unit.code, made.unit))


def _liaison(
    made: PersonPlan, people: KnownPeople, plan: RosterPlan, posts: dict[tuple[str, str], RosterRow]
) -> None:
    typed = made.row.text("liaison")
    if not typed:
        return
    post = people.words["liaison"].get(folded(typed))
    if post is None:
        accepted = ", ".join(str(label) for label in LIAISON_LABELS.values())
        sentence = _("Write one of: %(words)s.") % {"words": accepted}
        plan.problems.append(made.row.problem("liaison", sentence))
        return
    place = (made.unit, post)
    if place in posts:
        sentence = _("The unit already has its %(post)s in row %(row)d. One person for each post.")
        about = {"post": LiaisonPost(post).label, "row": posts[place].number}
        plan.problems.append(made.row.problem("liaison", sentence % about))
        return
    posts[place] = made.row
    if made.person is None or people.liaisons.get(place) != made.person.pk:
        made.liaison = post
        made.changes.append(Change(str(LABELS["liaison"]), "", str(LIAISON_LABELS[post])))


def _seats(
    made: PersonPlan,
    known: KnownUnits,
    people: KnownPeople,
    planned: dict[str, UnitPlan],
    plan: RosterPlan,
) -> None:
    held = people.seats.get(made.person.pk, set()) if made.person else set()
    for typed in split_words(made.row.values.get("seat")):
        word, _colon, group_name = typed.replace("：", ":").partition(":")
        role = people.words["seat"].get(folded(word))
        if role is None:
            accepted = ", ".join(str(label) for label in SeatRole.labels)
            sentence = _("“%(word)s” is not a seat. Write one of: %(words)s.")
            about = {"word": word, "words": accepted}
            plan.problems.append(made.row.problem("seat", sentence % about))
            continue
        group = _group(made.unit, clean_name(group_name), known, people.groups, planned)
        if group is None:
            sentence = _(
                "There is no such leading group at this unit or above. "
                "Set it up first, or leave the cell empty."
            )
            plan.problems.append(made.row.problem("seat", sentence))
        elif not known.by.has_perm("orgs.edit_group", group):
            sentence = _("You may not change the seats of “%(group)s”.") % {"group": group}
            if (group.pk, role) not in held:
                plan.problems.append(made.row.problem("seat", sentence))
        elif (group.pk, role) not in held:
            made.seats.append((group, role))
            made.changes.append(Change(str(LABELS["seat"]), "", str(SeatRole(role).label)))


def _group(
    code: str,
    name: str,
    known: KnownUnits,
    groups: Iterable[LeadingGroup],
    planned: dict[str, UnitPlan],
) -> LeadingGroup | None:
    """The group of that name; without a name the nearest one at the unit or above."""
    if name:
        return next((group for group in groups if group.name == name), None)
    here: str | None = code
    seen: set[str] = set()
    by_unit: dict[str, LeadingGroup] = {}
    for group in groups:
        by_unit.setdefault(group.unit.code, group)
    while here and here not in seen:
        if here in by_unit:
            return by_unit[here]
        seen.add(here)
        here = parent_code(here, planned, known)
    return None
