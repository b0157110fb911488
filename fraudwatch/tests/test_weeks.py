"""Weeks, due moments and working days."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudwatch.lib import weeks
from fraudwatch.lib.weeks import ZONE, WorkingDays, monday_of

steady = settings(derandomize=True, deadline=None, max_examples=300)
instants = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - zones come beside it
    max_value=datetime(2032, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, ZONE, ZoneInfo("America/New_York")]),
)
borders = st.builds(
    lambda week, micros: (
        datetime(2020, 1, 6, tzinfo=ZONE) + timedelta(weeks=week, microseconds=micros)
    ),
    st.integers(0, 676),
    st.integers(-3_000_000, 3_000_000),
)


@steady
@given(st.one_of(instants, borders))
def test_each_instant_falls_into_exactly_one_week(instant):
    monday = monday_of(instant)

    starts = [monday + timedelta(weeks=step) for step in (-1, 0, 1)]
    holding = [
        start
        for start in starts
        if datetime.combine(start, time(), ZONE)
        <= instant
        < datetime.combine(start + timedelta(days=7), time(), ZONE)
    ]
    assert (holding, monday.weekday()) == ([monday], 0)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_the_zone_of_the_machine_changes_nothing(zone):
    code = (
        "from datetime import datetime, UTC; from fraudwatch.lib.weeks import monday_of;"
        "print(monday_of(datetime(2026, 6, 7, 15, 59, 59, 999999, tzinfo=UTC)),"
        " monday_of(datetime(2026, 6, 7, 16, tzinfo=UTC)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, text=True
    )

    assert done.stdout.split() == ["2026-06-01", "2026-06-08"], done.stderr


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="aware"):
        monday_of(datetime(2026, 6, 8, 12))  # noqa: DTZ001 - the point of the test


def test_the_year_2026_has_a_week_53_and_new_year_belongs_to_it():
    monday = date(2026, 12, 28)

    assert weeks.iso_week_of(monday) == (2026, 53)
    assert monday_of(date(2027, 1, 3)) == monday == weeks.monday_of_week(2026, 53)
    assert weeks.shift_weeks(monday, 1) == date(2027, 1, 4) == weeks.monday_of_week(2027, 1)


def test_week_one_may_begin_in_december():
    assert weeks.iso_week_of(date(2025, 12, 29)) == (2026, 1)


def test_the_weeks_of_a_span_are_all_weeks_it_touches():
    assert weeks.mondays(date(2026, 6, 10), date(2026, 6, 22)) == [
        date(2026, 6, 8),
        date(2026, 6, 15),
        date(2026, 6, 22),
    ]


def test_weeks_of_a_campaign_count_from_the_week_it_began_in():
    began = date(2026, 3, 4)

    numbers = [weeks.week_number(monday_of(day), first=began) for day in (began, date(2026, 3, 9))]

    assert numbers == [1, 2]
    assert weeks.week_number(date(2026, 6, 8), first=began) == 15


@pytest.mark.parametrize(
    ("monday", "number", "label"),
    [
        (date(2026, 6, 8), 15, "Week 15 (8–14 June)"),
        (date(2026, 6, 29), None, "Week 27 (29 June–5 July)"),
        (date(2026, 12, 28), None, "Week 53 (28 December 2026–3 January 2027)"),
    ],
)
def test_a_week_label_shows_its_dates(monday, number, label):
    with translation.override("en"):
        assert weeks.week_label(monday, number=number) == label


@pytest.mark.parametrize(
    ("monday", "number", "label"),
    [
        (date(2026, 6, 8), 15, "第15周（6.8—6.14）"),
        (date(2026, 6, 29), None, "第27周（6.29—7.5）"),
        (date(2026, 12, 28), None, "第53周（2026.12.28—2027.1.3）"),
    ],
)
def test_a_week_label_reads_as_offices_write_it(monday, number, label):
    with translation.override("zh-hans"):
        assert weeks.week_label(monday, number=number) == label


def test_days_months_and_moments_have_labels_in_both_languages():
    due = datetime(2026, 6, 11, 10, tzinfo=UTC)
    with translation.override("en"):
        english = weeks.day_label(due), weeks.moment_label(due), weeks.month_label(date(2026, 6, 1))
    with translation.override("zh-hans"):
        chinese = weeks.day_label(due), weeks.moment_label(due), weeks.month_label(date(2026, 6, 1))

    assert english == ("11 June", "11 June 18:00", "June 2026")
    assert chinese == ("6月11日", "6月11日 18:00", "2026年6月")


def test_a_day_of_another_year_is_said_with_its_year():
    due, today = datetime(2027, 3, 17, 10, tzinfo=UTC), date(2026, 12, 31)
    with translation.override("en"):
        english = weeks.day_label(due, today), weeks.moment_label(due, today)
    with translation.override("zh-hans"):
        chinese = weeks.day_label(due, today), weeks.moment_label(due, today)

    assert english == ("17 March 2027", "17 March 2027 18:00")
    assert chinese == ("2027年3月17日", "2027年3月17日 18:00")
    assert weeks.day_label(due, date(2027, 1, 1)) == weeks.day_label(due)


def test_months_end_and_shift_across_years():
    november = weeks.month_of(datetime(2026, 10, 31, 16, tzinfo=UTC))

    assert november == date(2026, 11, 1)
    assert weeks.month_end(november) == date(2026, 11, 30)
    assert weeks.shift_months(november, 2) == date(2027, 1, 1)
    assert weeks.shift_months(november, -11) == date(2025, 12, 1)
    assert weeks.month_end(date(2028, 2, 1)) == date(2028, 2, 29)


def test_a_due_moment_is_a_weekday_and_a_clock_time_in_shanghai():
    due = weeks.moment(date(2026, 6, 8), 4, time(18))

    assert due == datetime(2026, 6, 12, 10, tzinfo=UTC)


WORKED_WEEKENDS = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
RESTED_WEEKDAYS = [
    (1, 1),
    (1, 2),
    (2, 16),
    (2, 17),
    (2, 23),
    (4, 6),
    (5, 1),
    (5, 4),
    (5, 5),
    (6, 19),
]


@pytest.mark.parametrize(("month", "day"), WORKED_WEEKENDS)
def test_weekends_worked_in_2026(month, day):
    assert weeks.is_working_day(date(2026, month, day))
    assert date(2026, month, day).weekday() > 4


@pytest.mark.parametrize(
    ("month", "day"), [*RESTED_WEEKDAYS, (9, 25), *[(10, day) for day in range(1, 8)]]
)
def test_days_of_rest_in_2026(month, day):
    assert not weeks.is_working_day(date(2026, month, day))


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 10, 2), date(2026, 10, 8)),
        (date(2026, 10, 8), date(2026, 10, 8)),
        (date(2026, 2, 15), date(2026, 2, 24)),
        (date(2026, 9, 19), date(2026, 9, 20)),
    ],
)
def test_the_next_working_day_is_the_day_itself_or_the_first_after_a_break(day, following):
    assert weeks.next_working_day(day) == following


def test_a_deadline_in_the_holidays_moves_and_keeps_its_clock_time():
    due = weeks.moment(date(2026, 9, 28), 4, time(18))

    assert due.date() == date(2026, 10, 2)
    assert weeks.shift_to_working_day(due) == datetime(2026, 10, 8, 18, tzinfo=ZONE)


def test_a_year_without_a_notice_knows_weekends_and_says_so():
    days = WorkingDays()

    assert (days.is_known(2026), days.is_known(2027)) == (True, False)
    assert [days.is_working(date(2027, 10, day)) for day in (1, 2, 3, 4)] == [
        True,
        False,
        False,
        True,
    ]


def test_the_sites_own_table_wins_over_the_seeds():
    days = WorkingDays(
        {date(2027, 10, 1): False, date(2027, 10, 2): True, date(2026, 10, 8): False}
    )

    assert days.next(date(2027, 10, 1)) == date(2027, 10, 2)
    assert days.next(date(2026, 10, 2)) == date(2026, 10, 9)
    assert days.is_known(2027)


def test_counting_working_days_skips_the_holidays():
    days = WorkingDays()

    assert days.after(date(2026, 9, 29), 2) == date(2026, 10, 8)
    assert days.after(date(2026, 10, 3), 0) == date(2026, 10, 8)


def test_a_table_without_any_working_day_ends_in_a_plain_error():
    rest = {date(2027, 1, 1) + timedelta(days=ahead): False for ahead in range(70)}

    with pytest.raises(ValueError, match="no working day"):
        WorkingDays(rest).next(date(2027, 1, 1))


@steady
@given(st.dates(date(2019, 1, 1), date(2030, 12, 31)))
def test_the_next_working_day_is_worked_and_nothing_before_it_is(day):
    days = WorkingDays()

    following = days.next(day)

    between = [day + timedelta(days=ahead) for ahead in range((following - day).days)]
    assert days.is_working(following)
    assert not any(days.is_working(rested) for rested in between)
