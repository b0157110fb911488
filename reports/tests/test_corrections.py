"""Approved figures change by a request only; the old ones count until the new are approved."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from orgs.models import AuditEntry, Notice
from reports.actions.corrections import (
    ask_correction,
    drop_correction,
    grant_correction,
    open_correction,
    refuse_correction,
)
from reports.actions.handover import move_duties
from reports.actions.reviews import approve_report, exempt_report, return_report
from reports.actions.submissions import submit_report
from reports.actions.totals import fold_totals, rebuild_totals
from reports.enums import PeriodState, ReportState
from reports.errors import FieldProblems, ReportError
from reports.models import Correction, Period, ReportDraft, Total
from reports.queries.forms import form_page
from reports.queries.ledger import ledger
from reports.stages import CorrectionState as C

GOOD = {"visits": "1200", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


def hand_in(report, by, **values):
    return submit_report(
        report, submission_id=uuid.uuid4(), values={**GOOD, **values}, texts={"work": "宣传"},
        reasons=dict.fromkeys(GOOD, "属实"), by=by,
    )  # fmt: skip


@pytest.fixture
def approved(report, cast):
    """The village's report, approved with 1,200 visits."""
    hand_in(report, cast["reporter"])
    approve_report(report, version=report.version, by=cast["coordinator"])
    return report


@pytest.fixture
def ask(approved, cast):
    """Ask for 120 visits instead."""

    def act(values=None, fields=(), reason="多写了一个零", by="reporter"):
        values = {"visits": "120"} if values is None else values
        return ask_correction(approved, values=values, fields=fields, reason=reason, by=cast[by])

    return act


@pytest.fixture
def granted(ask, approved, cast):
    """The request of the village, granted by the office."""
    correction = ask()
    until = clock.now() + timedelta(days=1)
    grant_correction(correction, answer="请更正", correct_by=until, by=cast["coordinator"])
    approved.refresh_from_db()
    return correction


def visits(units, key="county"):
    fold_totals()
    return Total.objects.get(unit=units[key]).sums.get("visits")


def test_asking_changes_nothing_and_tells_the_office(ask, approved, units, cast):
    correction = ask(fields=["work"])

    approved.refresh_from_db()
    assert (correction.state, correction.fields) == (C.ASKED, ["visits", "work"])
    assert (correction.values, correction.before.number) == ({"visits": "120"}, 1)
    assert (approved.state, approved.values["visits"], visits(units)) == (
        ReportState.APPROVED, "1200", "1200",
    )  # fmt: skip
    told = Notice.objects.get(occasion=f"correction:{correction.pk}", recipient=cast["town"])
    assert told.params["unit"] == "桃源村"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"reason": " "}, "Say why the figures have to be corrected."),
        ({"values": {"visits": "1,200"}}, "Nothing is different from what was approved."),
        ({"values": {}}, "Nothing is different from what was approved."),
    ],
)
def test_an_empty_request_is_refused(ask, asked, sentence):
    with pytest.raises(ReportError) as refusal:
        ask(**asked)

    assert (str(refusal.value), Correction.objects.count()) == (sentence, 0)


def test_an_unreadable_figure_is_named(ask):
    with pytest.raises(FieldProblems) as refusal:
        ask({"visits": "很多", "losses": "5"})

    assert set(refusal.value.problems) == {"visits"}


def test_one_request_at_a_time_and_only_of_what_is_approved(ask, report, period, units, cast):
    ask()
    with pytest.raises(ReportError, match="asked for already"):
        ask({"visits": "7"})
    other = period.reports.get(unit=units["sibling"])
    with pytest.raises(ReportError, match="Only an approved report"):
        ask_correction(other, values={"visits": "1"}, fields=[], reason="x", by=cast["sibling"])


def test_a_locked_period_is_never_corrected(ask, approved):
    Period.objects.filter(pk=approved.period_id).update(state=PeriodState.LOCKED)

    with pytest.raises(ReportError, match="is locked"):
        ask()


def test_granting_opens_the_form_with_what_was_asked_for(granted, approved, units):
    page = form_page(approved)

    marked = {one.code: one.value for one in page.fields if one.is_marked}
    assert (approved.state, marked, page.is_editable) == (
        ReportState.RETURNED, {"visits": "120"}, True,
    )  # fmt: skip
    assert (approved.standing["visits"], visits(units)) == ("1200", "1200")


def test_ledger_and_history_go_on_with_the_approved_figures(granted, approved, period, cast):
    page = ledger(period, cast["coordinator"], clock.now())
    row = next(row for row in page.rows if row.report.pk == approved.pk)

    assert (page.reported, page.counts["approved"], row.state) == (1, 1, "ontime")


def test_the_new_figures_count_once_somebody_approves_them(granted, approved, units, cast):
    hand_in(approved, cast["reporter"], visits="120")
    assert visits(units) == "1200"

    approve_report(approved, version=approved.version, by=cast["coordinator"])

    granted.refresh_from_db()
    assert (granted.state, granted.after.number, approved.standing) == (C.DONE, 2, None)
    assert (visits(units), approved.corrected_at) == ("120", clock.now())
    assert approved.timeliness == "on_time"
    assert [one.values["visits"] for one in approved.revisions.all()] == ["120", "1200"]
    trail = AuditEntry.objects.filter(action="report.approved").latest("pk")
    assert [part["visits"] for part in trail.changes["values"]] == ["1200", "120"]
    assert rebuild_totals(check=True) == []


def test_who_hands_the_correction_in_does_not_approve_it(granted, approved, cast):
    hand_in(approved, cast["town"], visits="120")

    with pytest.raises(ReportError, match="submitted this report yourself"):
        approve_report(approved, version=approved.version, by=cast["town"])


def test_a_correction_may_itself_be_returned_and_still_counts_as_before(
    granted, approved, units, cast
):
    hand_in(approved, cast["reporter"], visits="9")
    return_report(
        approved, version=approved.version, reason="再核", marks={}, by=cast["coordinator"],
        correct_by=clock.now() + timedelta(days=1),
    )  # fmt: skip

    assert (approved.state, visits(units)) == (ReportState.RETURNED, "1200")


def test_stock_figures_stay_carried_meanwhile(granted, approved, make_period, units, cast):
    earlier = make_period(1).reports.get(unit=units["village"])
    with clock.at(clock.now() - timedelta(days=5)):
        hand_in(earlier, cast["reporter"], app_users="250")
    approve_report(earlier, version=earlier.version, by=cast["coordinator"])

    approved.refresh_from_db()
    assert approved.carried["app_users"] == "300"


def test_refusing_needs_a_sentence_and_changes_nothing(ask, approved, cast):
    correction = ask()
    with pytest.raises(ReportError, match="Say why the correction is refused"):
        refuse_correction(correction, answer=" ", by=cast["coordinator"])

    refuse_correction(correction, answer="与台账相符", by=cast["coordinator"])

    approved.refresh_from_db()
    assert (correction.state, correction.answer) == (C.REFUSED, "与台账相符")
    assert approved.state == ReportState.APPROVED
    assert ask({"visits": "7"}).state == C.ASKED


def test_nobody_answers_their_own_request_or_one_answered_already(ask, cast):
    correction = ask(by="town")
    until = clock.now() + timedelta(days=1)

    with pytest.raises(ReportError, match="asked for this correction yourself"):
        grant_correction(correction, answer="", correct_by=until, by=cast["town"])
    grant_correction(correction, answer="", correct_by=until, by=cast["coordinator"])
    with pytest.raises(ReportError, match="has decided on this request already"):
        refuse_correction(correction, answer="不", by=cast["second_coordinator"])


def test_taken_back_the_report_is_what_it_was(granted, approved, units, cast):
    hand_in(approved, cast["reporter"], visits="120")

    drop_correction(approved, reason="核对后无误", by=cast["coordinator"])

    granted.refresh_from_db()
    assert (approved.state, approved.values["visits"], approved.standing) == (
        ReportState.APPROVED, "1200", None,
    )  # fmt: skip
    assert (granted.state, visits(units), ReportDraft.objects.count()) == (C.DROPPED, "1200", 0)
    again = ask_correction(
        approved, values={"visits": "5"}, fields=[], reason="再改", by=cast["reporter"]
    )
    assert again.before.number == 1


def test_a_report_under_correction_is_not_exempted(granted, approved, cast):
    with pytest.raises(ReportError, match="being corrected"):
        exempt_report(approved, reason="停业", by=cast["coordinator"])


def test_a_merge_ends_a_correction_and_keeps_what_was_approved(granted, approved, units, cast):
    move_duties(units["village"], into=units["sibling"], by=cast["coordinator"])

    approved.refresh_from_db()
    assert (approved.state, approved.values["visits"]) == (ReportState.APPROVED, "1200")


def test_the_office_opens_a_report_without_being_asked(approved, cast):
    until = clock.now() + timedelta(days=1)
    with pytest.raises(ReportError, match="Mark at least one field"):
        open_correction(
            approved, fields=[], reason="核对", correct_by=until, by=cast["coordinator"]
        )

    open_correction(
        approved, fields=["visits"], reason="核对", correct_by=until, by=cast["coordinator"]
    )

    assert (approved.state, approved.return_due_at) == (ReportState.RETURNED, until)


# over HTTP


def test_a_unit_asks_and_the_office_answers_on_the_page_of_the_report(sign_in, approved, cast):
    url = reverse("reports:report-correction", args=[approved.pk])
    unit = sign_in("reporter")
    assert unit.get(url).status_code == 200
    unit.post(url, {"v.visits": "120", "v.losses": "", "reason": "多写了一个零"})
    correction = Correction.objects.get()

    office = sign_in("coordinator")
    page = office.get(approved.get_absolute_url()).content.decode()
    assert "多写了一个零" in page
    assert "1,200" in page
    assert "Let it be corrected" in page
    office.post(
        reverse("reports:report-correction-grant", args=[approved.pk]),
        {"correction": correction.pk, "correct_by": "2026-06-12T18:00"},
    )

    correction.refresh_from_db()
    assert (correction.state, correction.values) == (C.GRANTED, {"visits": "120"})


def test_a_refused_request_keeps_what_was_typed(sign_in, approved):
    url = reverse("reports:report-correction", args=[approved.pk])

    answer = sign_in("reporter").post(url, {"v.visits": "许多", "reason": "更正", "mark": "photos"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="许多"' in page
    assert "更正" in page
    assert 'value="photos" checked' in page


def test_the_office_sees_the_request_in_its_queue(sign_in, ask, approved):
    ask()

    queue = sign_in("coordinator").get(reverse("reports:report-review")).context["queue"]

    assert (queue.asked, queue.decided) == ([approved], [])


def test_an_answer_to_somebody_elses_request_finds_nothing(sign_in, ask, approved, period, units):
    correction = ask()
    other = period.reports.get(unit=units["sibling"])

    answer = sign_in("coordinator").post(
        reverse("reports:report-correction-refuse", args=[other.pk]),
        {"correction": correction.pk, "answer": "不"},
    )

    assert (answer.status_code, Correction.objects.get().state) == (404, C.ASKED)


def test_marks_of_a_correction_stand_where_the_report_is_named(sign_in, granted, approved):
    page = sign_in("coordinator").get(approved.get_absolute_url()).content.decode()

    assert "being corrected" in page
    assert "Keep the approved figures" in page
