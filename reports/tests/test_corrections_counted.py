"""What is counted while a correction is under way, and who may open approved figures."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from reports.actions.corrections import ask_correction, drop_correction, grant_correction
from reports.actions.corrections import open_correction as open_it
from reports.actions.forwarding import forward_report
from reports.actions.handover import count_duties
from reports.actions.review_levels import set_levels
from reports.actions.reviews import approve_report
from reports.actions.submissions import submit_report, submit_zero
from reports.actions.totals import fold_totals, rebuild_totals
from reports.actions.undoing import undo_decision
from reports.enums import PeriodState
from reports.errors import ReportError
from reports.models import Period, Total
from reports.queries.chosen import chosen
from reports.queries.ledger import ledger
from reports.queries.ledger_page import ledger_page_of

GOOD = {"visits": "12", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


def hand_in(report, cast):
    submit_report(
        report, submission_id=uuid.uuid4(), values=GOOD, texts={"work": "宣传"},
        reasons=dict.fromkeys(GOOD, "属实"), by=cast["reporter"],
    )  # fmt: skip


def approve(report, cast):
    approve_report(report, version=report.version, by=cast["coordinator"])


def open_correction(report, cast, by="coordinator"):
    until = clock.now() + timedelta(days=1)
    open_it(report, fields=["visits"], reason="核对", correct_by=until, by=cast[by])


@pytest.fixture
def zero(report, cast):
    """The village's zero report, approved and open for correction."""
    submit_zero(report, submission_id=uuid.uuid4(), reason="农忙", by=cast["reporter"])
    approve(report, cast)
    open_correction(report, cast)
    return report


def counts(period, units, cast):
    """Reported, approved and zero: in the county's total, the ledger, and its history."""
    fold_totals()
    total, user = Total.objects.get(period=period, unit=units["county"]), cast["coordinator"]
    now = clock.now()
    page = ledger(period, user, now)
    shown = chosen(user, {}, {"period": str(period.pk)}, now)
    past = ledger_page_of(user, shown, None, now).history[0].counts
    assert rebuild_totals(check=True) == []
    return (
        (total.reported, total.approved, total.zero, total.sums.get("visits")),
        (page.reported, page.counts["approved"], page.counts["zero"]),
        (past["reported"], past["zero"]),
    )


ZERO = ((1, 1, 1, "0"), (1, 1, 1), (1, 1))
GIVEN = ((1, 1, 0, "12"), (1, 1, 0), (1, 0))


def test_a_zero_report_counts_as_one_until_its_correction_is_approved(zero, period, units, cast):
    opened = counts(period, units, cast)
    hand_in(zero, cast)
    handed_in = counts(period, units, cast)
    approve(zero, cast)

    assert (opened, handed_in, counts(period, units, cast)) == (ZERO, ZERO, GIVEN)


def test_figures_corrected_to_a_zero_report_count_on_as_figures(report, period, units, cast):
    hand_in(report, cast)
    approve(report, cast)
    open_correction(report, cast)
    submit_zero(report, submission_id=uuid.uuid4(), reason="误报", by=cast["reporter"])
    under_way = counts(period, units, cast)
    approve(report, cast)

    assert (under_way, counts(period, units, cast)) == (GIVEN, ZERO)


def test_an_undone_approval_and_a_dropped_correction_count_the_zero_again(
    zero, period, units, cast
):
    hand_in(zero, cast)
    approve(zero, cast)
    undo_decision(zero, version=zero.version, by=cast["coordinator"])
    undone = counts(period, units, cast)
    drop_correction(zero, reason="核对后无误", by=cast["coordinator"])

    assert (undone, counts(period, units, cast)) == (ZERO, ZERO)
    assert (zero.is_zero, zero.stands_as_zero) == (True, False)


def test_a_returned_report_of_a_locked_week_is_no_duty_to_hand_over(report, units, period, cast):
    before = count_duties(units["village"])
    Period.objects.filter(pk=period.pk).update(state=PeriodState.LOCKED)

    assert before - count_duties(units["village"]) == 1


# a request in a week that was locked meanwhile


def test_in_a_locked_week_a_request_is_refused_but_not_granted(sign_in, report, cast):
    hand_in(report, cast)
    approve(report, cast)
    asked = ask_correction(
        report, values={"visits": "1"}, fields=[], reason="多写", by=cast["reporter"]
    )
    Period.objects.filter(pk=report.period_id).update(state=PeriodState.LOCKED)
    page = sign_in("coordinator").get(report.get_absolute_url()).content.decode()
    until = clock.now() + timedelta(days=1)

    assert reverse("reports:report-correction-grant", args=[report.pk]) not in page
    assert reverse("reports:report-correction-open", args=[report.pk]) not in page
    assert reverse("reports:report-correction-refuse", args=[report.pk]) in page
    with pytest.raises(ReportError, match="is locked"):
        grant_correction(asked, answer="", correct_by=until, by=cast["coordinator"])


# level by level the office alone opens what it approved


@pytest.fixture
def by_level(template, report, cast):
    """The village's report, forwarded by the town and approved by the office."""
    set_levels(template, by_town=True, by=cast["coordinator"])
    report.refresh_from_db()
    hand_in(report, cast)
    forward_report(report, version=report.version, by=cast["town"])
    approve(report, cast)
    return report


def test_level_by_level_the_town_opens_nothing_that_the_office_approved(by_level, cast):
    asked = ask_correction(
        by_level, values={"visits": "1"}, fields=[], reason="多写", by=cast["reporter"]
    )
    until = clock.now() + timedelta(days=1)

    with pytest.raises(ReportError, match="decides on corrections"):
        grant_correction(asked, answer="", correct_by=until, by=cast["town"])
    grant_correction(asked, answer="", correct_by=until, by=cast["coordinator"])
    with pytest.raises(ReportError, match="decides on corrections"):
        drop_correction(by_level, reason="撤回", by=cast["town"])


def test_level_by_level_the_page_offers_the_town_to_ask_only(sign_in, by_level):
    town = sign_in("town")
    page = town.get(by_level.get_absolute_url()).content.decode()
    door = reverse("reports:report-correction-open", args=[by_level.pk])

    assert reverse("reports:report-correction", args=[by_level.pk]) in page
    assert door not in page
    assert town.get(door).status_code == 302


def test_straight_whoever_reviews_opens_it(report, cast):
    hand_in(report, cast)
    approve(report, cast)
    open_correction(report, cast, by="town")

    assert report.state == "returned"
