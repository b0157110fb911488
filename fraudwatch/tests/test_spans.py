"""Spans of every cadence: where they begin and end, and how they are called."""

import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from fraudwatch.lib import spans
from fraudwatch.lib.weeks import ZONE, day_of

NEAR = [date(year, 1, 1) for year in range(2020, 2034)]
ABOUT_NEW_YEAR = st.builds(
    lambda first, seconds: datetime(first.year, 1, 1, tzinfo=ZONE) + timedelta(seconds=seconds),
    st.sampled_from(NEAR),
    st.integers(-10 * 86400, 10 * 86400),
)
ANY_TIME = st.integers(0, 13 * 366 * 86400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=ZONE) + timedelta(seconds=seconds)
)


def borders(cadence):
    """Instants within two seconds of the beginning of a span."""
    days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
    return st.builds(
        lambda day, seconds: datetime.combine(
            spans.first_day(cadence, day), datetime.min.time(), ZONE
        ) + timedelta(seconds=seconds),
        days, st.integers(-2, 2),
    )  # fmt: skip


@pytest.mark.parametrize("cadence", spans.CALENDAR)
def test_every_instant_lies_in_exactly_one_span(cadence):
    @given(st.one_of(ABOUT_NEW_YEAR, ANY_TIME, borders(cadence)))
    @example(datetime(2026, 12, 28, 0, 0, tzinfo=ZONE))
    @example(datetime(2027, 1, 3, 23, 59, 59, 900000, tzinfo=ZONE))
    @example(datetime(2027, 1, 4, 0, 0, tzinfo=ZONE))
    def holds(instant):
        day = day_of(instant)
        first = spans.first_day(cadence, day)
        before = spans.first_day(cadence, first - timedelta(days=1))
        after = spans.next_first(cadence, first)
        assert first <= day <= spans.last_day(cadence, first) < after
        assert spans.next_first(cadence, before) == first
        assert spans.first_day(cadence, after) == after
        assert spans.last_day(cadence, before) == first - timedelta(days=1)

    holds()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_the_zone_of_the_server_does_not_matter(zone):
    script = (
        "from datetime import datetime, UTC; from fraudwatch.lib import spans, weeks;"
        "at = [datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC),"
        " datetime(2026, 12, 31, 16, 0, tzinfo=UTC)];"
        "print([[spans.first_day(c, weeks.day_of(a)).isoformat() for c in spans.CALENDAR]"
        " for a in at])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], env={"TZ": zone}, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip

    old = ["2026-12-31", "2026-12-28", "2026-12-21", "2026-12-16", "2026-12-01", "2026-10-01"]
    new = ["2027-01-01", "2026-12-28", "2027-01-01", "2027-01-01", "2027-01-01", "2027-01-01"]
    assert told.strip() == str([old, new])


LABELS = [
    ("daily", (2026, 6, 11), (2026, 6, 11), "11 June 2026 (Thu)", "2026.6.11（周四）"),
    ("weekly", (2026, 6, 8), (2026, 6, 14), "Week 6 (8–14 June)", "第6周（6.8—6.14）"),
    ("ten_days", (2026, 6, 1), (2026, 6, 10), "first ten days of June 2026 (1–10 June)",
     "2026年6月上旬（6.1—6.10）"),
    ("ten_days", (2026, 2, 21), (2026, 2, 28), "last ten days of February 2026 (21–28 February)",
     "2026年2月下旬（2.21—2.28）"),
    ("half_month", (2026, 6, 16), (2026, 6, 30), "second half of June 2026 (16–30 June)",
     "2026年6月下半月（6.16—6.30）"),
    ("monthly", (2026, 6, 1), (2026, 6, 30), "June 2026 (1–30 June)", "2026年6月（6.1—6.30）"),
    ("quarterly", (2026, 4, 1), (2026, 6, 30), "quarter 2 of 2026 (1 April–30 June)",
     "2026年第2季度（4.1—6.30）"),
    ("phase", (2026, 5, 8), (2026, 7, 31), "宣传发动 (8 May–31 July)",
     "宣传发动（5.8—7.31）"),
    ("once", (2026, 9, 26), (2026, 9, 26), "One-off (26 September)", "一次性（9月26日）"),
]  # fmt: skip


@pytest.mark.parametrize(("cadence", "first", "last", "english", "chinese"), LABELS)
def test_a_span_is_called_by_its_kind_and_its_days(cadence, first, last, english, chinese):
    first, last = date(*first), date(*last)
    more = {"number": 6} if cadence == "weekly" else {}
    name = "宣传发动" if cadence == "phase" else ""
    packed = spans.packed(cadence, first, last, name=name, **more)
    found = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found[language] = spans.label(cadence, first, last, name=name, **more)
            assert spans.unpacked(packed) == found[language]

    assert found == {"en": english, "zh-hans": chinese}


@pytest.mark.parametrize(
    ("cadence", "first", "before"),
    [
        ("weekly", (2026, 6, 8), (2025, 6, 9)),
        ("daily", (2028, 2, 29), (2027, 2, 28)),
        ("daily", (2026, 6, 8), (2025, 6, 8)),
        ("ten_days", (2028, 2, 21), (2027, 2, 21)),
        ("half_month", (2026, 6, 16), (2025, 6, 16)),
        ("monthly", (2026, 6, 1), (2025, 6, 1)),
        ("quarterly", (2026, 4, 1), (2025, 4, 1)),
    ],
)
def test_a_year_before_is_the_same_span_of_the_calendar(cadence, first, before):
    assert spans.year_before(cadence, date(*first)) == date(*before)


def test_phases_do_not_follow_the_calendar():
    with pytest.raises(ValueError, match="phase"):
        spans.first_day("phase", date(2026, 6, 8))
