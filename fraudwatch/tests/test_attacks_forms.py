"""Forms filled by somebody who means harm: extra fields, strange words, too much of everything."""

import re
import uuid
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON, PEOPLE
from fraudwatch.tests.role_table import (
    SIGNED_OUT,
    addresses,
    expected,
    filled,
    path_of,
    read_tables,
    watched,
)
from fraudwatch.tests.test_scopes import FILTERS, NEVER_IN_A_FORM, OURS, all_forms

pytestmark = pytest.mark.django_db

ADDRESSES = {address.name: address for address in addresses()}
TABLE, _twice = read_tables()
POSTED = [
    name
    for name in sorted(set(ADDRESSES) & set(TABLE))
    if "POST" in ADDRESSES[name].access.methods and not ADDRESSES[name].access.public
]
# New with every request, whoever asks.
BY_CHANCE = {"password", "session_key", "session_data", "expire_date", "key"}
HASH_OR_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}")
EVIL_PLACES = (
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/",
    "http:evil.example", "javascript:alert(1)", "\t//evil.example", "evil", "orgs:evil",
)  # fmt: skip
NASTY = ["a\x00b", "\ud800", "9" * 5000, "-1e999", "NaN", "²"]


def doer(row, access):
    """Somebody whose form is taken."""
    refused = row.get("refused", "").split()
    return next(
        (
            person
            for person in PEOPLE
            if person not in {*SIGNED_OUT, *refused}
            and (expected(row, "POST", person, access) or 500) < 400
        ),
        None,
    )


def ours():
    """Our models."""
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]


def is_by_chance(field):
    """Whether a column differs from request to request."""
    value = field.target_field if field.is_relation else field
    return field.name in BY_CHANCE or value.get_internal_type() == "UUIDField"


def rows_of(tables):
    """Everything in these tables but what is new by chance."""
    return {
        model._meta.label: sorted(
            HASH_OR_UUID.sub("…", repr(row))
            for row in model._default_manager.values_list(
                *(one.attname for one in model._meta.concrete_fields if not is_by_chance(one))
            )
        )
        for model in ours()
        if model._meta.db_table in tables
    }


def outcome(house, person, path, row, extra):
    """What stands in the tables after a form with ``extra`` fields; it is taken back again."""
    with transaction.atomic(), watched() as written, clock.at(NOON):
        data = extra | filled(house.world, row.get("data")) | filled(house.world, row.get("files"))
        query = filled(house.world, row.get("query"))
        status = house.client(person).post(path, data, query_params=query).status_code
        after = rows_of(written)
        transaction.set_rollback(True)
    return status, after


def every_model_field(house):
    """A value for each model field that no form of ours knows by its name."""
    forms = [form for name, form in all_forms().items() if name not in FILTERS]
    known = {field for form in forms for field in form.base_fields} - NEVER_IN_A_FORM
    far = house.world.units["far_village"].pk
    values = {
        "BooleanField": "on", "ForeignKey": str(far), "OneToOneField": str(far),
        "DateField": "2020-01-01", "DateTimeField": "2020-01-01T00:00",
        "UUIDField": str(uuid.UUID(int=7)), "JSONField": '{"visits": "999999"}',
    }  # fmt: skip
    found = {"pk": "1", "id": "1", "is_staff": "on", "is_superuser": "on", "groups": "1"}
    for model in [*ours(), get_user_model()]:
        for field in model._meta.concrete_fields:
            for name in {field.name, field.attname} - known:
                choices = [value for value, _label in field.flatchoices if value]
                found[name] = choices[-1] if choices else values.get(field.get_internal_type(), "7")
    return found


@pytest.mark.parametrize("name", POSTED)
def test_fields_that_no_form_asks_for_change_nothing(house, name):
    """Every column of every table posted beside the valid form: the same rows come out."""
    if connection.vendor == "postgresql":
        pytest.skip("keys taken from a sequence do not come back with the rollback")
    row = TABLE[name]
    person = doer(row, ADDRESSES[name].access)
    if person is None or "json" in row:
        return
    path = path_of(house.world, name, row)
    data = filled(house.world, row.get("data"))
    extra = {key: value for key, value in every_model_field(house).items() if key not in data}

    assert outcome(house, person, path, row, extra) == outcome(house, person, path, row, {})


@pytest.mark.parametrize("name", POSTED)
def test_no_form_breaks_on_strange_words(house, name):
    """Each nasty word in all fields at once; numbers of the form's own making stay as they are."""
    row, broken = TABLE[name], {}
    person = doer(row, ADDRESSES[name].access)
    if person is None:
        return
    path, data = path_of(house.world, name, row), filled(house.world, row.get("data"))
    fixed = {key: value for key, value in data.items() if key.endswith("_FORMS")}
    for word in NASTY:
        sent = word.encode(errors="surrogatepass")
        form = dict.fromkeys(data or {"reason": "", "text": "", "version": ""}, sent) | fixed
        answer = house.ask(person, "POST", path, {"data": form, "query": row.get("query")})
        if answer.status >= 500:
            broken[word[:20]] = answer.status
    for field in data:
        form = data | {field: "\x00\ud800".encode(errors="surrogatepass")}
        answer = house.ask(person, "POST", path, {"data": form, "query": row.get("query")})
        if answer.status >= 500:
            broken[field] = answer.status

    assert broken == {}


@pytest.mark.parametrize("name", ["reports:report-autosave"])
def test_no_posted_json_breaks_a_page(house, name):
    path = path_of(house.world, name, TABLE[name])
    bodies = [
        b"", b"{", b"[]", b"null", b'"x"', b"[" * 100_000, b'{"fields": [1]}', b"\xff\xfe",
        b'{"fields": {"v.visits": {"n": 1}}, "draft_version": 1e400}',
        b'{"fields": {"v.visits": "\\ud800", "t.work": "\\u0000"}, "draft_version": 0}',
        b'{"fields": {"v.": "1", ".": "1", "v.awareness.n.d": "1"}, "draft_version": "x"}',
    ]  # fmt: skip
    for body in bodies:
        with clock.at(NOON), transaction.atomic():
            client = house.client("reporter")
            status = client.post(path, body, content_type="application/json").status_code
            transaction.set_rollback(True)
        assert (body[:40], status < 500) == (body[:40], True)


@pytest.mark.parametrize(
    "name", ["reports:report-submit", "orgs:profile", "campaigns:section-edit"]
)
def test_too_much_of_everything_is_refused(house, name):
    path = path_of(house.world, name, TABLE[name])
    person = doer(TABLE[name], ADDRESSES[name].access)
    fields = {f"v.x{number}": "1" for number in range(10_000)}
    body = {"t.work": "x" * 3_000_000}

    assert house.ask(person, "POST", path, {"data": fields}).status == 400
    assert house.ask(person, "POST", path, {"data": body}).status in (400, 413)


@pytest.mark.parametrize("place", EVIL_PLACES)
@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("orgs:sign-in", "anonymous"),
        ("orgs:sign-in", "reporter"),
        ("orgs:password-change", "reporter"),
        ("campaigns:campaign-choose", "coordinator"),
        ("reports:ledger-remind", "coordinator"),
        ("set_language", "reporter"),
    ],
)
def test_no_way_back_leads_out_of_the_house(house, name, person, place):
    row = TABLE[name]
    path = path_of(house.world, name, row)
    data = filled(house.world, row["data"]) | {"next": place}
    in_form = house.ask(person, "POST", path, {"data": data})
    in_address = house.ask(person, "POST", path, {"data": row["data"], "query": {"next": place}})

    for answer in (in_form, in_address):
        place = urlsplit(answer.location)
        assert (answer.status, place.scheme, place.netloc) == (302, "", "")
        assert not answer.location.startswith(("//", "/\\", "\t"))
