"""Counts over a headcount: sum over sum, the base of its time, units without one left out."""

import uuid
from datetime import date

import pytest

from campaigns.actions.indicators import edit_indicator
from campaigns.models import Indicator
from fraudwatch.lib import clock
from orgs.actions.bases import BaseSpec, add_bases
from reports.actions.reviews import approve_report, exempt_report
from reports.actions.submissions import submit_report
from reports.actions.totals import fold_totals, rebuild_totals
from reports.errors import FieldProblems
from reports.models import Report, Total

APRIL, JUNE = date(2026, 4, 1), date(2026, 6, 9)


@pytest.fixture
def gauge(indicators):
    """App users are counted over adults."""
    Indicator.objects.filter(code="app_users").update(base_kind="adults")


@pytest.fixture
def base(cast):
    """Enter a headcount of adults."""

    def act(unit, count, as_of=APRIL):
        return add_bases([BaseSpec(unit, "adults", count, as_of)], by=cast["coordinator"])

    return act


@pytest.fixture
def count_users(cast):
    """Hand in and approve a report with so many app users."""

    def act(report, users):
        figures = {
            "visits": "1", "app_users": str(users), "losses": "0",
            "awareness": {"n": "1", "d": "2"},
        }  # fmt: skip
        submit_report(
            report, submission_id=uuid.uuid4(), values=figures, texts={},
            reasons=dict.fromkeys(figures, "属实"), by=cast["reporter"],
        )  # fmt: skip
        report.refresh_from_db()
        approve_report(report, version=report.version, by=cast["coordinator"])

    return act


def gauge_of(period, unit):
    """Count, base and number of units of the gauge at a node."""
    fold_totals()
    row = Total.objects.get(period=period, unit=unit)
    found = row.gauges.get("app_users", {})
    return found.get("n"), found.get("d"), row.gauges_given.get("app_users", 0)


def test_a_node_is_the_sum_of_counts_over_the_sum_of_bases(
    noon, gauge, base, count_users, period, units
):
    base(units["village"], 200)
    base(units["bank"], 50)
    count_users(period.reports.get(unit=units["village"]), 120)
    count_users(period.reports.get(unit=units["bank"]), 30)

    assert gauge_of(period, units["town"]) == ("120", "200", 1)
    assert gauge_of(period, units["county"]) == ("150", "250", 2)


def test_a_unit_without_a_base_is_left_out_with_its_count(
    noon, gauge, base, count_users, period, units
):
    base(units["village"], 200)
    count_users(period.reports.get(unit=units["village"]), 120)
    count_users(period.reports.get(unit=units["sibling"]), 80)

    assert gauge_of(period, units["town"]) == ("120", "200", 1)
    assert Total.objects.get(unit=units["town"]).stocks["app_users"] == "200"


def test_a_base_that_comes_later_is_taken_up(noon, gauge, base, count_users, period, units):
    count_users(period.reports.get(unit=units["village"]), 120)
    before = gauge_of(period, units["county"])
    base(units["village"], 200)

    assert (before, gauge_of(period, units["county"])) == ((None, None, 0), ("120", "200", 1))


def test_history_keeps_the_base_of_its_time(noon, gauge, base, count_users, make_period, units):
    old, new = make_period(1), make_period(0)
    with clock.at(old.due_at):
        base(units["village"], 200)
        count_users(old.reports.get(unit=units["village"]), 120)
    with clock.at(new.due_at):
        base(units["village"], 300, JUNE)

    assert gauge_of(old, units["county"]) == ("120", "200", 1)
    assert gauge_of(new, units["county"]) == ("120", "300", 1)  # the stock is carried on


def test_an_exempt_unit_is_neither_counted_nor_in_the_base(
    noon, cast, gauge, base, count_users, make_period, units
):
    old, new = make_period(1), make_period(0)
    base(units["village"], 200)
    with clock.at(old.due_at):
        count_users(old.reports.get(unit=units["village"]), 120)
    exempt_report(new.reports.get(unit=units["village"]), reason="搬迁", by=cast["coordinator"])

    assert gauge_of(new, units["county"]) == (None, None, 0)


def test_a_new_base_dirties_only_reports_with_a_gauge(noon, base, count_users, period, units):
    count_users(period.reports.get(unit=units["village"]), 120)
    fold_totals()
    base(units["village"], 200)

    assert gauge_of(period, units["county"]) == (None, None, 0)


def test_rebuilding_finds_a_gauge_that_is_wrong_and_mends_it(
    noon, gauge, base, count_users, period, units
):
    base(units["village"], 200)
    count_users(period.reports.get(unit=units["village"]), 120)
    fold_totals()
    Total.objects.filter(unit=units["county"]).update(gauges={})

    found = rebuild_totals()
    assert [line.split()[2] for line in found] == ["gauges:"]
    assert (gauge_of(period, units["county"]), rebuild_totals(check=True)) == (
        ("120", "200", 1),
        [],
    )


def test_a_moved_unit_keeps_its_base_in_the_old_towns_history(
    noon, gauge, base, count_users, period, units
):
    base(units["village"], 200)
    report = period.reports.get(unit=units["village"])
    count_users(report, 120)
    frozen = Report.objects.get(pk=report.pk).path
    units["village"].path = units["other_town"].path + frozen[-5:]
    units["village"].save(update_fields=["path"])

    assert gauge_of(period, units["town"]) == ("120", "200", 1)


def test_an_indicator_that_becomes_a_gauge_is_counted_in_old_periods_too(
    noon, cast, indicators, base, count_users, period, units
):
    base(units["village"], 200)
    count_users(period.reports.get(unit=units["village"]), 120)
    fold_totals()
    edit_indicator(indicators["app_users"], base_kind="adults", by=cast["coordinator"])
    edit_indicator(indicators["awareness"], base_kind="adults", by=cast["coordinator"])

    assert gauge_of(period, units["county"]) == ("120", "200", 1)
    assert rebuild_totals(check=True) == []


def test_a_count_above_the_headcount_is_refused_at_entry(
    noon, gauge, base, count_users, period, units
):
    base(units["village"], 100)
    report = period.reports.get(unit=units["village"])
    with pytest.raises(FieldProblems) as refused:
        count_users(report, 101)
    count_users(report, 100)

    assert {code: "100" in text for code, text in refused.value.problems.items()} == {
        "app_users": True
    }
