"""Where days stand on a line."""

from datetime import date, datetime

import pytest

from campaigns.timescale import Scale, percent

JUNE = Scale(date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (date(2026, 6, 1), 0),
        (date(2026, 6, 16), 50),
        (datetime.fromisoformat("2026-06-16T12:00:00+08:00"), 50 + 50 / 30),
        (datetime.fromisoformat("2026-06-15T16:00:00+00:00"), 50),  # midnight in Shanghai
        (date(2026, 5, 1), 0),
        (date(2026, 8, 1), 100),
    ],
)
def test_a_day_stands_at_its_share_of_the_line(value, share):
    assert JUNE.share(value) == pytest.approx(share)


def test_the_months_begin_with_the_line():
    scale = Scale(date(2026, 5, 20), date(2026, 7, 10))

    assert scale.months() == [date(2026, 5, 20), date(2026, 6, 1), date(2026, 7, 1)]


@pytest.mark.parametrize(
    ("zoom", "days"),
    [("month", [1, 15]), ("whole", [1, 15]), ("week", [1, 8, 15, 22, 29])],
)
def test_mondays_are_written_where_there_is_room(zoom, days):
    scale = Scale(JUNE.first, JUNE.last, zoom)

    assert [day.day for day in scale.marks()] == days


@pytest.mark.parametrize(("zoom", "width"), [("week", "780"), ("month", "270"), ("whole", "100%")])
def test_the_drawing_is_as_wide_as_its_days(zoom, width):
    assert Scale(JUNE.first, JUNE.last, zoom).width == width


def test_a_share_is_written_as_svg_writes_it():
    assert percent(47.204) == "47.20%"
