"""Stored words that would like to run: on pages, in workbooks, CSV and PDFs they stay words.

Every text column of every row is overwritten with hostile words, whichever door it came in by;
then every page is opened and read as a browser reads it. What forms say back is read the same way.
"""

import io
import zipfile
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from openpyxl import load_workbook

from fraudwatch.lib import clock
from fraudwatch.lib.csv_rows import safe_cell
from fraudwatch.lib.sheets import Column, add_table, book_bytes, new_book
from fraudwatch.tests.cast import NOON, PEOPLE
from fraudwatch.tests.hostile_words import HOSTILE, MARKUP
from fraudwatch.tests.role_table import SIGNED_OUT, expected, filled, path_of, questions
from fraudwatch.tests.test_attacks_forms import ADDRESSES, POSTED, TABLE, doer
from fraudwatch.tests.test_scopes import OURS
from orgs import documents

pytestmark = pytest.mark.django_db

# Columns that hold keys, addresses and words of the program's own, not what a person typed.
MACHINE = {
    "path", "key", "kind", "code", "owner", "sha256", "phash", "language", "digest", "about",
    "url", "occasion", "password", "session_key", "session_data",
    "query", "codename", "username", "spelling",
    "slug", "action", "actor_name", "ip", "hash", "previous", "prev_hash", "channel", "permission",
    "expression", "name_key", "sent_to", "address", "signature", "object_kind", "object_id",
    "object", "subject", "org_path", "secret", "token", "pin", "digest_of_pin", "email", "phone",
}  # fmt: skip
BANNED = {
    "iframe", "object", "embed", "base", "marquee", "frameset", "plaintext", "xmp", "applet",
    "math", "video", "audio", "style", "noembed",
}  # fmt: skip
ADDRESSED = {"href", "src", "action", "formaction", "data-url", "hx-get", "hx-post", "srcset"}


class Reader(HTMLParser):
    """What of a page could run or lead away."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.bad = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        leads = "http-equiv" in given and not given.get("content", "").isdigit()  # or comes back
        if tag in BANNED or (tag == "meta" and leads):
            self.bad.append(tag)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.bad.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.bad.append(f"{tag} {name}={value}")
            if name in ADDRESSED and leads_away(value or ""):
                self.bad.append(f"{tag} {name}={value}")


def leads_away(address):
    plain = "".join(sign for sign in address if sign > " ").lower()
    scheme, host = urlsplit(plain)[:2] if "[" not in plain else ("", "")
    return scheme not in ("", "http", "https", "mailto", "tel", "blob") or bool(
        host and "evil" in host
    )


def typed(model):
    """The columns of a model that hold what a person typed."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.choices or field.unique or field.primary_key or field.name in MACHINE)
        and field.get_internal_type() in ("CharField", "TextField")
    ]


def overwrite():
    """Hostile words into every text column of every row; returns how many cells took them."""
    words, taken = cycle(HOSTILE), 0
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in OURS or model.__name__ == "AuditEntry":
            continue
        for field in typed(model):
            for key in model._default_manager.order_by("pk").values_list("pk", flat=True):
                word = next(words)[: field.max_length]
                try:
                    with transaction.atomic():
                        rows = model._default_manager.filter(pk=key).exclude(**{field.name: ""})
                        taken += rows.update(**{field.name: word})
                except IntegrityError:
                    continue
    return taken + overwrite_texts(words)


def overwrite_texts(words):
    """The same for the texts and reasons of reports, kept as JSON."""
    taken = 0
    for model in (
        apps.get_model("reports", name) for name in ("Report", "Revision", "ReportDraft")
    ):
        for row in model._default_manager.exclude(texts={}):
            texts = {key: next(words) for key in row.texts}
            taken += model._default_manager.filter(pk=row.pk).update(texts=texts)
    return taken


def pages():
    """Every address with a page, each with somebody who opens it."""
    for name, row in sorted(TABLE.items()):
        access = ADDRESSES[name].access
        for number, question in enumerate(questions(row)):
            for person in PEOPLE:
                if person not in SIGNED_OUT and expected(question, "GET", person, access) == 200:
                    yield name, number, person, question
                    break


def test_there_are_words_enough():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 81


def test_the_reader_would_see_them():
    assert sum(bool(Reader(word).bad) for word in MARKUP) > 30


def test_no_stored_word_runs_on_any_page(house):
    asked = [
        (
            name,
            number,
            person,
            path_of(house.world, name, row),
            filled(house.world, row.get("query")),
        )
        for name, number, person, row in pages()
    ]
    found, broken, read = {}, {}, 0
    with transaction.atomic(), clock.at(NOON):
        taken = overwrite()
        for name, number, person, path, query in asked:
            with transaction.atomic():
                response = house.client(person).get(path, query)
                content = getattr(response, "content", b"")
                transaction.set_rollback(True)
            if response.status_code != 200:
                broken[f"{name} {number}"] = response.status_code
            if not response.get("Content-Type", "").startswith("text/html"):
                continue
            read += 1
            if bad := Reader(content.decode()).bad:
                found[f"{name} {number}"] = bad[:3]
        transaction.set_rollback(True)

    assert (found, broken) == ({}, {})
    assert taken > 200
    assert read > 100


@pytest.mark.parametrize("name", POSTED)
def test_what_a_form_says_back_does_not_run(house, name):
    """A few hostile words in all fields at once: refused or taken, the answer is plain words."""
    row = TABLE[name]
    person = doer(row, ADDRESSES[name].access)
    data = filled(house.world, row.get("data"))
    if person is None or not data:
        return
    path, found = path_of(house.world, name, row), {}
    start = sum(map(ord, name)) % len(HOSTILE)
    for word in (HOSTILE * 2)[start : start + 3]:
        form = {key: value if key.endswith("_FORMS") else word for key, value in data.items()}
        with clock.at(NOON), transaction.atomic():
            query = filled(house.world, row.get("query"))
            response = house.client(person).post(path, form, query_params=query)
            content = b"" if response.streaming else response.content
            transaction.set_rollback(True)
        assert response.status_code < 500
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and (bad := Reader(content.decode()).bad):
            found[word] = bad[:3]

    assert found == {}


def test_workbooks_hold_every_word_as_a_text():
    book = new_book()
    add_table(book, "x", [Column("x")], [[word] for word in HOSTILE])
    content = book_bytes(book)
    sheet = load_workbook(io.BytesIO(content))["x"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]

    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert b"<f>" not in opened.read("xl/worksheets/sheet1.xml")


def test_csv_cells_start_no_formula():
    starting = [safe_cell(word) for word in HOSTILE if safe_cell(word)[:1] in "=+-@\t\r＝＋－＠|%"]

    assert starting == []


def test_documents_hold_stored_words_as_texts(house, monkeypatch):
    """Every workbook that can be ordered: no formula in it, whatever the rows say."""
    user, world, made = house.world.cast["coordinator"], house.world, []
    asked = {
        "period": world.last_period.pk, "unit": world.units["county"].pk,
        "campaign": world.campaign.pk, "version": world.in_force.pk, "query": "", "keys": "",
    }  # fmt: skip
    with transaction.atomic(), clock.at(NOON):
        overwrite()
        for document in documents.registered():
            if document.kind != documents.XLSX:
                continue
            subject = documents.may_have(user, document.name, asked)
            if subject is None:
                continue
            paper = document.make(subject, asked, user, lambda *_progress: None)
            content = paper.half.read_bytes() if paper.half else paper.content
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                sheets = [name for name in book.namelist() if "worksheets/sheet" in name]
                assert not any(b"<f>" in book.read(name) for name in sheets), document.name
            made.append(document.name)
        transaction.set_rollback(True)

    assert len(made) >= 4
