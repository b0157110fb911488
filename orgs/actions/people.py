"""Everything that changes a person (人员); phones are shown one by one, and each look is kept."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from fraudwatch.lib.secrets import mask_phone
from orgs.enums import LiaisonPost
from orgs.errors import OrgError
from orgs.finding import person_keys
from orgs.handover import Open, move_person_items, open_for_person
from orgs.models import Liaison, Person, Unit, User
from orgs.names import clean_name
from orgs.phones import clean_phone
from orgs.queries.accounts import may_manage

from .accounts import disable_account
from .audit import record
from .liaisons import end_liaison, hand_over_liaison
from .scope import must_know, must_reach
from .unit_checks import must_be_active

FACTS = ("name", "post", "phone", "email")
LONGEST = {"name": 40, "post": 60}


@transaction.atomic
def add_person(
    unit: Unit, *, name: str, by: User | None, post: str = "", phone: str = "", email: str = ""
) -> Person:
    """Note somebody who works in ``unit``. OrgError for a blank name, a wrong phone or address."""
    must_reach(by, "orgs.edit_person", unit)
    must_be_active(unit)
    facts = cleaned_person({"name": name, "post": post, "phone": phone, "email": email})
    person = Person.objects.create(unit=unit, **facts, **person_keys(facts))
    changes = {key: [None, _told(key, value)] for key, value in facts.items() if value}
    record("person.added", person, by=by, path=unit.path, changes=changes)
    return person


@transaction.atomic
def edit_person(person: Person, *, version: int, by: User | None, **fields: str) -> Person:
    """Change what is given of name, post, phone and e-mail; nothing when nothing differs.

    StaleVersion when somebody saved since ``version``.
    """
    must_reach(by, "orgs.edit_person", person)
    current = Person.objects.select_related("unit").get(pk=person.pk)
    if current.version != version:
        raise _stale(current)
    given = cleaned_person(fields)
    changed = {key: value for key, value in given.items() if getattr(current, key) != value}
    if not changed:
        return current
    _save(current, changed)
    changes = {
        key: [_told(key, getattr(current, key)), _told(key, value)]
        for key, value in changed.items()
    }
    after = Person.objects.select_related("unit").get(pk=person.pk)
    record("person.edited", after, by=by, path=after.unit.path, changes=changes)
    return after


@transaction.atomic
def move_person(person: Person, *, to: Unit, version: int, by: User | None) -> Person:
    """Let a person work in another unit. OrgError while they are a liaison where they are."""
    must_reach(by, "orgs.edit_person", person)
    must_reach(by, "orgs.edit_person", to)
    must_be_active(to)
    current = Person.objects.select_related("unit").get(pk=person.pk)
    if current.version != version:
        raise _stale(current)
    if current.unit_id == to.pk:
        return current
    _must_be_free(current)
    _save(current, {"unit": to})
    User.objects.filter(person=current).update(home_unit=to)
    after = Person.objects.select_related("unit").get(pk=person.pk)
    changes = {"unit": [current.unit.name, to.name]}
    record("person.moved", after, by=by, path=to.path, changes=changes)
    return after


@transaction.atomic
def leave_person(
    person: Person, *, version: int, by: User | None, successor: Person | None = None
) -> Person:
    """Note that a person has left (离任): seats end today; the account closes if ``by`` may.

    ``successor`` takes over every post of liaison and all open items in the same step.
    Without one, OrgError while they are somebody's liaison or have open items: those are
    handed over first, so that nothing is orphaned.
    """
    must_reach(by, "orgs.edit_person", person)
    current = Person.objects.select_related("unit").get(pk=person.pk)
    if current.version != version:
        raise _stale(current)
    if current.left_on:
        raise OrgError(_("%(person)s has already left.") % {"person": current})
    if successor is not None:
        _hand_all_over(current, successor, by)
    _must_be_free(current)
    _save(current, {"left_on": clock.today()})
    current.seats.in_force().update(to_on=Greatest("from_on", Value(clock.today(), DateField())))
    after = Person.objects.select_related("unit").get(pk=person.pk)
    changes = {"left_on": [None, after.left_on]}
    record("person.left", after, by=by, path=after.unit.path, changes=changes)
    account = User.objects.filter(person=after, is_active=True).first()
    if account and may_manage(by, account) and account != by:
        disable_account(account, by=by)
    return after


def _hand_all_over(person: Person, successor: Person, by: User | None) -> None:
    """Give ``successor`` the posts and the open items; who is primary already ends the backup."""
    if successor.pk == person.pk:
        raise OrgError(_("%(person)s cannot hand over to themselves.") % {"person": person})
    must_know(by, successor)
    for term in person.liaison_terms.current().select_related("unit"):
        primary = term.unit.liaisons.current().filter(post=LiaisonPost.PRIMARY).first()
        if primary and primary.person_id == successor.pk:
            move_person_items(person, term.unit, successor, by)
            end_liaison(term, by=by)
        else:
            hand_over_liaison(term, to=successor, by=by)
    move_person_items(person, person.unit, successor, by)


def ties_of(person: Person, *, user: User | None = None) -> tuple[list[Liaison], list[Open]]:
    """What keeps a person from leaving: current liaison terms, and open items in the own unit.

    With ``user`` the items that this user sees are named.
    """
    terms = list(person.liaison_terms.current().select_related("unit"))
    return terms, open_for_person(person, person.unit, user=user)


@transaction.atomic
def show_phone(person: Person, *, by: User) -> str:
    """The whole phone, against an entry in the audit trail. OrgError when ``by`` may not."""
    must_reach(by, "orgs.show_phone", person)
    record("person.phone_shown", person, by=by, path=person.unit.path)
    return person.phone


def cleaned_person(fields: dict[str, object]) -> dict[str, str]:
    """The given facts in one spelling. OrgError with the first that cannot be."""
    cleaned = {}
    for key, value in fields.items():
        if key not in FACTS:
            raise TypeError(f"a person has no {key} to set")
        cleaned[key] = clean_phone(value) if key == "phone" else clean_name(value)
    if cleaned.get("name") == "":
        raise OrgError(_("Give the person's name."))
    for key, longest in LONGEST.items():
        if len(cleaned.get(key, "")) > longest:
            raise OrgError(
                _("“%(text)s…” is longer than %(n)d characters.")
                % {"text": cleaned[key][:20], "n": longest}
            )
    if cleaned.get("email"):
        try:
            validate_email(cleaned["email"])
        except ValidationError as error:
            raise OrgError(
                _("“%(value)s” is not an e-mail address.") % {"value": cleaned["email"][:60]}
            ) from error
    return cleaned


def _must_be_free(person: Person) -> None:
    terms, items = ties_of(person)
    if terms:
        raise OrgError(
            _("%(person)s is still liaison of %(units)s. Hand that over first.")
            % {"person": person, "units": ", ".join(str(term.unit) for term in terms)}
        )
    if items:
        listed = ", ".join(f"{item.label} ({item.number})" for item in items)
        raise OrgError(
            _("%(person)s still has open items: %(items)s. Hand them over first.")
            % {"person": person, "items": listed}
        )


def _save(person: Person, changed: dict[str, object]) -> None:
    saved = Person.objects.filter(pk=person.pk, version=person.version).update(
        version=F("version") + 1, **changed, **person_keys(changed)
    )
    if not saved:
        raise _stale(Person.objects.get(pk=person.pk))


def _stale(current: Person) -> StaleVersion:
    return StaleVersion(
        _("%(person)s was changed by somebody else meanwhile. Look again, then repeat.")
        % {"person": current},
        current,
    )


def _told(key: str, value: str) -> str:
    """How the trail may tell a fact: phones only masked."""
    return mask_phone(value) if key == "phone" and value else value
