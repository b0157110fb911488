"""Handing reports in."""

import uuid
from datetime import timedelta

import pytest

from fraudwatch.lib import clock
from reports.actions.drafts import save_draft
from reports.actions.periods import close_due_periods
from reports.actions.reviews import approve_report, exempt_report, reopen_report, return_report
from reports.actions.submissions import submit_report, submit_zero
from reports.enums import ReportState, Timeliness
from reports.errors import FieldProblems, ReportError
from reports.models import Revision

GOOD = {
    "visits": "1,200",
    "app_users": "３００",
    "losses": "0",
    "awareness": {"n": "90", "d": "100"},
}


@pytest.fixture
def submit(cast):
    """Hand a report in with good figures, as the village's reporter."""

    def hand_in(report, *, values=None, submission_id=None, by="reporter", **more):
        return submit_report(
            report,
            submission_id=submission_id or uuid.uuid4(),
            values=GOOD if values is None else values,
            texts={"work": "在集市设点宣传"},
            reasons={},
            by=cast[by],
            **more,
        )

    return hand_in


def test_figures_are_kept_as_understood(noon, report, submit):
    submit(report)

    assert (report.state, report.timeliness, report.values) == (
        ReportState.SUBMITTED,
        Timeliness.ON_TIME,
        {"visits": "1200", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}},
    )


def test_the_same_form_sent_again_gives_the_same_receipt(noon, report, submit):
    form = uuid.uuid4()

    first, second = submit(report, submission_id=form), submit(report, submission_id=form)

    assert (first.pk, Revision.objects.count()) == (second.pk, 1)


def test_a_second_phone_hears_who_was_first(noon, report, submit):
    submit(report)

    with pytest.raises(ReportError) as refusal:
        submit(report)

    assert "reporter先生" in str(refusal.value)


def test_blank_figures_are_asked_for_and_not_taken_as_zero(noon, report, submit):
    with pytest.raises(FieldProblems) as refusal:
        submit(report, values={"visits": "3"})

    assert set(refusal.value.problems) == {"app_users", "losses", "awareness"}


def test_an_empty_form_is_refused(noon, report, cast):
    with pytest.raises(FieldProblems):
        submit_report(
            report, submission_id=uuid.uuid4(), values={}, texts={}, reasons={}, by=cast["reporter"]
        )
    report.refresh_from_db()
    assert report.state == ReportState.DUE


def test_a_zero_report_counts_flows_as_zero_and_leaves_stocks_alone(noon, report, cast):
    submit_zero(report, submission_id=uuid.uuid4(), reason="全村外出收割", by=cast["reporter"])

    assert (report.is_zero, report.values) == (True, {"visits": "0", "losses": "0"})


def test_a_zero_report_needs_a_reason(noon, report, cast):
    with pytest.raises(ReportError):
        submit_zero(report, submission_id=uuid.uuid4(), reason="  ", by=cast["reporter"])


def test_after_the_due_moment_a_report_is_late(report, submit):
    with clock.at(report.due_at + timedelta(minutes=1)):
        submit(report)

    assert report.timeliness == Timeliness.LATE


def test_the_due_moment_itself_is_on_time(report, submit):
    with clock.at(report.due_at):
        submit(report)

    assert report.timeliness == Timeliness.ON_TIME


def test_a_return_does_not_wash_off_a_delay(report, submit, cast):
    with clock.at(report.due_at + timedelta(hours=1)):
        submit(report)
        return_report(
            report,
            version=report.version,
            reason="累计数填成本周数",
            marks={"visits": ""},
            correct_by=clock.now() + timedelta(days=1),
            by=cast["coordinator"],
        )
        submit(report)
        approve_report(report, version=report.version, by=cast["coordinator"])

    assert (report.state, report.timeliness, report.revision_number) == (
        ReportState.APPROVED,
        Timeliness.LATE,
        2,
    )


def test_nobody_approves_a_report_of_their_own(noon, report, submit, cast):
    submit(report, by="town", source="on_behalf")

    with pytest.raises(ReportError):
        approve_report(report, version=report.version, by=cast["town"])


def test_the_second_decision_hears_of_the_first(noon, report, submit, cast):
    submit(report)
    version = report.version
    approve_report(report, version=version, by=cast["coordinator"])

    with pytest.raises(ReportError) as refusal:
        return_report(
            report,
            version=version,
            reason="再看看",
            marks={},
            correct_by=clock.now() + timedelta(days=1),
            by=cast["second_coordinator"],
        )

    assert "coordinator先生" in str(refusal.value)


def test_a_return_needs_a_reason_and_a_deadline_ahead(noon, report, submit, cast):
    submit(report)
    for reason, hours in (("", 24), ("缺照片", -1)):
        with pytest.raises(ReportError):
            return_report(
                report,
                version=report.version,
                reason=reason,
                marks={},
                correct_by=clock.now() + timedelta(hours=hours),
                by=cast["coordinator"],
            )
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_what_is_not_there_at_the_close_is_missing_and_can_be_opened_late(report, submit, cast):
    with clock.at(report.closes_at):
        assert close_due_periods() == 1
        assert close_due_periods() == 0
        report.refresh_from_db()
        assert report.state == ReportState.MISSING
        with pytest.raises(ReportError):
            submit(report)
        reopen_report(
            report, reason="停电", until=clock.now() + timedelta(days=1), by=cast["coordinator"]
        )
        submit(report)

    assert (report.state, report.timeliness) == (ReportState.SUBMITTED, Timeliness.LATE)


def test_an_exempt_unit_owes_nothing(noon, report, submit, cast):
    exempt_report(report, reason="整村搬迁", by=cast["coordinator"])

    with pytest.raises(ReportError):
        submit(report)


def test_an_unusual_figure_is_asked_about_and_taken_with_a_reason(make_period, units, cast, submit):
    for back in (3, 2, 1):
        old = make_period(back).reports.get(unit=units["village"])
        with clock.at(old.due_at):
            submit(old, values={**GOOD, "visits": "20"})
    report = make_period().reports.get(unit=units["village"])
    with clock.at(report.due_at):
        with pytest.raises(FieldProblems) as refusal:
            submit(report, values={**GOOD, "visits": "900"})
        assert set(refusal.value.problems) == {"visits"}

        revision = submit_report(
            report,
            submission_id=uuid.uuid4(),
            values={**GOOD, "visits": "900"},
            texts={},
            reasons={"visits": "集中入户"},
            by=cast["reporter"],
        )

    assert revision.reasons == {"visits": "集中入户"}


def test_typing_never_touches_the_report_itself(noon, report, cast):
    draft = save_draft(
        report, values={"visits": "5"}, texts={}, reasons={}, version=0, by=cast["reporter"]
    )
    save_draft(report, values={"losses": "1"}, texts={}, reasons={}, version=1, by=cast["reporter"])

    report.refresh_from_db()
    draft.refresh_from_db()
    assert (report.state, report.values, draft.values) == (
        ReportState.DRAFT,
        {},
        {"visits": "5", "losses": "1"},
    )


def test_an_identity_number_in_a_text_is_refused(noon, report, cast):
    with pytest.raises(FieldProblems) as refusal:
        submit_report(
            report,
            submission_id=uuid.uuid4(),
            values=GOOD,
            texts={"work": "回访事主，身份证 11010519491231002X"},
            reasons={},
            by=cast["reporter"],
        )

    assert set(refusal.value.problems) == {"work"}
