"""Who may open which address: the machinery that holds every page to the apps' tables.

The rows stand in ``<app>/tests/url_table*.py`` as ``TABLE = {"reports:report-detail": {…}}``::

    kwargs   {"pk": "report.pk"}: the parts of the address, by their way through the world
    get      {200: "coordinator town", 404: "*"}: who gets which answer; "*" is everybody else
             who is signed in. Left out where the view takes no such method: then it is 405.
    post     the same for a valid form
    query    {"period": "period.pk"}: what follows the question mark
    data     the valid form: a dict, or a function that makes it from the world
    json     the same, sent as JSON
    files    the same for uploaded files
    headers  {"Accept": "application/json"}
    refused  people whose valid form the action answers with a sentence: nothing is written
    shows    secret words (known.py) that stand on the page for those who may know them
             and open it; {"word": "people"} where the page tells fewer
    tells    {"word": "people"} who read a secret word here though it is kept from them elsewhere
    also     more questions to the same address: a list of rows with other query or data

Signed out, and with a disabled account, everything but public pages leads to the sign-in page.
"""

import importlib
import io
import pkgutil
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseNotFound
from django.test import Client
from django.test import client as test_client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from fraudwatch import urls
from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON, PEOPLE
from fraudwatch.tests.known import KNOWN_TO

SIGNED_OUT = ("anonymous", "disabled")
EVERYBODY = ("anonymous", *PEOPLE)
APPS = ("fraudwatch", "orgs", "campaigns", "reports")
KEYS = {
    "kwargs", "get", "post", "query", "data", "json", "files", "headers", "refused", "shows",
    "tells", "also",
}  # fmt: skip
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
WRITE = re.compile(r"\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.I)
# What reading leaves behind: an entry in the trail, and when the session was last seen.
TRACES = {"orgs_auditentry", "orgs_usersession"}


@dataclass(frozen=True)
class Address:
    """A named address of the site and the view behind it."""

    name: str
    view: Callable

    @property
    def access(self) -> object:
        """What the gate asks for; None on a view without a gate."""
        return getattr(self.view, "access", None)


@dataclass
class Answer:
    """What somebody got: status, readable text, where it leads, tables written to."""

    status: int
    text: str
    location: str = ""
    written: set[str] = field(default_factory=set)

    def secrets(self) -> set[str]:
        """The secret words in it."""
        return {word for word in KNOWN_TO if word in self.text}


def addresses() -> Iterator[Address]:
    """Every address of the site, found by walking the resolver."""

    def walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[Address]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                yield Address(
                    ":".join([*spaces, entry.name or f"?{entry.pattern}"]), entry.callback
                )
            else:
                yield from walk(entry, (*spaces, entry.namespace) if entry.namespace else spaces)

    return walk(get_resolver(), ())


def read_tables() -> tuple[dict[str, dict], list[str]]:
    """All rows of all apps, and the names that stand in two tables."""
    rows, twice = {}, []
    for app in APPS:
        package = importlib.import_module(f"{app}.tests")
        for module in pkgutil.iter_modules(package.__path__):
            if module.name.startswith("url_table"):
                table = importlib.import_module(f"{app}.tests.{module.name}").TABLE
                twice += [name for name in table if name in rows]
                rows |= table
    return rows, twice


def questions(row: dict) -> Iterator[dict]:
    """The row, and its ``also`` rows filled up from it."""
    yield row
    for more in row.get("also", ()):
        yield {key: value for key, value in row.items() if key != "also"} | more


def people_in(answers: dict) -> Iterator[str]:
    """Every name in a column."""
    for names in answers.values():
        yield from names.split()


def expected(row: dict, method: str, person: str, access: object) -> int | None:
    """The status that the table gives somebody; None when it says nothing."""
    if person in SIGNED_OUT and not access.public:
        return 302
    if method not in access.methods:
        return 405
    column = row.get(method.lower(), {})
    for status, names in column.items():
        if person in names.split():
            return int(status)
    rest = [int(status) for status, names in column.items() if "*" in names.split()]
    return rest[0] if rest else None


def shown(row: dict, person: str) -> set[str]:
    """The secret words that have to stand on the page for somebody who opens it."""
    shows = row.get("shows", {})
    if isinstance(shows, str):
        shows = dict.fromkeys(shows.split(), "*")
    return {
        word
        for word, names in shows.items()
        if person in KNOWN_TO[word].split() and ("*" in names.split() or person in names.split())
    }


def found(world: object, way: object) -> object:
    """Follow ``units.village.pk`` through the world; what is no such way stands for itself."""
    if not isinstance(way, str):
        return way
    here = world
    for step in way.split("."):
        here = here.get(step) if isinstance(here, dict) else getattr(here, step, None)
        if here is None:
            return way
    return here


def filled(world: object, values: object) -> dict:
    """``values`` with every way through the world followed."""
    values = values(world) if callable(values) else values or {}
    return {
        key: [found(world, one) for one in value]
        if isinstance(value, list)
        else found(world, value)
        for key, value in values.items()
    }


def path_of(world: object, name: str, row: dict) -> str:
    """The address with its parts filled in."""
    return reverse(name, kwargs=filled(world, row.get("kwargs")))


@contextmanager
def watched() -> Iterator[set[str]]:
    """The tables that are written to inside the block."""
    written: set[str] = set()

    def note(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        if match := WRITE.match(sql):
            written.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


@contextmanager
def no_notes() -> Iterator[None]:
    """The client keeps a copy of what every template was given; nobody here asks for it."""
    keep = test_client.store_rendered_templates
    test_client.store_rendered_templates = lambda *_, **__: None
    try:
        yield
    finally:
        test_client.store_rendered_templates = keep


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Where only the status counts, "not found" need not be drawn with its frame."""
    keep, urls.handler404 = urls.handler404, lambda request, exception: HttpResponseNotFound()
    try:
        yield
    finally:
        urls.handler404 = keep


class House:
    """The site with everybody's session open; what a request changes is taken back after it."""

    def __init__(self, world: SimpleNamespace) -> None:
        self.world = world
        self.keys: dict[str, str] = {}
        self.handler = Client(raise_request_exception=False).handler  # loading it takes 10 ms
        with clock.at(NOON):
            for person, user in world.cast.items():
                client = Client()
                client.handler = self.handler
                client.force_login(user, backend="orgs.queries.backend.AccountBackend")
                client.get(reverse("healthz"))  # notes in the session that it was seen
                self.keys[person] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, person: str) -> Client:
        """A browser of that person."""
        client = Client(raise_request_exception=False)
        client.handler = self.handler
        if person in self.keys:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.keys[person]
        return client

    def ask(
        self, person: str, method: str, path: str, row: dict | None = None, **options: object
    ) -> Answer:
        """Ask as somebody, with the query and the form of the row."""
        row, data, world = row or {}, {}, self.world
        if method == "POST":
            data = filled(world, row.get("data")) | filled(world, row.get("files"))
            if row.get("json"):
                data, options["content_type"] = filled(world, row["json"]), "application/json"
            if row.get("query"):
                options["query_params"] = filled(world, row["query"])
        elif method == "GET":
            data = filled(world, row.get("query"))
        with clock.at(NOON), transaction.atomic(), watched() as written, no_notes():
            client = self.client(person)
            ask = getattr(client, method.lower())
            sent = {} if method in OTHER_METHODS else {"data": data}
            response = ask(path, headers=row.get("headers"), **sent, **options)
            answer = Answer(
                response.status_code, text_of(response), response.get("Location", ""), written
            )
            transaction.set_rollback(True)
        return answer


def text_of(response: object) -> str:
    """What a person can read in an answer: the page, or the cells of a workbook."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return body.decode(errors="replace")
