"""Totals equal a naive recomputation, whatever happened and in whatever order."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fraudwatch.lib import clock
from fraudwatch.lib.paths import ancestors
from reports.actions.carrying import carry_forward
from reports.actions.reviews import approve_report, exempt_report, return_report
from reports.actions.submissions import submit_report, submit_zero
from reports.actions.totals import fold_totals, mark_dirty, rebuild_totals
from reports.enums import ReportState
from reports.models import DirtyReport, Period, Report, Total
from reports.queries.totals import children_rows, node_figures

KEYS = ("village", "sibling", "school", "other_village", "bank")


def values(visits, app_users, good, base):
    return {
        "visits": str(visits),
        "app_users": str(app_users),
        "losses": "10.5",
        "awareness": {"n": str(min(good, base)), "d": str(base)},
    }


@pytest.fixture
def hand_in(cast):
    """Submit and approve a report with given figures, however long ago its week was."""

    def act(report, figures, *, approve=True):
        Report.objects.filter(pk=report.pk).update(closes_at=clock.now() + timedelta(days=1))
        report.refresh_from_db()
        submit_report(
            report,
            submission_id=uuid.uuid4(),
            values=figures,
            texts={},
            reasons=dict.fromkeys(figures, "属实"),
            by=cast["reporter"],
        )
        if approve:
            approve_report(report, version=report.version, by=cast["coordinator"])

    return act


def test_an_approved_report_reaches_every_node_above_it(noon, period, units, hand_in):
    hand_in(period.reports.get(unit=units["village"]), values(7, 30, 9, 10))
    hand_in(period.reports.get(unit=units["bank"]), values(5, 20, 1, 10))
    fold_totals()

    rows = {row.unit.name: row for row in Total.objects.select_related("unit")}
    seen = {
        name: (row.owed, row.reported, row.sums["visits"], row.sums["awareness"])
        for name, row in rows.items()
        if row.sums
    }
    assert seen == {
        "河湾镇": (3, 1, "7", {"n": "9", "d": "10"}),
        "青澜县": (5, 2, "12", {"n": "10", "d": "20"}),
    }


def test_many_changes_of_one_period_are_folded_once(noon, period, units):
    report = period.reports.get(unit=units["village"])
    asked = []
    for changes in (1, 1, 5):
        for _change in range(changes):
            mark_dirty(report)
        with CaptureQueriesContext(connection) as queries:
            fold_totals()
        asked.append(len(queries))

    assert asked[1] == asked[2]


def test_what_waits_for_review_is_reported_but_not_summed(noon, period, units, hand_in):
    hand_in(period.reports.get(unit=units["village"]), values(7, 30, 9, 10), approve=False)
    fold_totals()

    county = Total.objects.get(unit=units["county"])
    assert (county.reported, county.approved, county.sums) == (1, 0, {})


def test_a_stock_not_reported_again_keeps_its_last_figure(make_period, units, hand_in):
    old, new = make_period(1), make_period(0)
    with clock.at(old.due_at):
        hand_in(old.reports.get(unit=units["village"]), values(1, 30, 1, 1))
        hand_in(old.reports.get(unit=units["bank"]), values(1, 20, 1, 1))
    with clock.at(new.due_at):
        hand_in(new.reports.get(unit=units["village"]), values(1, 50, 1, 1))
    fold_totals()

    county = Total.objects.get(unit=units["county"], period=new)
    assert (county.stocks["app_users"], county.stocks_given["app_users"]) == ("70", 2)


def test_a_late_correction_of_a_stock_reaches_later_periods(make_period, units, hand_in):
    old, new = make_period(1), make_period(0)
    with clock.at(new.due_at):
        hand_in(old.reports.get(unit=units["bank"]), values(1, 20, 1, 1))
    fold_totals()

    assert Total.objects.get(unit=units["county"], period=new).stocks["app_users"] == "20"


def test_figures_compare_with_the_week_before(make_period, template, units, hand_in):
    old, new = make_period(1), make_period(0)
    with clock.at(new.due_at):
        hand_in(old.reports.get(unit=units["village"]), values(8, 30, 1, 2))
        hand_in(new.reports.get(unit=units["village"]), values(12, 40, 1, 2))
    fold_totals()

    page = node_figures(template, units["county"], new)
    visits = next(one for one in page.figures if one.indicator.code == "visits")
    seen = (visits.value, visits.last, visits.change, visits.cumulative, visits.given, visits.owed)
    assert seen == (Decimal(12), Decimal(8), Decimal("50.0"), Decimal(20), 1, 5)


def test_a_leaf_shows_its_own_report_as_its_figures(noon, period, template, units, hand_in):
    hand_in(period.reports.get(unit=units["village"]), values(8, 30, 1, 2))
    fold_totals()

    page = node_figures(template, units["village"], period)
    assert [one.value for one in page.figures] == [8, 30, Decimal("10.5"), Decimal("50.0")]


def test_children_stand_in_their_official_order(noon, period, units, hand_in):
    hand_in(period.reports.get(unit=units["bank"]), values(8, 30, 1, 2))
    fold_totals()

    assert [row.unit.name for row in children_rows(units["county"], [period])] == [
        "河湾镇", "沙溪镇", "青澜农商银行",
    ]  # fmt: skip


def naive(period):
    """Counts and flow sums by node path, straight from the rows."""
    seen = {}
    leaves = set(Report.objects.filter(period=period).values_list("path", flat=True))
    for report in Report.objects.filter(period=period):
        for path in ancestors(report.path):
            row = seen.setdefault(path, {"owed": 0, "reported": 0, "visits": None, "n": None})
            if report.state != ReportState.EXEMPT:
                row["owed"] += 1
            if report.state in (ReportState.SUBMITTED, ReportState.APPROVED):
                row["reported"] += 1
            if report.state == ReportState.APPROVED and "visits" in report.values:
                row["visits"] = (row["visits"] or 0) + Decimal(report.values["visits"])
            if report.state == ReportState.APPROVED and "awareness" in report.values:
                row["n"] = (row["n"] or 0) + Decimal(report.values["awareness"]["n"])
    return {path: row for path, row in seen.items() if path not in leaves}


def stored(period):
    return {
        row.path: {
            "owed": row.owed,
            "reported": row.reported,
            "visits": Decimal(row.sums["visits"]) if "visits" in row.sums else None,
            "n": Decimal(row.sums["awareness"]["n"]) if "awareness" in row.sums else None,
        }
        for row in Total.objects.filter(period=period)
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from(KEYS),
        st.sampled_from(["submit", "approve", "return", "zero", "exempt", "fold"]),
        st.integers(0, 50),
    ),
    max_size=14,
)


@given(steps=STEPS)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_order_of_events_gives_the_naive_sums(steps, make_period, units, cast, hand_in):
    Report.objects.all().delete()
    period = fresh(make_period)
    with clock.at(period.due_at):
        for key, what, amount in steps:
            play(period.reports.get(unit=units[key]), what, amount, cast, hand_in)
        DirtyReport.objects.create(
            report=period.reports.first(), period=period, path=period.reports.first().path
        )
        fold_totals()

    assert (stored(period), rebuild_totals(check=True)) == (naive(period), [])


def fresh(make_period):
    Total.objects.all().delete()
    DirtyReport.objects.all().delete()
    Period.objects.all().delete()
    return make_period()


def play(report, what, amount, cast, hand_in):
    if what == "fold":
        fold_totals()
    elif what == "submit" and report.state in ("due", "returned"):
        hand_in(report, values(amount, amount, amount, 50), approve=False)
    elif what == "zero" and report.state in ("due", "returned"):
        submit_zero(report, submission_id=uuid.uuid4(), reason="无", by=cast["reporter"])
    elif what == "approve" and report.state == "submitted":
        approve_report(report, version=report.version, by=cast["coordinator"])
    elif what == "return" and report.state == "submitted":
        return_report(
            report, version=report.version, reason="核", marks={},
            correct_by=clock.now() + timedelta(days=1), by=cast["coordinator"],
        )  # fmt: skip
    elif what == "exempt" and report.state in ("due", "returned"):
        exempt_report(report, reason="搬迁", by=cast["coordinator"])
        carry_forward(report)


def test_many_dirty_reports_at_once_give_the_same_as_one_by_one(
    noon, period, units, hand_in, monkeypatch
):
    for key in KEYS:
        hand_in(period.reports.get(unit=units[key]), values(3, 4, 5, 6))
    fold_totals()
    by_branch = stored(period)
    monkeypatch.setattr("reports.actions.totals.WHOLE_PERIOD_FROM", 1)
    for report in Report.objects.filter(period=period):
        DirtyReport.objects.create(report=report, period=period, path=report.path)

    fold_totals()

    assert (stored(period), rebuild_totals(check=True)) == (by_branch, [])
