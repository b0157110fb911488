"""Reports by workbook: download, fill in, send in, confirm."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fraudwatch.lib import clock
from orgs.actions.jobs import run_waiting
from orgs.models import AuditEntry, Job, Notice, StoredFile, User
from reports.actions.behalf import FILLED_IN
from reports.actions.imports import expire_imports
from reports.actions.reviews import return_report
from reports.actions.submissions import submit_zero
from reports.errors import ReportError
from reports.imports.report_book_apply import take_book
from reports.models import ImportJob, Report, ReportDraft, Revision
from reports.queries.imports import offers
from reports.tests.book_files import (
    GOOD,
    VALUES,
    alone,
    cell_of,
    fill_alone,
    fill_units,
    load,
    of_units,
    places,
    saved,
    words,
)
from reports.views import books

UPLOAD = "/reports/excel/"
VILLAGE, SIBLING, SCHOOL = "U003", "U004", "U005"


@pytest.fixture
def version(template):
    return template.versions.get()


@pytest.fixture
def send(noon, sign_in):
    """Send a workbook in; the check's row, or the page of the form when it was refused."""

    def send_in(content, *, by="reporter", name="周报.xlsx", query=""):
        client = sign_in(by)
        response = client.post(UPLOAD + query, {"file": SimpleUploadedFile(name, content)})
        if response.status_code == 422:
            return str(response.context["form"].errors["file"])
        assert response.status_code == 302
        return ImportJob.objects.latest("pk")

    return send_in


@pytest.fixture
def confirm(client):
    """Confirm a check as the person signed in."""

    def press(job, *, how="report", **reasons):
        answers = {name.replace("__", "."): text for name, text in reasons.items()}
        return client.post(job.get_absolute_url(), {"as": how, **answers})

    return press


@pytest.fixture
def town_book(noon, period, units, cast):
    """The town's workbook for its villages and school."""
    return of_units(period, units["town"], cast["town"])


def sentences(job):
    return [(found["cell"], found["text"]) for found in job.plan["problems"]]


def test_a_unit_fills_in_its_workbook_and_hands_in(report, version, send, confirm, client):
    job = send(fill_alone(alone(report), version, GOOD | {"t.work": "在集市设点宣传"}))
    assert (job.state, sentences(job), Revision.objects.count()) == ("waiting", [], 0)

    assert confirm(job).status_code == 302

    report.refresh_from_db()
    job.refresh_from_db()
    revision = report.revisions.get()
    assert (report.state, report.values, report.texts) == (
        "submitted", VALUES, {"work": "在集市设点宣传"},
    )  # fmt: skip
    assert (revision.source, revision.by.username, job.state, job.taken, job.file) == (
        "excel", "reporter", "done", 1, None,
    )  # fmt: skip
    assert not StoredFile.objects.filter(owner=f"reports.import:{job.pk}").exists()


def test_a_town_hands_in_for_all_its_units_at_once(town_book, version, send, confirm, period):
    rows = {
        VILLAGE: GOOD,
        SIBLING: {"zero": "是", "zero_reason": "全村外出收割"},
        SCHOOL: GOOD | {"v.visits": "１，２００ "},
    }
    job = send(fill_units(town_book, version, rows), by="town")
    assert [(row["unit"], row["outcome"]) for row in job.plan["rows"]] == [
        ("桃源村", "new"), ("柳溪村", "zero"), ("河湾镇中心小学", "new"),
    ]  # fmt: skip

    confirm(job)

    found = {row.unit.code: row for row in period.reports.select_related("unit")}
    assert {code: found[code].state for code in rows} == dict.fromkeys(rows, "submitted")
    assert (found[SCHOOL].values, found[SIBLING].is_zero) == (VALUES, True)


def test_a_towns_workbook_stands_as_filled_in_for_its_villages_and_they_hear_of_it(
    town_book, version, send, confirm, period, cast
):
    confirm(send(fill_units(town_book, version, {VILLAGE: GOOD}), by="town"))

    report = period.reports.get(unit__code=VILLAGE)
    trail = AuditEntry.objects.get(action="report.submitted")
    notices = Notice.objects.filter(title=FILLED_IN).values_list("recipient__username", "about")
    assert (report.revisions.get().source, trail.acting_for) == ("excel_for", "桃源村")
    assert set(notices) == {("reporter", f"report:{report.pk}")}
    assert ["other_hand", 1] in report.risks


def test_reporters_who_may_fill_in_for_the_units_below_get_their_workbook(
    period, template, units, cast
):
    def found():
        user = User.objects.get(username="town_reporter")
        return {(one.node.name, one.waiting) for one in offers(user, period) if not one.report}

    before = found()
    type(template).objects.filter(pk=template.pk).update(fill_from_above=True)

    assert (before, found()) == (set(), {(units["town"].name, 3)})


@pytest.mark.parametrize("page", ["reports:town", "reports:report-detail", "reports:report-edit"])
def test_the_pages_where_people_fill_in_lead_to_the_workbook(report, sign_in, page):
    args = [] if page == "reports:town" else [report.pk]

    answer = sign_in("town").get(reverse(page, args=args), follow=True)

    assert f"{UPLOAD}?period={report.period_id}" in answer.text


def test_one_bad_cell_keeps_everything_out(town_book, version, send, confirm):
    rows = {VILLAGE: GOOD, SIBLING: GOOD | {"v.visits": "约20"}, SCHOOL: GOOD}
    content = fill_units(town_book, version, rows)

    job = send(content, by="town")
    answer = confirm(job)

    assert [cell for cell, _text in sentences(job)] == [
        cell_of(content, version, SIBLING, "v.visits")
    ]
    assert (job.state, answer.status_code) == ("refused", 422)
    assert (Revision.objects.count(), ReportDraft.objects.count()) == (0, 0)
    assert "约20" in answer.content.decode()


def test_a_bad_file_may_be_kept_as_drafts_to_be_mended(town_book, version, send, confirm, units):
    rows = {VILLAGE: GOOD, SIBLING: {"v.visits": "约20"}}
    job = send(fill_units(town_book, version, rows), by="town")

    assert confirm(job, how="draft").status_code == 302

    drafts = {draft.report.unit.code: draft.values["visits"] for draft in ReportDraft.objects.all()}
    assert (drafts, Revision.objects.count()) == ({VILLAGE: "1200", SIBLING: "约20"}, 0)


def test_the_same_workbook_comes_back_with_its_mistakes_in_red(town_book, version, send, client):
    book = load(fill_units(town_book, version, {VILLAGE: GOOD | {"v.visits": "1200余"}}))
    sheet = book.worksheets[0]
    header, columns = places(sheet, words(version))
    sheet.cell(header + 1, 30).value = "=1+1"
    book.create_sheet("我的底稿")["B2"] = "=SUM(1,2)"
    book["我的底稿"]["B3"] = "留着"
    job = send(saved(book), by="town")

    marked = load(client.get(reverse("reports:book-marked", args=[job.pk])).content)

    bad = marked.worksheets[0].cell(header + 1, columns["v.visits"])
    good = marked.worksheets[0].cell(header + 1, columns["v.app_users"])
    assert (bad.value, bad.fill.start_color.rgb, bad.comment.text) == (
        "1200余", "00FFC7CE", job.plan["problems"][0]["text"],
    )  # fmt: skip
    assert (good.value, good.comment, good.protection.locked) == (300, None, False)
    assert (marked["我的底稿"]["B2"].value, marked["我的底稿"]["B3"].value) == (None, "留着")
    assert all(cell.data_type != "f" for one in marked for row in one.iter_rows() for cell in row)


def test_the_marked_workbook_can_be_mended_and_sent_in_again(
    town_book, version, send, confirm, client, period
):
    job = send(fill_units(town_book, version, {VILLAGE: GOOD | {"v.visits": "1200余"}}), by="town")
    marked = client.get(reverse("reports:book-marked", args=[job.pk])).content

    again = send(fill_units(marked, version, {VILLAGE: {"v.visits": 1200}}), by="town")
    confirm(again)

    job.refresh_from_db()
    assert (again.plan["problems"], job.state) == ([], "expired")
    assert period.reports.get(unit__code=VILLAGE).values == VALUES


def test_an_unusual_figure_is_explained_on_the_page(
    make_period, units, cast, version, send, confirm, noon
):
    for back in (3, 2, 1):
        old = make_period(back).reports.get(unit=units["village"])
        Report.objects.filter(pk=old.pk).update(
            state="approved", values=VALUES | {"visits": "20"}, carried={"app_users": "290"}
        )
    report = make_period().reports.get(unit=units["village"])
    content = alone(report)
    assert "290" in str([[cell.value for cell in row] for row in load(content).worksheets[0]])
    job = send(fill_alone(content, version, GOOD))
    assert [one["code"] for one in job.plan["rows"][0]["warnings"]] == ["visits"]

    assert confirm(job).status_code == 422
    assert confirm(job, **{f"r__{report.pk}__visits": "集中入户"}).status_code == 302

    assert report.revisions.get().reasons == {"visits": "集中入户"}


def test_a_remark_in_the_sheet_explains_as_well(make_period, units, version, send, confirm, noon):
    for back in (3, 2, 1):
        old = make_period(back).reports.get(unit=units["village"])
        Report.objects.filter(pk=old.pk).update(state="approved", values={"visits": "20"})
    report = make_period().reports.get(unit=units["village"])
    job = send(fill_alone(alone(report), version, GOOD, {"v.visits": "集中入户"}))

    confirm(job)

    assert report.revisions.get().reasons == {"visits": "集中入户"}


def test_the_same_file_again_changes_nothing_and_says_who_sent_it(
    town_book, version, send, confirm, client
):
    content = fill_units(town_book, version, {VILLAGE: GOOD, SIBLING: GOOD})
    confirm(send(content, by="town"))

    again = send(content, by="town")
    page = client.get(again.get_absolute_url()).content.decode()

    assert [row["outcome"] for row in again.plan["rows"]] == ["same", "same", "empty"]
    assert "town先生" in page
    assert confirm(again).status_code == 422
    assert Revision.objects.count() == 2


def test_confirming_twice_hands_in_once(report, version, send, confirm):
    job = send(fill_alone(alone(report), version, GOOD))

    confirm(job)
    second = confirm(job)

    assert (second.status_code, Revision.objects.count()) == (422, 1)


def test_other_figures_for_a_report_that_was_handed_in_are_refused(report, version, send, confirm):
    content = alone(report)
    confirm(send(fill_alone(content, version, GOOD)))

    job = send(fill_alone(content, version, GOOD | {"v.visits": 7}))

    assert "reporter先生" in sentences(job)[0][1]


def test_a_returned_report_is_handed_in_again_with_what_changed(
    report, version, send, confirm, cast
):
    confirm(send(fill_alone(alone(report), version, GOOD)))
    report.refresh_from_db()
    return_report(
        report, version=report.version, reason="数字有误", marks={"visits": ""},
        correct_by=clock.now() + timedelta(days=1), by=cast["coordinator"],
    )  # fmt: skip

    job = send(fill_alone(alone(report), version, GOOD | {"v.visits": 1100}))
    confirm(job)

    row = job.plan["rows"][0]
    assert (row["outcome"], row["changes"]) == ("changed", [["入户宣传", "1200", "1100"]])
    report.refresh_from_db()
    assert (report.state, report.revision_number, report.values["visits"]) == (
        "submitted", 2, "1100",
    )  # fmt: skip


def test_a_large_workbook_is_taken_over_in_the_background(
    town_book, version, send, confirm, monkeypatch, period
):
    monkeypatch.setattr(books, "AT_ONCE", 1)
    job = send(fill_units(town_book, version, {VILLAGE: GOOD, SIBLING: GOOD}), by="town")
    assert confirm(job).status_code == 302
    job.refresh_from_db()
    assert (job.state, Revision.objects.count(), confirm(job).status_code) == ("queued", 0, 422)

    assert run_waiting() == 1

    job.refresh_from_db()
    order = Job.objects.get()
    assert (job.state, job.taken, order.state, order.file is not None) == ("done", 2, "done", True)
    assert Revision.objects.count() == 2


def test_a_large_workbook_that_no_longer_fits_comes_back_to_be_confirmed(
    town_book, version, send, confirm, monkeypatch, period, cast
):
    monkeypatch.setattr(books, "AT_ONCE", 1)
    job = send(fill_units(town_book, version, {VILLAGE: GOOD, SIBLING: GOOD}), by="town")
    confirm(job)
    mine = period.reports.get(unit__code=VILLAGE)
    submit_zero(mine, submission_id=uuid.uuid4(), reason="外出", by=cast["reporter"])

    run_waiting()

    job.refresh_from_db()
    assert (job.state, "桃源村" in job.error, Revision.objects.count()) == ("waiting", True, 1)
    assert Job.objects.get().state == "failed"


def test_what_was_not_confirmed_within_a_day_is_let_go(report, version, send, noon):
    job = send(fill_alone(alone(report), version, GOOD))

    with clock.at(noon + timedelta(hours=25)):
        with pytest.raises(ReportError):
            take_book(job, answers={}, as_draft=False, by=job.uploaded_by)
        assert expire_imports() == 1
        assert expire_imports() == 0

    job.refresh_from_db()
    assert (job.state, job.file, job.plan) == ("expired", None, {})
    assert not StoredFile.objects.filter(owner=f"reports.import:{job.pk}").exists()
