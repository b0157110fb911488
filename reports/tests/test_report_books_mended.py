"""Workbooks corrected on the page of their check: checked again at once, then confirmed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgs.models import AuditEntry
from reports.actions.imports import keep_mended
from reports.errors import ReportError
from reports.models import ImportJob, Revision
from reports.tests.book_files import (
    GOOD,
    VALUES,
    cell_of,
    fill_units,
    load,
    of_units,
    places,
    saved,
    words,
)

VILLAGE, SIBLING = "U003", "U004"
PART = {"HX-Request": "true"}


@pytest.fixture
def version(template):
    return template.versions.get()


@pytest.fixture
def blank(noon, period, units, cast):
    """The town's workbook as it is downloaded."""
    return of_units(period, units["town"], cast["town"])


@pytest.fixture
def sent(sign_in, blank, version):
    """Send the town's workbook in with these rows: its check, and the client of the town."""

    def send(rows=None, content=None):
        client = sign_in("town")
        file = SimpleUploadedFile("周报.xlsx", content or fill_units(blank, version, rows))
        assert client.post("/reports/excel/", {"file": file}).status_code == 302
        return ImportJob.objects.latest("pk"), client

    return send


@pytest.fixture
def cell(blank, version):
    """The name of a unit's field on the page, by unit and key."""
    return lambda code, key: f"c.{cell_of(blank, version, code, key)}"


def wrong(job):
    job.refresh_from_db()
    return [found["cell"] for found in job.plan["problems"]]


def test_a_wrong_cell_is_typed_over_checked_and_taken_over(sent, cell, period):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}, SIBLING: GOOD})
    place, page = cell(VILLAGE, "v.visits"), job.get_absolute_url()
    assert f'name="{place}" value="约20"' in client.get(page).text

    part = client.post(page, {place: "１,200"}, headers=PART)

    assert (part.status_code, "<html" in part.text, wrong(job)) == (200, False, [])
    assert (job.state, job.mended) == ("waiting", {place[2:]: "１,200"})
    assert f'name="{place}" value="１,200"' in part.text
    assert Revision.objects.count() == 0

    assert client.post(page, {"as": "report", place: "１,200"}).status_code == 302
    job.refresh_from_db()
    assert period.reports.get(unit__code=VILLAGE).values == VALUES
    assert (job.state, job.taken, job.mended) == ("done", 2, {})


def test_the_trail_says_which_cells_were_corrected_on_the_page(sent, cell):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}})
    place = cell(VILLAGE, "v.visits")
    client.post(job.get_absolute_url(), {place: "20"})
    client.post(job.get_absolute_url(), {"as": "report"})

    mended = AuditEntry.objects.get(action="import.mended")
    taken = AuditEntry.objects.get(action="import.taken")
    assert mended.changes == {place[2:]: ["约20", "20"]}
    assert taken.note.endswith(f" · {place[2:]}")


def test_a_corrected_cell_says_so_in_words(sent, cell):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}})
    client.cookies["django_language"] = "en"
    assert "corrected here" not in client.get(job.get_absolute_url()).text

    client.post(job.get_absolute_url(), {cell(VILLAGE, "v.visits"): "20"})

    page = client.get(job.get_absolute_url()).text
    name = page.partition(f'id="c-{cell(VILLAGE, "v.visits")[2:]}"')[2].partition(">")[0]
    assert name.count('(corrected here)"') == page.count("corrected here") == 1


def test_what_is_still_wrong_stays_red_and_keeps_everything_out(sent, cell):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}})
    place = cell(VILLAGE, "v.visits")

    client.post(job.get_absolute_url(), {place: "二十"}, headers=PART)

    assert (wrong(job), job.state, job.mended) == ([place[2:]], "refused", {place[2:]: "二十"})
    assert client.post(job.get_absolute_url(), {"as": "report"}).status_code == 422


def test_typing_and_confirming_at_once_shows_the_new_check_first(sent, cell):
    job, client = sent({VILLAGE: GOOD, SIBLING: GOOD | {"v.visits": "约20"}})
    first, second = cell(SIBLING, "v.visits"), cell(SIBLING, "v.app_users")
    client.post(job.get_absolute_url(), {first: "20"})

    answer = client.post(job.get_absolute_url(), {"as": "report", second: "77"})

    assert (answer.status_code, Revision.objects.count()) == (422, 0)
    assert client.post(job.get_absolute_url(), {"as": "report", second: "77"}).status_code == 302
    assert Revision.objects.get(report__unit__code=SIBLING).values["app_users"] == "77"


def test_a_likely_figure_is_offered_and_taken_with_one_press(sent, cell):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "3.2万"}})
    assert "32000" in client.get(job.get_absolute_url()).text

    client.post(job.get_absolute_url(), {"offer": "0"})

    assert (wrong(job), job.mended) == ([], {cell(VILLAGE, "v.visits")[2:]: "32000"})


def test_a_misspelt_unit_is_put_right_with_one_press(sent, blank, version):
    book = load(fill_units(blank, version, {VILLAGE: GOOD}))
    sheet = book.worksheets[0]
    header, columns = places(sheet, words(version))
    sheet.cell(header + 1, columns["code"]).value = None
    sheet.cell(header + 1, columns["unit"]).value = "桃原村"
    job, client = sent(content=saved(book))
    assert job.plan["problems"][0]["offer"]["label"] == "桃源村"

    client.post(job.get_absolute_url(), {"offer": "0"})

    assert (wrong(job), job.plan["rows"][0]["unit"]) == ([], "桃源村")


@pytest.mark.parametrize("name", ["c.ZZ999", "c.A1", "c.x", "offer"])
def test_cells_that_the_page_does_not_open_are_left_alone(sent, name):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}})

    client.post(job.get_absolute_url(), {name: "9", "as": "check"})

    assert (len(wrong(job)), job.mended) == (1, {})


def test_a_private_number_is_not_kept(sent, cell):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}})

    answer = client.post(job.get_absolute_url(), {cell(VILLAGE, "t.work"): "11010519491231002X"})

    job.refresh_from_db()
    assert (answer.status_code, job.mended) == (422, {})
    assert not AuditEntry.objects.filter(action="import.mended").exists()


def test_a_second_window_does_not_undo_the_first(sent):
    job, _client = sent({VILLAGE: GOOD | {"v.visits": "约20"}})
    seen = ImportJob.objects.get(pk=job.pk)
    keep_mended(job, mended={"Z1": "1"}, plan=job.plan, changes={}, by=job.uploaded_by)

    with pytest.raises(ReportError):
        keep_mended(seen, mended={}, plan=seen.plan, changes={}, by=job.uploaded_by)


def test_the_marked_workbook_holds_what_was_corrected(sent, cell):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}, SIBLING: GOOD | {"v.visits": "x"}})
    place = cell(VILLAGE, "v.visits")
    client.post(job.get_absolute_url(), {place: "20"})

    marked = load(client.get(reverse("reports:book-marked", args=[job.pk])).content).worksheets[0]

    assert (marked[place[2:]].value, marked[place[2:]].comment) == ("20", None)
    assert marked[cell(SIBLING, "v.visits")[2:]].comment is not None


def test_only_rows_at_fault_are_open(sent, cell):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}, SIBLING: GOOD})
    page = client.get(job.get_absolute_url()).text

    assert f'name="{cell(VILLAGE, "v.app_users")}"' in page
    assert f'name="{cell(SIBLING, "v.app_users")}"' not in page


def test_the_check_speaks_the_language_of_the_page(sent, cell):
    job, client = sent({VILLAGE: GOOD | {"v.visits": "约20"}})

    told = {}
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        told[language] = client.get(job.get_absolute_url()).text

    assert "Enter the exact number" in told["en"]
    assert "Enter the exact number" not in told["zh-hans"]
