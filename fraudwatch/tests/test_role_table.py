"""Every address of the site asked as every kind of person, by GET and by a valid form."""

import pytest
import rules
from django.test.client import ClientHandler

from fraudwatch.tests.cast import PEOPLE
from fraudwatch.tests.known import KNOWN_TO
from fraudwatch.tests.role_table import (
    EVERYBODY,
    KEYS,
    OTHER_METHODS,
    SIGNED_OUT,
    TRACES,
    addresses,
    expected,
    path_of,
    people_in,
    questions,
    read_tables,
    shown,
)
from orgs.middleware import OPEN_BEFORE_CHANGE

ADDRESSES = {address.name: address for address in addresses()}
TABLE, TWICE = read_tables()
ASKED = sorted(set(ADDRESSES) & set(TABLE))
METHODS = {"GET", "POST"}
SIGN_IN = "/login/"
# The frame around every page, refusals too, names one's own unit and campaign.
IN_THE_FRAME = {"Egret-far-unit", "Grebe-far-campaign", "Plover-other-unit"}


pytestmark = pytest.mark.django_db  # inside the transaction of the house


def test_every_address_has_a_name_a_row_and_a_gate():
    nameless = [name for name in ADDRESSES if "?" in name]
    gateless = [name for name, address in ADDRESSES.items() if address.access is None]

    assert (nameless, gateless) == ([], [])
    assert sorted(set(ADDRESSES) - set(TABLE)) == [], "addresses that stand in no table"
    assert sorted(set(TABLE) - set(ADDRESSES)) == [], "rows whose address is gone"
    assert TWICE == []


def test_every_gate_asks_for_a_permission_that_exists():
    asked = {
        name: address.access.permission
        for name, address in ADDRESSES.items()
        if address.access and not address.access.public
    }

    assert {name: right for name, right in asked.items() if not rules.perm_exists(right)} == {}


def test_every_row_speaks_of_people_methods_and_words_that_exist():
    known = {*EVERYBODY, "*"}
    wrong = {}
    for name in ASKED:
        for row in questions(TABLE[name]):
            columns = [row.get("get", {}), row.get("post", {})]
            strangers = {person for column in columns for person in people_in(column)} - known
            shows = row.get("shows", ())
            words = set(shows.split() if isinstance(shows, str) else shows) - set(KNOWN_TO)
            if problem := (set(row) - KEYS) | strangers | words:
                wrong[name] = problem

    assert wrong == {}
    assert {word: who for word, who in KNOWN_TO.items() if set(who.split()) - set(PEOPLE)} == {}


def test_pages_open_before_a_forced_change_of_password_exist():
    assert set(ADDRESSES) >= OPEN_BEFORE_CHANGE


@pytest.mark.parametrize("name", ASKED)
def test_everybody_gets_the_answer_of_the_table(house, name):
    """Status, secret words, rows written: for each person, by GET and by POST."""
    access, wrong = ADDRESSES[name].access, {}
    for number, row in enumerate(questions(TABLE[name])):
        path = path_of(house.world, name, row)
        for person in EVERYBODY:
            for method in METHODS & set(access.methods):
                problems = list(differences(house, path, row, person, method, access))
                if problems:
                    wrong[f"{person} {method} {number or ''}".strip()] = problems

    assert wrong == {}


def differences(house, path, row, person, method, access):
    """What is not as the table has it."""
    answer = house.ask(person, method, path, row)
    wanted = expected(row, method, person, access)
    if answer.status != wanted:
        yield f"{answer.status} instead of {wanted}"
    if person in SIGNED_OUT and not access.public and not answer.location.startswith(SIGN_IN):
        yield f"led to {answer.location or 'nowhere'}"
    tells = row.get("tells", {})
    told = {
        word
        for word in answer.secrets()
        if person not in KNOWN_TO[word].split() and person not in tells.get(word, "").split()
    }
    if told:
        yield f"reads {sorted(told)}"
    if answer.status >= 300 and answer.secrets() - IN_THE_FRAME:
        yield f"a {answer.status} says {sorted(answer.secrets())}"
    if method == "GET" and answer.status == 200:
        missing = shown(row, person) - answer.secrets()
        if missing:
            yield f"does not read {sorted(missing)}"
    changed = answer.written - TRACES
    if changed and (method == "GET" or answer.status >= 400):
        yield f"writes {sorted(changed)}"
    if method == "POST" and answer.status < 400 and person not in SIGNED_OUT:
        refused = {person, "*"} & set(row.get("refused", "").split())
        if bool(answer.written) == bool(refused):
            yield f"writes {sorted(answer.written)}" if refused else "writes nothing"


@pytest.mark.parametrize("name", ASKED)
def test_no_other_method_is_answered(house, name):
    path = path_of(house.world, name, TABLE[name])
    allowed = ADDRESSES[name].access.methods
    for method in {*OTHER_METHODS, *METHODS} - set(allowed):
        assert (method, house.ask("coordinator", method, path).status) == (method, 405)


@pytest.mark.parametrize("name", ASKED)
def test_no_form_is_taken_without_its_token(house, name):
    address = ADDRESSES[name]
    if "POST" not in address.access.methods or getattr(address.view, "csrf_exempt", False):
        return
    client = house.client("coordinator")
    client.handler = ClientHandler(enforce_csrf_checks=True)

    assert client.post(path_of(house.world, name, TABLE[name])).status_code == 403


@pytest.mark.parametrize("name", ASKED)
def test_the_address_without_its_slash_tells_nothing(house, name):
    path = path_of(house.world, name, TABLE[name])
    if path == "/" or not path.endswith("/"):
        return
    for person in ("anonymous", "far_reporter"):
        answer = house.ask(person, "GET", path.rstrip("/"))
        assert (answer.status in (301, 302, 404), answer.secrets()) == (True, set())
