"""Private files leave the house only for those who may see their owner, and never run."""

import uuid

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from orgs import documents
from orgs.actions.files import disk_path, store_file
from orgs.models import AuditEntry, Job, Unit
from orgs.readers import register_reader

PDF = "application/pdf"


@pytest.fixture(autouse=True)
def _readers():
    """Files of kind ``test.unit`` are read by those who see the unit."""
    register_reader(
        "test.unit", lambda user, key: Unit.objects.visible_to(user).filter(pk=key).exists()
    )


@pytest.fixture
def kept(cast, units):
    """Keep a file that belongs to the village."""

    def keep(name="方案.pdf", kind=PDF, owner="") -> object:
        return store_file(
            b"content", name=name, kind=kind, owner=owner or f"test.unit:{units['village'].pk}",
            by=cast["reporter"],
        )  # fmt: skip

    return keep


def address(stored) -> str:
    return reverse("orgs:file", args=[stored.pk])


def test_those_who_see_the_owner_get_the_content(kept, sign_in):
    answer = sign_in("reporter").get(address(kept()))

    assert b"".join(answer.streaming_content) == b"content"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == PDF
    assert AuditEntry.objects.get().action == "file.downloaded"


@pytest.mark.parametrize("name", ["far_coordinator", "far_reporter", "sibling", "nobody"])
def test_for_everybody_else_there_is_no_such_file(kept, sign_in, name):
    assert sign_in(name).get(address(kept())).status_code == 404


def test_signed_out_means_sign_in(kept, client):
    assert client.get(address(kept()))["Location"].startswith("/login/")


@pytest.mark.parametrize("owner", ["nobody.knows:1", "test.unit:", "", "test.unit:x"])
def test_a_file_whose_owner_nobody_answers_for_is_hidden(kept, sign_in, owner):
    stored = kept(owner="nobody.knows:1")
    stored.owner = owner
    stored.save()

    try:
        status = sign_in("coordinator").get(address(stored)).status_code
    except ValueError:  # the test's own reader asked for unit "x"
        status = 404
    assert status == 404


def test_a_file_that_is_gone_is_not_found(kept, sign_in):
    stored = kept()
    disk_path(stored).unlink()
    client = sign_in("reporter")

    assert client.get(address(stored)).status_code == 404
    assert client.get(reverse("orgs:file", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("image/jpeg", "inline"),
        ("image/png", "attachment"),
        ("image/svg+xml", "attachment"),
        ("text/html", "attachment"),
        (PDF, "attachment"),
    ],
)
def test_only_our_own_pictures_are_shown(kept, sign_in, kind, way):
    answer = sign_in("reporter").get(address(kept(kind=kind)))

    assert answer["Content-Disposition"].split(";")[0] == way
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "private" in answer["Cache-Control"]


def test_a_picture_is_asked_for_again_each_time(kept, sign_in):
    stored = kept(name="现场.jpg", kind="image/jpeg")
    client = sign_in("reporter")
    etag = client.get(address(stored))["ETag"]

    again = client.get(address(stored), HTTP_IF_NONE_MATCH=etag)
    hidden = sign_in("sibling").get(address(stored), HTTP_IF_NONE_MATCH=etag)

    assert (again.status_code, hidden.status_code) == (304, 404)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1.pdf", '"; filename=evil.exe', "方案 第1稿.pdf"]
)
def test_names_do_not_break_the_header(kept, sign_in, name):
    header = sign_in("reporter").get(address(kept(name=name)))["Content-Disposition"]

    assert header.startswith("attachment; ")
    assert "\r" not in header
    assert "\n" not in header


class Listing(documents.Document):
    """A document whose right can be taken away."""

    name, permission, label, kind = "test-listing", "orgs.list_units", "Listing", documents.XLSX

    def subject(self, user, parameters):
        return Unit.objects.visible_to(user).get(pk=parameters["unit"])

    def title(self, subject, parameters):
        return str(subject)

    def make(self, subject, parameters, user, progress):
        raise NotImplementedError


@pytest.fixture
def listing():
    """A document that is there for one test alone."""
    documents.register(Listing())
    yield
    documents.forget(Listing.name)


def test_a_document_is_read_by_who_ordered_it_while_they_may(listing, kept, sign_in, cast, units):
    job = Job.objects.create(
        kind="test-listing", title="x", key="x", asked_by=cast["coordinator"],
        parameters={"unit": units["town"].pk},
    )  # fmt: skip
    stored = kept(owner=f"orgs.job:{job.pk}")

    mine = sign_in("coordinator").get(address(stored)).status_code
    other = sign_in("second_coordinator").get(address(stored)).status_code
    cast["coordinator"].grants.update(ended_at=clock.now())
    later = sign_in("coordinator").get(address(stored)).status_code

    assert (mine, other, later) == (200, 404, 404)
