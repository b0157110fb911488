"""Periods open and close by themselves."""

from datetime import date, datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from fraudwatch.lib import clock
from reports.actions.periods import close_due_periods, open_due_periods
from reports.actions.totals import fold_totals
from reports.enums import ReportState
from reports.models import Period, Report, Total
from reports.moments import moments_of, span_at

ZONE = ZoneInfo("Asia/Shanghai")


def at(*parts):
    return datetime(*parts, tzinfo=ZONE)


def test_every_week_since_the_first_opens_once(template):
    with clock.at(at(2026, 5, 20, 9)):
        assert (open_due_periods(), open_due_periods()) == (3, 0)

    assert list(Period.objects.order_by("starts_on").values_list("starts_on", flat=True)) == [
        date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 18),
    ]  # fmt: skip


def test_a_week_opens_on_its_monday_and_not_before(template):
    with clock.at(at(2026, 5, 10, 23, 59)):
        open_due_periods()
    assert Period.objects.count() == 1
    with clock.at(at(2026, 5, 11, 0, 0)):
        open_due_periods()
    assert Period.objects.count() == 2


def test_units_that_owe_are_frozen_with_their_path(template, units):
    with clock.at(at(2026, 5, 4, 1)):
        open_due_periods()
    village = Report.objects.get(unit=units["village"])
    units["village"].path = "moved."
    units["village"].save(update_fields=["path"])

    village.refresh_from_db()
    assert village.path.startswith(units["town"].path)


def test_a_unit_out_of_service_owes_nothing(template, units):
    units["school"].active_to = date(2026, 5, 1)
    units["school"].save(update_fields=["active_to"])
    with clock.at(at(2026, 5, 4, 1)):
        open_due_periods()

    assert Report.objects.filter(unit=units["school"]).count() == 0


def test_an_opened_period_shows_its_denominator_at_once(template, units):
    with clock.at(at(2026, 5, 4, 1)):
        open_due_periods()
        fold_totals()

    total = Total.objects.get(unit=units["county"])
    assert (total.owed, total.reported, total.sums) == (5, 0, {})


def test_a_switched_off_report_opens_nothing(template):
    template.is_active = False
    template.save(update_fields=["is_active"])
    with clock.at(at(2026, 5, 20, 9)):
        assert open_due_periods() == 0


def test_closing_makes_what_is_not_there_missing(template):
    with clock.at(at(2026, 5, 4, 1)):
        open_due_periods()
    with clock.at(at(2026, 5, 12, 18)):
        assert (close_due_periods(), close_due_periods()) == (1, 0)

    states = set(Report.objects.filter(period__starts_on=date(2026, 5, 4)).values_list("state"))
    assert states == {(ReportState.MISSING,)}


def schedule(**more):
    return SimpleNamespace(
        **{
            "due_day": 4, "due_time": time(18), "close_day": 6, "close_time": time(18),
            "shift_holidays": True, "counts_from": "start", "lock_days": 7,
        }
        | more
    )  # fmt: skip


def week(*monday):
    return span_at("weekly", date(*monday))


def test_a_due_moment_in_the_national_holiday_moves_to_the_next_working_day():
    moments = moments_of(schedule(), week(2026, 9, 28))

    assert moments.due_at == at(2026, 10, 8, 18)
    assert moments.closes_at >= moments.due_at


def test_without_shifting_the_holiday_stays():
    assert moments_of(schedule(shift_holidays=False), week(2026, 9, 28)).due_at == at(
        2026, 10, 2, 18
    )


def test_a_sunday_that_is_worked_is_a_working_day():
    moments = moments_of(schedule(due_day=6, close_day=7), week(2026, 9, 14))

    assert moments.due_at == at(2026, 9, 20, 18)
