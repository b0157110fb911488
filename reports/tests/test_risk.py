"""Which report comes first in the queue, and why."""

import io
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fraudwatch.lib import clock
from reports.actions.photos import add_photo
from reports.actions.reuse import compare_waiting, decide_reuse
from reports.actions.reviews import return_report
from reports.actions.submissions import submit_report, submit_zero
from reports.enums import ReportState
from reports.models import PhotoReuse, Report
from reports.risk import WEIGHTS, Facts, extremes, risk_of, risk_words

GOOD = {"visits": "120", "app_users": "300", "losses": "0", "awareness": {"n": "9", "d": "10"}}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize(
    ("facts", "score", "reasons"),
    [
        (Facts(), 0, []),
        (Facts(unusual=1), 12, [("unusual", 1)]),
        (Facts(late=True, first=True), 13, [("first", 1), ("late", 1)]),
        (Facts(reused=1, unusual=2), 64, [("reused", 1), ("unusual", 2)]),
        (Facts(unusual=9, zero=True), 76, [("unusual", 9), ("zero", 1)]),
    ],
)
def test_the_rank_is_the_sum_of_its_reasons_heaviest_first(facts, score, reasons):
    risk = risk_of(facts)

    assert (risk.score, risk.reasons) == (score, reasons)


@given(st.builds(Facts, reused=st.integers(0, 99), unusual=st.integers(0, 99), late=st.booleans()))
def test_every_rank_can_be_said_in_words_and_more_never_ranks_lower(facts):
    risk = risk_of(facts)
    more = risk_of(Facts(facts.reused + 1, facts.extreme, facts.unusual, late=facts.late))

    assert all(risk_words(code, count) for code, count in risk.reasons)
    assert (risk.score == 0) == (not risk.reasons)
    assert more.score >= risk.score


def test_every_weight_has_its_words_and_an_old_reason_says_nothing():
    assert [code for code in WEIGHTS if not risk_words(code, 2)] == []
    assert risk_words("forgotten", 1) == ""


@pytest.mark.parametrize(
    ("value", "history", "found"),
    [
        ("1200", [100, 120, 110], ["visits"]),
        ("11", [100, 120, 110], ["visits"]),
        ("300", [100, 120, 110], []),
        ("1200", [100, None, 110], []),  # two figures are no history
        ("9", [0, 0, 1], []),  # small before and now
        ({"n": "1", "d": "100"}, [90, 90, 90], []),
    ],
)
def test_ten_times_off_the_mean_is_extreme(value, history, found):
    past = [None if number is None else Decimal(number) for number in history]

    assert extremes({"visits": value}, {"visits": past}) == found


def square():
    """A picture with something in it."""
    out = io.BytesIO()
    Image.radial_gradient("L").save(out, "JPEG")
    return out.getvalue()


def hand_in(report, by, **values):
    submit_report(
        report, submission_id=uuid.uuid4(), values={**GOOD, **values}, texts={"work": "宣传"},
        reasons={"visits": "集中行动"}, by=by,
    )  # fmt: skip


def test_a_submission_carries_its_rank(noon, make_period, units, cast):
    for back in (5, 4, 3, 2):
        make_period(back).reports.filter(unit=units["village"]).update(
            state=ReportState.APPROVED, values={"visits": "100"}, revision_number=1
        )
    report = make_period().reports.get(unit=units["village"])

    hand_in(report, cast["reporter"], visits="2000")

    assert (report.risk, report.risks) == (30, [["extreme", 1]])


def test_a_photo_used_before_puts_a_report_in_front(noon, period, units, cast):
    first, second = (period.reports.get(unit=units[name]) for name in ("sibling", "village"))
    picture = square()
    add_photo(first, picture, upload_id=uuid.uuid4(), by=cast["sibling"])
    hand_in(first, cast["sibling"])
    with clock.at(noon + timedelta(minutes=1)):  # of one moment, either may be the earlier
        add_photo(second, picture, upload_id=uuid.uuid4(), by=cast["reporter"])
    compare_waiting()
    hand_in(second, cast["reporter"])
    assert second.risks == [["reused", 1], ["first", 1]]

    decide_reuse(
        PhotoReuse.objects.get(), verdict="allowed", reason="两村联合活动", version=1,
        by=cast["coordinator"],
    )  # fmt: skip

    second.refresh_from_db()
    assert (second.risk, second.risks) == (8, [["first", 1]])


def test_the_first_report_of_a_unit_is_looked_at(noon, report, cast):
    hand_in(report, cast["reporter"])

    assert report.risks == [["first", 1]]


def test_a_zero_report_and_another_hand_are_reasons(noon, report, cast):
    submit_zero(
        report, submission_id=uuid.uuid4(), reason="抗洪", by=cast["town"], source="on_behalf"
    )

    assert report.risks == [["first", 1], ["zero", 1], ["other_hand", 1]]


@pytest.mark.parametrize(
    ("hours", "risks", "is_late"),
    [(1, [["again", 1]], False), (30, [["late_answer", 1], ["again", 1]], True)],
)
def test_a_correction_is_judged_by_its_own_deadline(report, cast, hours, risks, is_late):
    now = report.due_at - timedelta(days=3)
    with clock.at(now):
        hand_in(report, cast["reporter"])
        return_report(
            report, version=report.version, reason="核对", marks={"visits": ""},
            correct_by=now + timedelta(days=1), by=cast["coordinator"],
        )  # fmt: skip
    with clock.at(now + timedelta(hours=hours)):
        hand_in(report, cast["reporter"])

    assert (report.risks, report.is_corrected_late) == (risks, is_late)
    assert report.timeliness == "on_time"
    assert report.revisions.first().is_late_answer is is_late


def test_a_late_answer_stays_on_the_report_for_good(report, cast):
    Report.objects.filter(pk=report.pk).update(
        state=ReportState.RETURNED, is_corrected_late=True, return_due_at=report.due_at
    )
    report.refresh_from_db()
    with clock.at(report.due_at - timedelta(days=1)):
        hand_in(report, cast["reporter"])

    assert report.is_corrected_late
