"""Reviewing over HTTP: the queue, the decision, two reviewers at once."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from fraudwatch.lib import clock
from reports.actions.submissions import submit_report
from reports.enums import Decision, ReportState
from reports.models import Report, Review, Revision

GOOD = {
    "visits": "1200",
    "app_users": "300",
    "losses": "0",
    "awareness": {"n": "90", "d": "100"},
}
OWNERS = {"village": "reporter", "sibling": "sibling", "school": "school", "bank": "bank"}


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def hand_in(period, units, cast):
    """Hand in the reports of the named units, an hour apart."""

    def act(*names, problems=None):
        made = []
        for hour, name in enumerate(names):
            report = period.reports.get(unit=units[name])
            with clock.at(clock.now() - timedelta(hours=len(names) - hour)):
                submit_report(
                    report, submission_id=uuid.uuid4(), values=GOOD, texts={"work": "宣传"},
                    reasons={}, by=cast[OWNERS[name]],
                )  # fmt: skip
            if problems:
                Revision.objects.filter(report=report).update(problems=problems)
                risks = [["unusual", len(problems)]]
                Report.objects.filter(pk=report.pk).update(risk=12 * len(problems), risks=risks)
            report.refresh_from_db()
            made.append(report)
        return made if len(made) > 1 else made[0]

    return act


def review(client, **params):
    return client.get(reverse("reports:report-review"), params)


def approve(client, report, **data):
    url = reverse("reports:report-approve", args=[report.pk])
    return client.post(url, {"version": report.version, **data})


def send_back(client, report, **data):
    url = reverse("reports:report-return", args=[report.pk])
    correct_by = f"{clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    fields = {"version": report.version, "reason": "台账不符", "correct_by": correct_by, **data}
    return client.post(url, fields)


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_riskiest_comes_first_and_opens(sign_in, hand_in):
    first, second = hand_in("village", "sibling")
    third = hand_in("school", problems={"visits": "unusual"})

    answer = review(sign_in("coordinator"))

    queue = answer.context["queue"]
    assert [row.report for row in queue.waiting] == [third, first, second]
    assert (answer.context["at"].report, answer.context["next"]) == (third, first.pk)


def test_a_town_reviews_its_own_villages_only(sign_in, hand_in):
    village, _bank = hand_in("village", "bank")

    queue = review(sign_in("town")).context["queue"]

    assert [row.report for row in queue.waiting] == [village]


def test_the_queue_of_one_week_leaves_the_others(sign_in, hand_in, period, make_period, units):
    hand_in("village")
    other = make_period(1)
    other.reports.filter(unit=units["bank"]).update(state=ReportState.SUBMITTED)

    waiting = review(sign_in("coordinator"), period=other.pk).context["queue"].waiting

    assert [row.report.unit for row in waiting] == [units["bank"]]


def test_the_figures_stand_beside_last_week(sign_in, hand_in, make_period, units):
    make_period(1).reports.filter(unit=units["village"]).update(
        state=ReportState.APPROVED,
        values={"visits": "1000", "awareness": {"n": "80", "d": "100"}},
        carried={"awareness": {"n": "80", "d": "100"}},
    )
    hand_in("village")

    at = review(sign_in("coordinator")).context["at"]

    rows = {row.field.code: row for _name, rows in at.sections for row in rows}
    visits, awareness = rows["visits"], rows["awareness"]
    assert (visits.now, visits.field.last, visits.change, visits.so_far) == (1200, 1000, 20, 2200)
    assert (awareness.now, awareness.change, awareness.so_far) == (90, 10, 90)


def test_an_approval_opens_the_next_report(sign_in, hand_in):
    first, second = hand_in("village", "sibling")
    client = sign_in("coordinator")

    answer = approve(client, first, next=second.pk)

    assert answer["Location"] == f"{reverse('reports:report-review')}?at={second.pk}"
    assert Report.objects.get(pk=first.pk).state == ReportState.APPROVED


def test_unusual_figures_need_a_tick_before_approval(sign_in, hand_in):
    report = hand_in("village", problems={"visits": "unusual"})
    client = sign_in("coordinator")

    refused = approve(client, report)
    taken = approve(client, report, seen="on")

    assert said(refused) == ["Tick that you have looked at the unusual figures, then approve."]
    assert (taken.status_code, Review.objects.get().decision) == (302, Decision.APPROVED)


def test_a_return_carries_reason_marks_and_deadline(sign_in, hand_in):
    report = hand_in("village")

    send_back(
        sign_in("coordinator"),
        report,
        **{"mark": ["visits", "photos"], "m.visits": "台账是 248", "m.photos": "", "m.losses": "x"},
    )

    returned = Review.objects.get()
    marks = dict(returned.marks.values_list("field", "reason"))
    assert (returned.reason, marks) == ("台账不符", {"visits": "台账是 248", "photos": ""})
    assert returned.correct_by == clock.now() + timedelta(days=2)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": " "}, "Say what the unit is asked to correct."),
        ({"correct_by": ""}, "Choose until when the unit can correct the report."),
        (
            {"correct_by": "2026-06-01T12:00"},
            "The correction deadline has already passed; choose a later one.",
        ),
    ],
)
def test_a_return_without_reason_or_time_is_refused(sign_in, hand_in, data, sentence):
    report = hand_in("village")

    answer = send_back(sign_in("coordinator"), report, **data)

    assert said(answer) == [sentence]
    assert Report.objects.get(pk=report.pk).state == ReportState.SUBMITTED


def test_the_second_of_two_reviewers_is_told_who_decided(sign_in, hand_in):
    report = hand_in("village")
    approve(sign_in("coordinator"), report)

    answer = send_back(sign_in("second_coordinator"), report)

    assert said(answer)[-1] == "coordinator先生 decided first: this report is approved."
    assert Review.objects.count() == 1


def test_a_page_opened_before_the_unit_changed_its_report_decides_nothing(sign_in, hand_in):
    report = hand_in("village")
    report.version -= 1

    answer = approve(sign_in("coordinator"), report)

    assert said(answer) == ["The unit has changed this report since; look at it again."]


def test_nobody_reviews_what_they_handed_in_themselves(sign_in, period, units, cast):
    report = period.reports.get(unit=units["village"])
    submit_report(
        report, submission_id=uuid.uuid4(), values=GOOD, texts={}, reasons={}, by=cast["town"],
        source="on_behalf",
    )  # fmt: skip
    report.refresh_from_db()

    answer = approve(sign_in("town"), report)

    assert said(answer) == ["You submitted this report yourself; somebody else has to review it."]


@pytest.mark.parametrize("name", ["reporter", "leader", "inspector", "auditor"])
def test_those_who_only_read_decide_nothing(sign_in, hand_in, name):
    report = hand_in("village")
    client = sign_in(name)

    assert approve(client, report).status_code == 403
    assert send_back(client, report).status_code == 403


def test_an_exempt_unit_and_a_late_opening_go_on_record(sign_in, period, units):
    client = sign_in("coordinator")
    bank = period.reports.get(unit=units["bank"])
    client.post(reverse("reports:report-exempt", args=[bank.pk]), {"reason": "停业装修"})
    missed = period.reports.get(unit=units["school"])
    Report.objects.filter(pk=missed.pk).update(state=ReportState.MISSING)
    client.post(
        reverse("reports:report-reopen", args=[missed.pk]),
        {"reason": "校长请示", "until": "2026-06-20T18:00"},
    )

    bank.refresh_from_db()
    missed.refresh_from_db()
    assert (bank.state, bank.exempt_reason) == (ReportState.EXEMPT, "停业装修")
    assert (missed.state, f"{missed.closes_at:%Y-%m-%d %H:%M}") == (
        ReportState.DUE,
        "2026-06-20 10:00",
    )


@pytest.mark.parametrize("names", [["village"], ["village", "sibling", "school"]])
def test_the_review_page_asks_the_same_number_of_questions(
    sign_in, hand_in, names, django_assert_num_queries
):
    hand_in(*names)
    client = sign_in("coordinator")
    review(client)

    with django_assert_num_queries(17):
        review(client)
