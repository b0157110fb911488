"""The rounds of a task that repeats: on which days, and how the rhythm reads."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from campaigns.enums import Repeat, Shift
from campaigns.recurrence import MOST_ROUNDS, Rhythm, rhythm_words, rounds
from fraudwatch.lib.weeks import ZONE, WorkingDays

NO_HOLIDAYS = WorkingDays({date(2026, 1, 1) + timedelta(n): True for n in range(400)})
FIRST, LAST = date(2026, 5, 4), date(2026, 10, 31)


def rhythm(due, repeat, **more):
    due_at = datetime.combine(date.fromisoformat(due), time(18), ZONE)
    return Rhythm(due_at, repeat, **({"first": FIRST, "last": LAST} | more))


def days(found):
    return [f"{moment:%m-%d}" for moment in found]


@pytest.mark.parametrize(
    ("due", "repeat", "more", "expected"),
    [
        ("2026-06-05", Repeat.ONCE, {}, ["06-05"]),
        ("2026-10-29", Repeat.DAILY, {}, ["10-29", "10-30", "10-31"]),
        ("2026-10-20", Repeat.DAYS, {"every": 5}, ["10-20", "10-25", "10-30"]),
        ("2026-10-09", Repeat.WEEKS, {}, ["10-09", "10-16", "10-23", "10-30"]),
        ("2026-10-02", Repeat.WEEKS, {"every": 2}, ["10-02", "10-16", "10-30"]),
        ("2026-08-31", Repeat.MONTHLY, {}, ["08-31", "09-30", "10-31"]),
        ("2026-08-30", Repeat.MONTHLY, {}, ["08-30", "09-30", "10-30"]),
        (
            "2026-06-01", Repeat.PHASES,
            {"phase_ends": (date(2026, 10, 31), date(2026, 5, 31), date(2026, 6, 30))},
            ["06-30", "10-31"],
        ),
        ("2026-10-30", Repeat.WEEKS, {"last": date(2026, 10, 30)}, ["10-30"]),
        ("2026-10-31", Repeat.WEEKS, {"last": date(2026, 10, 30)}, []),
    ],
)  # fmt: skip
def test_a_rhythm_falls_on_these_days(due, repeat, more, expected):
    assert days(rounds(rhythm(due, repeat, **more), NO_HOLIDAYS)) == expected


def test_the_thirty_first_is_the_last_day_of_february_and_again_the_thirty_first():
    found = rounds(rhythm("2027-01-31", Repeat.MONTHLY, last=date(2027, 4, 30)), NO_HOLIDAYS)

    assert [f"{moment:%Y-%m-%d}" for moment in found] == [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30",
    ]  # fmt: skip


def test_every_round_is_due_at_the_same_time_of_day():
    found = rounds(rhythm("2026-10-09", Repeat.WEEKS))

    assert {moment.timetz() for moment in found} == {time(18, tzinfo=ZONE)}


# 1 to 7 October 2026 are holidays, 10 October (a Saturday) and 20 September are worked.
@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (Shift.KEEP, ["09-25", "10-02", "10-09"]),
        (Shift.BEFORE, ["09-24", "09-30", "10-09"]),
        (Shift.AFTER, ["09-28", "10-08", "10-09"]),
        (Shift.SKIP, ["10-09"]),
    ],
)
def test_a_friday_in_the_holidays_moves_as_the_rhythm_says(shift, expected):
    weekly = rhythm("2026-09-25", Repeat.WEEKS, shift=shift, last=date(2026, 10, 9))

    assert days(rounds(weekly)) == expected


def test_days_that_fall_together_after_a_shift_are_one_round():
    daily = rhythm("2026-06-12", Repeat.DAILY, shift=Shift.BEFORE, last=date(2026, 6, 16))

    assert days(rounds(daily)) == ["06-12", "06-15", "06-16"]


def test_a_worked_saturday_is_a_working_day():
    daily = rhythm("2026-10-08", Repeat.DAILY, shift=Shift.SKIP, last=date(2026, 10, 12))

    assert days(rounds(daily)) == ["10-08", "10-09", "10-10", "10-12"]


@pytest.mark.parametrize(
    ("due", "shift", "expected"),
    [("2026-10-31", Shift.AFTER, ["10-30"]), ("2026-05-04", Shift.BEFORE, ["05-06"])],
)
def test_a_shift_that_would_leave_the_campaign_goes_the_other_way(due, shift, expected):
    assert days(rounds(rhythm(due, Repeat.ONCE, shift=shift))) == expected


def test_a_rhythm_without_end_in_sight_is_cut_off_above_the_limit():
    endless = rhythm("2026-05-04", Repeat.DAILY, last=date(2046, 1, 1))

    assert len(rounds(endless)) == MOST_ROUNDS + 1


@given(
    start=st.dates(date(2026, 5, 4), date(2026, 10, 31)),
    span=st.integers(0, 180),
    repeat=st.sampled_from(Repeat.values),
    every=st.integers(1, 40),
    shift=st.sampled_from(Shift.values),
    phase_ends=st.lists(st.dates(date(2026, 5, 1), date(2026, 11, 5)), max_size=5),
)
def test_rounds_come_in_order_once_each_and_inside_the_campaign(
    start, span, repeat, every, shift, phase_ends
):
    last = min(start + timedelta(span), LAST)
    due_at = datetime.combine(start, time(18), ZONE)
    found = rounds(Rhythm(due_at, repeat, FIRST, last, every, shift, tuple(phase_ends)))

    assert found == sorted(set(found))
    assert all(FIRST <= moment.date() <= last for moment in found)
    if shift != Shift.KEEP:
        assert all(WorkingDays().is_working(moment.date()) for moment in found)


@pytest.mark.parametrize(
    ("due", "repeat", "more", "words"),
    [
        (
            "2026-06-12", Repeat.WEEKS, {"shift": Shift.BEFORE},
            "every Friday by 18:00, on days off the working day before, until 31 October, 2 times",
        ),
        ("2026-06-12", Repeat.DAILY, {}, "every day by 18:00, until 31 October, 2 times"),
        (
            "2026-06-12", Repeat.DAYS, {"every": 3},
            "every 3 days by 18:00, until 31 October, 2 times",
        ),
        (
            "2026-06-12", Repeat.WEEKS, {"every": 2},
            "every 2 weeks on Friday by 18:00, until 31 October, 2 times",
        ),
        (
            "2026-06-12", Repeat.MONTHLY, {"shift": Shift.SKIP},
            "on day 12 of each month by 18:00, not on days off, until 31 October, 2 times",
        ),
        (
            "2026-05-31", Repeat.MONTHLY, {},
            "on day 31 of each month (or its last day) by 18:00, until 31 October, 2 times",
        ),
        (
            "2026-06-12", Repeat.PHASES, {"shift": Shift.AFTER},
            "on the last day of each phase by 18:00, on days off the working day after, until "
            "31 October, 2 times",
        ),
    ],
)  # fmt: skip
def test_a_rhythm_reads_as_one_sentence(due, repeat, more, words):
    with override("en"):
        assert rhythm_words(rhythm(due, repeat, **more), 2) == words
