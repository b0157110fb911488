"""Addresses with others' keys, strange words after the question mark, numbers beyond all bounds."""

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.urls import reverse

from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON, PEOPLE
from fraudwatch.tests.role_table import (
    SIGNED_OUT,
    addresses,
    expected,
    filled,
    path_of,
    plain_refusals,
    questions,
    read_tables,
)

pytestmark = pytest.mark.django_db

ADDRESSES = {address.name: address for address in addresses()}
TABLE, _twice = read_tables()
ASKED = sorted(set(ADDRESSES) & set(TABLE))
WITH_OBJECT = [name for name in ASKED if ADDRESSES[name].access.model]
READ = [name for name in ASKED if "GET" in ADDRESSES[name].access.methods]
HUGE = 10**20
NEIGHBOURS = {
    "administrator", "town", "sibling", "other_town", "other_reporter", "leader",
    "far_coordinator", "nobody",
}  # fmt: skip
STRANGE = [
    "'", "\"'--", "1' OR '1'='1", "1; DROP TABLE orgs_unit", "1) UNION SELECT 1--", "-1", "0", "",
    "1.5", "1e9", "NaN", "０", "²", "①", str(HUGE), "9" * 5000, "-" * 300, "%", "%25%", "_", "\\",
    "\x00", "a\x00b", "\udcff", "\ud800", "None", "null", "[]", "../../etc/passwd", "<script>1",
    "{{7*7}}", "%s%s%n", "id__gt", "-pk", "?", "unit__parent__name", "2026-13-45", "9999-99-99",
    "0000-00-00", "\u202e", "​",
]  # fmt: skip


def first_reader(row, access):
    """Somebody who may open the page."""
    return next(
        (
            person
            for person in PEOPLE
            if person not in SIGNED_OUT and expected(row, "GET", person, access) == 200
        ),
        None,
    )


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_the_key_of_something_out_of_sight_finds_nothing(house, name):
    """One of each kind tries each address with the key of a row out of their sight."""
    access, found = ADDRESSES[name].access, {}
    with clock.at(NOON):
        hidden = {
            person: access.model.objects.exclude(
                pk__in=access.model.objects.visible_to(user).values("pk")
            ).first()
            for person, user in house.world.cast.items()
            if person in NEIGHBOURS
        }
    for person, row in hidden.items():
        if row is None:
            continue
        kwargs = filled(house.world, TABLE[name].get("kwargs")) | {"pk": row.pk}
        path = reverse(name, kwargs=kwargs)
        for method in {"GET", "POST"} & set(access.methods):
            with plain_refusals():
                answer = house.ask(person, method, path, {"data": TABLE[name].get("data")})
            if answer.status != 404:
                found[f"{person} {method}"] = answer.status

    assert found == {}


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_a_key_beyond_all_bounds_is_not_found(house, name):
    path = path_of(house.world, name, TABLE[name])
    key = str(filled(house.world, TABLE[name]["kwargs"])["pk"])
    if not key.isdecimal():
        return
    method = "GET" if "GET" in ADDRESSES[name].access.methods else "POST"
    for number in (0, 2**31, 2**63, HUGE, 10**400):
        far = path.replace(f"/{key}/", f"/{number}/")
        with plain_refusals():
            assert house.ask("coordinator", method, far).status == 404


def names_read(house, person, path, query, monkeypatch):
    """The names that a page looks for behind the question mark."""
    read = set()

    class Listening(QueryDict):
        def __getitem__(self, key):
            read.add(key)
            return super().__getitem__(key)

        def get(self, key, default=None):
            read.add(key)
            return super().get(key, default)

        def getlist(self, key, default=None):
            read.add(key)
            return super().getlist(key, default)

    with monkeypatch.context() as patch:
        patch.setattr(
            WSGIRequest, "GET", property(lambda it: Listening(it.META.get("QUERY_STRING", "")))
        )
        house.ask(person, "GET", path, {"query": query})
    return sorted(read - {"next", "csrfmiddlewaretoken"})


@pytest.mark.parametrize("name", READ)
def test_no_word_behind_the_question_mark_breaks_a_page(house, name, monkeypatch):
    """Each name that the page reads gets each strange word; some alone, the rest all at once."""
    row, broken = TABLE[name], {}
    person = first_reader(row, ADDRESSES[name].access)
    if person is None:
        return
    path, query = path_of(house.world, name, row), filled(house.world, row.get("query"))
    names = names_read(house, person, path, query, monkeypatch)
    tries = [
        {one: STRANGE[(step + place) % len(STRANGE)] for place, one in enumerate(names)}
        for step in range(len(STRANGE) if names else 0)
    ]
    tries += [query | {one: word} for one in names for word in (str(HUGE), "\x00\ud800")]
    for tried in tries:
        data = {key: value.encode(errors="surrogatepass") for key, value in as_text(tried)}
        answer = house.ask(person, "GET", path, {"query": data})
        if answer.status >= 500:
            broken[str(tried)] = answer.status

    assert broken == {}


def as_text(values):
    """Every single value as text."""
    for key, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            yield key, str(one)


@pytest.mark.parametrize("name", READ)
def test_every_page_is_sealed(house, name):
    """Kept by no browser, framed by nobody, its kind not guessed, no script but ours."""
    for row in questions(TABLE[name]):
        person = first_reader(row, ADDRESSES[name].access)
        if person is None:
            continue
        with clock.at(NOON):
            page = house.client(person).get(
                path_of(house.world, name, row), filled(house.world, row.get("query"))
            )
        assert (page.status_code, page["X-Frame-Options"]) == (200, "DENY")
        assert page["X-Content-Type-Options"] == "nosniff"
        policy = page["Content-Security-Policy"]
        assert ("unsafe" in policy, "'none'" in policy) == (False, True)
        if person not in SIGNED_OUT and page["Content-Type"].startswith("text/html"):
            assert "no-store" in page["Cache-Control"]
