"""The form of a report over HTTP: what it shows, what it keeps, what it refuses."""

import json
import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from campaigns.models import Target
from fraudwatch.lib import clock
from reports.actions.drafts import save_draft
from reports.actions.reviews import return_report
from reports.enums import ReportState, Timeliness
from reports.models import ReportDraft, Revision

GOOD = {
    "v.visits": "1,200",
    "v.app_users": "300",
    "v.losses": "0",
    "v.awareness.n": "90",
    "v.awareness.d": "100",
    "t.work": "在集市设点宣传",
}


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def reporter(sign_in):
    return sign_in("reporter")


def address(report, name="edit"):
    return reverse(f"reports:report-{name}", args=[report.pk])


def field(answer, code):
    return next(one for one in answer.context["page"].fields if one.code == code)


def autosave(client, report, fields, version=0):
    return client.post(
        address(report, "autosave"),
        json.dumps({"draft_version": version, "fields": fields}),
        content_type="application/json",
        headers={"accept": "application/json"},
    )


def submit(client, report, fields=GOOD, submission_id=None):
    data = {**fields, "submission_id": str(submission_id or uuid.uuid4())}
    return client.post(address(report, "submit"), data)


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_form_shows_last_week_cumulative_and_target(
    reporter, report, make_period, units, campaign, indicators
):
    for back, visits in ((2, "10"), (1, "12")):
        make_period(back).reports.filter(unit=units["village"]).update(
            state=ReportState.APPROVED, values={"visits": visits}
        )
    Target.objects.create(
        campaign=campaign, indicator=indicators["visits"], value=5040, per_unit=True
    )

    answer = reporter.get(address(report))

    visits = field(answer, "visits")
    assert (visits.last, visits.cumulative, visits.target) == (12, 22, 5040)
    assert "Target</i> 5,040<" in answer.text


def test_autosave_keeps_the_fields_sent_and_leaves_the_others(reporter, report):
    first = autosave(reporter, report, {"v.visits": "12", "t.work": "宣传"})
    second = autosave(reporter, report, {"v.visits": "", "v.app_users": "3"}, version=1)

    draft = ReportDraft.objects.get()
    assert (first.json()["version"], second.json()["version"]) == (1, 2)
    assert (draft.values, draft.texts) == ({"app_users": "3"}, {"work": "宣传"})


def test_autosave_answers_with_what_the_checks_say(reporter, report):
    checks = autosave(reporter, report, {"v.awareness.n": "9", "v.awareness.d": "3"}).json()[
        "checks"
    ]

    assert checks["awareness"]["problem"] == (
        "9 of 3 is more than all; check which number is which."
    )
    assert checks["visits"] == {"problem": "", "warning": ""}


def test_half_a_rate_is_kept_and_asked_for_whole(reporter, report):
    answer = autosave(reporter, report, {"v.awareness.n": "9", "v.awareness.d": ""})

    assert answer.json()["checks"]["awareness"]["problem"] == "Fill in both numbers of the rate."
    assert reporter.get(address(report, "edit")).status_code == 200


def test_two_numbers_where_one_is_asked_for_are_told_so(reporter, report):
    answer = autosave(reporter, report, {"v.visits.n": "9", "v.visits.d": "10"})

    assert answer.json()["checks"]["visits"]["problem"] == "Type one number here."


def test_autosave_hints_at_personal_data(reporter, report):
    answer = autosave(reporter, report, {"t.work": "联系 13812342047"})

    hint = answer.json()["private"]["t.work"]
    assert "138****2047" in hint["say"]
    assert hint["parts"] == [["13812342047", "138****2047"]]


def test_a_stale_autosave_gets_the_other_devices_fields(reporter, report, cast):
    values = {"visits": "12", "awareness": {"n": "90", "d": "100"}}
    save_draft(report, values=values, texts={}, reasons={}, version=0, by=cast["reporter"])

    answer = autosave(reporter, report, {"v.visits": "21"})

    assert (answer.status_code, answer.json()) == (
        409,
        {
            "sentence": "reporter先生 saved this report at 12:00:00 on another device.",
            "version": 1,
            "fields": {"v.visits": "12", "v.awareness.n": "90", "v.awareness.d": "100"},
        },
    )
    assert ReportDraft.objects.get().values == values


def test_autosave_of_a_report_handed_in_elsewhere_says_so(reporter, report):
    submit(reporter, report)

    answer = autosave(reporter, report, {"v.visits": "21"})

    assert (answer.status_code, answer.json()["closed"]) == (409, True)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"fields": 3}', '{"fields": {}, "draft', "3"])
def test_autosave_of_nonsense_is_refused_in_words(reporter, report, body):
    answer = reporter.post(address(report, "autosave"), body, content_type="application/json")

    assert (answer.status_code, answer.json()["sentence"]) == (
        400,
        "The form could not be read.",
    )


def test_autosave_without_a_session_is_told_to_sign_in(client, report):
    assert autosave(client, report, {"v.visits": "1"}).status_code == 401


def test_a_refused_submission_keeps_every_word_and_names_each_field(reporter, report):
    typed = {**GOOD, "v.visits": "three", "v.awareness.n": "900"}

    answer = submit(reporter, report, typed)

    assert answer.status_code == 422
    assert [(one.label, one.target) for one in answer.context["problems"]] == [
        ("入户宣传", "v.visits"),
        ("知晓率", "v.awareness.n"),
    ]
    for problem in answer.context["problems"]:
        shown = field(answer, problem.target.split(".")[1]).problem
        assert shown == problem.text
    assert [field(answer, code).value for code in ("visits", "app_users")] == ["three", "300"]
    assert ReportDraft.objects.get().values["visits"] == "three"


def test_a_refused_submission_over_a_newer_draft_still_shows_what_was_typed(reporter, report, cast):
    save_draft(report, values={"visits": "5"}, texts={}, reasons={}, version=0, by=cast["reporter"])

    answer = submit(reporter, report, {"v.visits": "three"})

    assert field(answer, "visits").value == "three"
    assert ReportDraft.objects.get().values == {"visits": "5"}


def test_an_empty_form_is_told_about_the_zero_report(reporter, report):
    answer = submit(reporter, report, {})

    assert "hand in a zero report and say why" in answer.text
    report.refresh_from_db()
    assert report.state == ReportState.DUE


def test_the_same_form_twice_gives_the_same_receipt(reporter, report):
    form = uuid.uuid4()

    first, second = (
        submit(reporter, report, submission_id=form),
        submit(reporter, report, submission_id=form),
    )

    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert Revision.objects.count() == 1
    assert str(form) in reporter.get(first["Location"]).text


def test_another_device_learns_who_handed_in_and_when(reporter, report):
    submit(reporter, report)

    answer = submit(reporter, report)

    assert answer["Location"] == report.get_absolute_url()
    assert [one.partition(" on ")[0] for one in said(answer)] == [
        "Already submitted by reporter先生"
    ]


def test_a_form_that_comes_back_from_sign_in_opens_the_form(reporter, report):
    for name in ("submit", "zero"):
        assert reporter.get(address(report, name))["Location"] == address(report)


def test_a_zero_report_needs_a_reason(reporter, report):
    answer = reporter.post(address(report, "zero"), {"reason": " "})

    assert said(answer) == ["Say in a few words why there is nothing to report."]


def test_a_zero_report_is_received(reporter, report):
    answer = reporter.post(
        address(report, "zero"), {"reason": "抗洪", "submission_id": str(uuid.uuid4())}, follow=True
    )

    report.refresh_from_db()
    assert (report.is_zero, report.zero_reason) == (True, "抗洪")
    assert "Your zero report was received" in answer.text


def test_without_scripts_the_form_can_be_kept(reporter, report):
    answer = reporter.post(address(report), {"v.visits": "12", "draft_version": "0"})

    assert (answer.status_code, ReportDraft.objects.get().values) == (302, {"visits": "12"})


def test_marks_and_reasons_of_a_return_stand_in_the_form(reporter, report, cast):
    submit(reporter, report)
    report.refresh_from_db()
    return_report(
        report,
        version=report.version,
        reason="台账不符",
        marks={"visits": "台账是 248", "photos": ""},
        correct_by=clock.now() + timedelta(days=1),
        by=cast["coordinator"],
    )

    answer = reporter.get(address(report))

    marked = {one.code: one.marked for one in answer.context["page"].fields if one.is_marked}
    assert (marked, answer.context["page"].photos_marked) == ({"visits": "台账是 248"}, "台账不符")
    assert "coordinator先生" in answer.text


def test_the_late_mark_stays_after_a_return(reporter, report, cast):
    with clock.at(report.due_at + timedelta(hours=1)):
        submit(reporter, report)
        report.refresh_from_db()
        correct_by = clock.now() + timedelta(days=1)
        return_report(
            report, version=report.version, reason="改", marks={}, correct_by=correct_by,
            by=cast["coordinator"],
        )  # fmt: skip
        answer = submit(reporter, report)
        receipt = reporter.get(answer["Location"])

    report.refresh_from_db()
    assert (report.revision_number, report.timeliness) == (2, Timeliness.LATE)
    assert "Submitted late" in receipt.text


def test_a_coordinator_sees_that_it_fills_in_for_the_unit(sign_in, report):
    town = sign_in("town")

    shown = town.get(address(report))
    submit(town, report)

    assert "You are filling in for 桃源村" in shown.text
    assert report.revisions.get().source == "on_behalf"


def test_a_report_handed_in_opens_its_page_instead(reporter, report):
    submit(reporter, report)

    assert reporter.get(address(report))["Location"] == report.get_absolute_url()


@pytest.mark.parametrize("name", ["sibling", "far_coordinator", "bank"])
@pytest.mark.parametrize("door", ["detail", "edit", "receipt"])
def test_other_units_reports_do_not_exist(sign_in, report, name, door):
    assert sign_in(name).get(address(report, door)).status_code == 404


def test_fields_nobody_asked_for_change_nothing(reporter, report):
    extra = {"state": "approved", "version": "9", "timeliness": "late", "unit": "1", "v.bogus": "1"}

    submit(reporter, report, {**GOOD, **extra})

    report.refresh_from_db()
    assert (report.state, sorted(report.values)) == (
        ReportState.SUBMITTED,
        ["app_users", "awareness", "losses", "visits"],
    )
