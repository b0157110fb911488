"""How the cells of a task sheet are understood: days, rhythms, numbers of sentences."""

from datetime import date, datetime, time

import pytest

from campaigns.enums import Repeat
from campaigns.task_sheet import moment_at, read_moment, read_repeat, source_key

FIRST, LAST = date(2026, 5, 4), date(2026, 10, 31)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026年6月30日", (date(2026, 6, 30), None)),
        ("２０２６年６月３０日", (date(2026, 6, 30), None)),
        ("6月30日", (date(2026, 6, 30), None)),
        ("6月30日前", (date(2026, 6, 30), None)),
        ("6月底前", (date(2026, 6, 30), None)),
        ("2026年9月末", (date(2026, 9, 30), None)),
        ("2026/6/30", (date(2026, 6, 30), None)),
        ("2026.6.30", (date(2026, 6, 30), None)),
        ("2026-06-30", (date(2026, 6, 30), None)),
        ("20260630", (date(2026, 6, 30), None)),
        (20260630, (date(2026, 6, 30), None)),
        (46203, (date(2026, 6, 30), None)),
        ("6月30日 18:00", (date(2026, 6, 30), time(18))),
        ("2026年6月30日17时30分", (date(2026, 6, 30), time(17, 30))),
        (date(2026, 6, 30), (date(2026, 6, 30), None)),
        (datetime(2026, 6, 30), (date(2026, 6, 30), None)),  # noqa: DTZ001 a cell knows no zone
        (datetime(2026, 6, 30, 9, 30), (date(2026, 6, 30), time(9, 30))),  # noqa: DTZ001
        ("6月31日", None),
        ("2026年13月1日", None),
        ("尽快", None),
        ("长期坚持", None),
        ("6月30日至7月5日", None),
        (True, None),
        (3, None),
    ],
)
def test_a_day_is_read_however_an_office_writes_it(typed, meant):
    assert read_moment(typed, first=FIRST, last=LAST) == meant


@pytest.mark.parametrize(
    ("typed", "year"), [("11月15日", 2026), ("2月10日", 2027), ("5月1日", 2026)]
)
def test_a_day_without_a_year_lies_in_the_campaign(typed, year):
    found = read_moment(typed, first=date(2026, 9, 1), last=date(2027, 3, 31))

    assert found[0].year == year


def test_without_a_time_the_working_day_ends_at_six():
    assert moment_at(date(2026, 6, 30), None).isoformat() == "2026-06-30T18:00:00+08:00"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", (Repeat.ONCE, 1)),
        (None, (Repeat.ONCE, 1)),
        ("一次", (Repeat.ONCE, 1)),
        ("每天", (Repeat.DAILY, 1)),
        ("每日", (Repeat.DAILY, 1)),
        ("每周", (Repeat.WEEKS, 1)),
        ("每星期", (Repeat.WEEKS, 1)),
        ("每两周", (Repeat.WEEKS, 2)),
        ("每２周", (Repeat.WEEKS, 2)),
        ("每10天", (Repeat.DAYS, 10)),
        ("每十天", (Repeat.DAYS, 10)),
        ("每月", (Repeat.MONTHLY, 1)),
        ("每阶段", (Repeat.PHASES, 1)),
        ("weekly-ish", (Repeat.WEEKS, 1)),
        ("每季度", None),
        ("每0天", None),
        ("经常", None),
    ],
)
def test_a_rhythm_is_read_in_words(typed, meant):
    assert read_repeat(typed, {"weekly-ish": (Repeat.WEEKS, 1)}) == meant


@pytest.mark.parametrize(
    "typed", ["四（二）", "四、（二）", "四 (二)", "第四（二）条", "四（二）。"]
)
def test_the_number_of_a_sentence_is_one_however_written(typed):
    assert source_key(typed) == "四(二)"
