"""Two steps in an order that nobody planned: the figures and states are right all the same."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from campaigns.models import Indicator
from conftest import ZONE
from fraudwatch.lib import clock
from orgs.models import Notice
from reports.actions.corrections import ask_correction, drop_correction, grant_correction
from reports.actions.exceptions import ask_again, exempt_units
from reports.actions.handover import move_duties
from reports.actions.period_steps import reopen_period
from reports.actions.periods import open_due_periods
from reports.actions.reviews import approve_report, exempt_report, return_report
from reports.actions.submissions import submit_report
from reports.actions.templates import switch_off, switch_on
from reports.actions.undoing import undo_decision
from reports.enums import PeriodState, ReportState
from reports.errors import ReportError
from reports.models import Period, Report, TemplateItem, TemplateVersion

VALUES = {"visits": "12", "app_users": "30", "losses": "0", "awareness": {"n": "9", "d": "10"}}


@pytest.fixture(autouse=True)
def _noon_in_english(noon):
    with translation.override("en"):
        yield


def hand_in(report, by, **values):
    later = clock.now() + timedelta(days=3)
    Report.objects.filter(pk=report.pk, closes_at__lt=later).update(closes_at=later)
    return submit_report(
        report, submission_id=uuid.uuid4(), values={**VALUES, **values}, texts={"work": "宣传"},
        reasons=dict.fromkeys([*VALUES, *values], "属实"), by=by,
    )  # fmt: skip


def approve(report, by):
    report.refresh_from_db()
    approve_report(report, version=report.version, by=by)


def send_back(report, by):
    report.refresh_from_db()
    return_report(
        report, version=report.version, reason="请核对", marks={},
        correct_by=clock.now() + timedelta(hours=20), by=by,
    )  # fmt: skip


def second_version(template, *indicators):
    """A next version that asks for more."""
    made = TemplateVersion.objects.create(template=template, number=2)
    first = template.versions.get(number=1)
    asked = [item.indicator for item in first.items.select_related("indicator")]
    for position, indicator in enumerate([*asked, *indicators]):
        TemplateItem.objects.create(
            template_version=made, indicator=indicator, section="宣传防范", position=position
        )
    return made


def test_an_older_report_approved_late_keeps_stocks_that_only_later_versions_ask_for(
    make_period, template, units, cast
):
    lines = Indicator.objects.create(
        code="lines", name="劝阻热线", unit_of_measure="条", kind="whole", measure="stock"
    )
    before, now = make_period(1), make_period()
    Period.objects.filter(pk=now.pk).update(template_version=second_version(template, lines))
    older, newer = (one.reports.get(unit=units["village"]) for one in (before, now))
    newer = Report.objects.get(pk=newer.pk)
    hand_in(newer, cast["reporter"], lines="4")
    approve(newer, cast["coordinator"])

    hand_in(older, cast["reporter"], app_users="25")
    approve(older, cast["coordinator"])

    newer.refresh_from_db()
    assert (newer.carried["lines"], newer.carried["app_users"]) == ("4", "30")


def test_parts_of_a_stock_that_are_carried_always_add_up_to_it(
    make_period, template, indicators, units, cast
):
    Indicator.objects.filter(code="app_users").update(
        breakdown=[{"key": "a", "name": "老人"}, {"key": "b", "name": "学生"}]
    )
    TemplateItem.objects.filter(indicator__code="app_users").update(is_required=False)
    first, second = (make_period(back).reports.get(unit=units["village"]) for back in (1, 0))
    hand_in(first, cast["reporter"], **{"app_users/a": "4", "app_users/b": "6"})
    approve(first, cast["coordinator"])
    hand_in(second, cast["reporter"], **{"app_users/a": "12"})
    approve(second, cast["coordinator"])

    second.refresh_from_db()
    parts = {key: value for key, value in second.carried.items() if key.startswith("app_users")}
    assert parts == {"app_users": "12", "app_users/a": "12"}


def test_a_unit_that_left_and_came_back_carries_its_stocks(make_period, template, units, cast):
    before = make_period(2).reports.get(unit=units["village"])
    hand_in(before, cast["reporter"])
    approve(before, cast["coordinator"])
    make_period(1).reports.filter(unit=units["village"]).delete()

    with clock.at(datetime(2026, 6, 8, 0, 5, tzinfo=ZONE)):
        Period.objects.filter(starts_on=date(2026, 6, 8)).delete()
        open_due_periods()

    row = Report.objects.get(period__starts_on=date(2026, 6, 8), unit=units["village"])
    assert row.carried.get("app_users") == "30"


def test_dropping_a_correction_restores_what_was_approved_last(report, cast):
    hand_in(report, cast["reporter"], visits="10")
    approve(report, cast["coordinator"])
    correction = ask_correction(
        report, values={"visits": "11"}, fields=[], reason="少算一户", by=cast["reporter"]
    )
    report.refresh_from_db()
    undo_decision(report, version=report.version, by=cast["coordinator"])
    send_back(report, cast["coordinator"])
    hand_in(report, cast["reporter"], visits="14")
    approve(report, cast["coordinator"])

    correction.refresh_from_db()
    grant_correction(
        correction, answer="", correct_by=clock.now() + timedelta(days=1), by=cast["coordinator"]
    )
    drop_correction(report, reason="不必", by=cast["coordinator"])

    report.refresh_from_db()
    assert (report.state, report.values["visits"]) == (ReportState.APPROVED, "14")


def test_after_a_dropped_correction_an_earlier_return_is_not_undone(report, cast):
    office = cast["coordinator"]
    hand_in(report, cast["reporter"], visits="10")
    approve(report, office)
    correction = ask_correction(
        report, values={"visits": "11"}, fields=[], reason="少算一户", by=cast["reporter"]
    )
    until = clock.now() + timedelta(days=1)
    grant_correction(correction, answer="", correct_by=until, by=office)
    report.refresh_from_db()
    hand_in(report, cast["reporter"], visits="11")
    send_back(report, office)
    drop_correction(report, reason="不必", by=office)

    report.refresh_from_db()
    with pytest.raises(ReportError):
        undo_decision(report, version=report.version, by=office)
    report.refresh_from_db()
    assert (report.state, report.counted_values["visits"]) == (ReportState.APPROVED, "10")


def test_an_exemption_taken_back_in_a_period_open_again_may_be_handed_in(make_period, units, cast):
    period = make_period(2)
    row = period.reports.get(unit=units["village"])
    exempt_units(period, [row.unit_id], reason="撤并", by=cast["coordinator"])
    Period.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    until = clock.now() + timedelta(days=2)
    reopen_period(period, until=until, reason="补报", by=cast["coordinator"])

    row.refresh_from_db()
    assert ask_again(row, reason="仍在", by=cast["coordinator"]) == ReportState.DUE
    row.refresh_from_db()
    assert row.closes_at == until


def test_a_unit_with_a_returned_report_in_a_locked_period_may_be_merged(report, units, cast):
    hand_in(report, cast["reporter"])
    send_back(report, cast["coordinator"])
    Period.objects.filter(pk=report.period_id).update(state=PeriodState.LOCKED)

    move_duties(units["village"], into=units["sibling"], by=cast["administrator"])

    report.refresh_from_db()
    assert report.state == ReportState.RETURNED


def test_weeks_while_a_report_was_switched_off_are_asked_of_nobody(template, cast):
    with clock.at(datetime(2026, 5, 11, 9, tzinfo=ZONE)):
        open_due_periods()
        switch_off(template, by=cast["coordinator"])
    with clock.at(datetime(2026, 6, 10, 9, tzinfo=ZONE)):
        switch_on(template, by=cast["coordinator"])
        open_due_periods()

    starts = template.periods.order_by("starts_on").values_list("starts_on", flat=True)
    assert [f"{one:%m-%d}" for one in starts] == ["05-04", "05-11", "06-08"]


def test_a_unit_is_told_that_nothing_is_asked_of_it(report, cast):
    exempt_report(report, reason="撤并", by=cast["coordinator"])

    told = Notice.objects.get(recipient=cast["reporter"], about=f"report:{report.pk}")
    assert told.params["why"] == "撤并"
