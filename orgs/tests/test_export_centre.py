"""What the export centre offers, and documents that only it writes."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from fraudwatch.lib import clock
from orgs import documents
from orgs.actions.jobs import cancel_job, order_document, run_waiting
from orgs.actions.rosters import keep_roster
from orgs.errors import OrgError
from orgs.imports import roster_work
from orgs.models import AuditEntry, Job, Notice, StoredFile, Unit
from orgs.tests.counting import text_of
from orgs.tests.roster_books import book

LIST = reverse("orgs:export-list")


@pytest.fixture(autouse=True)
def _english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


def made(user, name, **parameters):
    """The rows of a document as ``user`` gets it."""
    document = documents.find(name)
    subject = documents.may_have(user, name, parameters)
    done = document.make(subject, parameters, user, lambda *_step: None)
    sheet = load_workbook(BytesIO(done.content or done.half.read_bytes())).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    ("who", "offered", "missing"),
    [
        ("coordinator", ["Liaison directory (Excel)", "Roster template"], ["Audit log of a month"]),
        ("auditor", ["Audit log of a month (Excel)"], ["Roster template", "Recompute all totals"]),
        ("reporter", [], ["Liaison directory", "Audit log", "Roster template"]),
    ],
)
def test_everybody_is_offered_what_they_may_have(sign_in, noon, who, offered, missing):
    text = text_of(sign_in(who).get(LIST))

    assert [word for word in offered if word not in text] == []
    assert [word for word in missing if word in text] == []


def test_documents_are_found_by_their_words(sign_in, noon):
    client = sign_in("coordinator")

    found = text_of(client.get(LIST, {"find": "DIRECTORY excel"}))
    nothing = text_of(client.get(LIST, {"find": "no such thing"}))

    assert ("Liaison directory (Excel)" in found, "Roster template" in found) == (True, False)
    assert "No document of that name" in nothing


def test_the_directory_holds_the_units_below_and_masks_phones(cast, units, noon):
    rows = made(cast["coordinator"], "liaison-directory", branch=units["town"].pk)

    below = Unit.objects.active().filter(path__startswith=units["town"].path)
    assert [row[2] for row in rows[3:]] == [unit.name for unit in below.order_by("path")]
    assert AuditEntry.objects.filter(action="directory.exported").count() == 1


def test_a_directory_out_of_reach_is_none(cast, units, noon):
    wanted = {"branch": units["far_village"].pk}

    assert documents.may_have(cast["coordinator"], "liaison-directory", wanted) is None
    assert documents.may_have(cast["reporter"], "liaison-directory", wanted) is None


def test_a_month_of_the_log_is_what_its_reader_sees(cast, units, paper_order):
    month = int(f"{clock.today():%Y%m}")
    rows = made(cast["auditor"], "audit-log", month=month)

    assert rows[0][0] == f"Audit log · {clock.today():%Y-%m}"
    seen = AuditEntry.objects.visible_to(cast["auditor"]).exclude(action="audit.exported")
    assert [row[4] for row in rows[2:] if row[4] != "audit.exported"] == list(
        seen.order_by("pk").values_list("action", flat=True)
    )
    assert documents.may_have(cast["coordinator"], "audit-log", {"month": month}) is None
    assert documents.may_have(cast["auditor"], "audit-log", {"month": 202613}) is None


@pytest.fixture
def paper_order(cast, units, noon):
    """Something stands in the log."""
    return order_document("liaison-directory", {"branch": units["town"].pk}, by=cast["coordinator"])


@pytest.fixture
def large_roster(cast, noon, monkeypatch):
    """A roster that the page hands over: every one with a row is large."""
    monkeypatch.setattr("orgs.views.roster.MANY", 0)
    people = [["姚建国", "X1", "镇长", "13812340001", "", "A岗", "", "", ""]]
    return keep_roster(book(people=people), name="roster.xlsx", by=cast["coordinator"])


def test_a_large_roster_is_saved_in_the_background_and_tells_how_it_went(
    large_roster, sign_in, client, settings
):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"  # the workbook speaks Chinese
    sign_in("coordinator").post(reverse("orgs:roster-check", args=[large_roster.pk]))
    job = Job.objects.get()
    before = job.state
    run_waiting()
    job.refresh_from_db()

    with translation.override("zh-hans"):
        words = _("%(units)d units and %(people)d people are new or changed.")
    assert (before, job.kind, job.state, job.error) == ("queued", "roster-import", "done", "")
    assert (job.outcome, job.file) == (words % {"units": 3, "people": 1}, None)
    told = Notice.objects.get(kind="job")
    assert told.title % told.params == f"“{job.title}” is done"
    assert not StoredFile.objects.filter(pk=large_roster.pk).exists()


def test_what_is_saved_as_a_whole_is_not_stopped_half_way(large_roster, sign_in, cast):
    sign_in("coordinator").post(reverse("orgs:roster-check", args=[large_roster.pk]))
    [job] = Job.objects.claim(1)

    with pytest.raises(OrgError, match="is saved as a whole; wait for it"):
        cancel_job(job, by=cast["coordinator"])


def test_nobody_hands_over_anothers_roster(large_roster, cast):
    wanted = {"file": str(large_roster.pk)}

    assert documents.may_have(cast["administrator"], roster_work.RosterWork.name, wanted) is None
