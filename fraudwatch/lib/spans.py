"""Spans by which offices count: day, week, ten days (旬), half-month, month, quarter (pure).

A cadence is one of the words of ``reports.enums.Cadence``. Every day lies in exactly one span of
each calendar cadence; phases and single spans have days of their own and are only named here.
"""

from datetime import date, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .weeks import (
    day_label,
    iso_week_of,
    monday_of,
    month_label,
    month_of,
    shift_months,
    span_label,
    week_label,
)

DAILY, WEEKLY, TEN_DAYS, HALF_MONTH = "daily", "weekly", "ten_days", "half_month"
MONTHLY, QUARTERLY, PHASE, ONCE = "monthly", "quarterly", "phase", "once"
CALENDAR = (DAILY, WEEKLY, TEN_DAYS, HALF_MONTH, MONTHLY, QUARTERLY)
_PARTS = {TEN_DAYS: (1, 11, 21), HALF_MONTH: (1, 16)}
_MONTHS = {MONTHLY: 1, QUARTERLY: 3}
_DAY = timedelta(days=1)


def first_day(cadence: str, day: date) -> date:
    """The first day of the span that holds ``day``; ValueError for a cadence with own days."""
    if cadence == DAILY:
        return day
    if cadence == WEEKLY:
        return monday_of(day)
    if cadence in _PARTS:
        return day.replace(day=max(one for one in _PARTS[cadence] if one <= day.day))
    if cadence in _MONTHS:
        return shift_months(month_of(day), -((day.month - 1) % _MONTHS[cadence]))
    raise ValueError(f"{cadence!r} does not follow the calendar")


def next_first(cadence: str, first: date) -> date:
    """The first day of the span after the one that begins on ``first``."""
    if cadence == DAILY:
        return first + _DAY
    if cadence == WEEKLY:
        return first + 7 * _DAY
    if cadence in _PARTS:
        later = (one for one in _PARTS[cadence] if one > first.day)
        day = next(later, None)
        return first.replace(day=day) if day else shift_months(month_of(first), 1)
    if cadence in _MONTHS:
        return shift_months(first, _MONTHS[cadence])
    raise ValueError(f"{cadence!r} does not follow the calendar")


def last_day(cadence: str, first: date) -> date:
    """The last day of the span that begins on ``first``."""
    return next_first(cadence, first) - _DAY


def year_before(cadence: str, first: date) -> date:
    """The first day of the same span a year earlier.

    A week answers to the week 52 weeks before, from Monday to Sunday; the 29th of February
    to the 28th; everything else to the same days of the calendar.
    """
    if cadence == WEEKLY:
        return first - 52 * 7 * _DAY
    try:
        return first.replace(year=first.year - 1)
    except ValueError:
        return first.replace(year=first.year - 1, day=28)


def short_label(cadence: str, first: date, *, number: int | None = None, name: str = "") -> str:
    """A span without its days: week 6, early June 2026, June 2026, quarter 2 of 2026.

    ``number`` is a week's count in its campaign, the ISO number stands in for it; ``name`` is
    the phase's.
    """
    if cadence == WEEKLY:
        return _("Week %(number)s") % {
            "number": iso_week_of(first)[1] if number is None else number
        }
    if cadence == DAILY:
        return day_label(first)
    if cadence == MONTHLY:
        return month_label(first)
    if cadence == QUARTERLY:
        words = _("quarter %(quarter)s of %(year)s")
        return words % {"quarter": (first.month + 2) // 3, "year": first.year}
    if cadence in _PARTS:
        return _part_words(cadence, first.day) % {"month": month_label(first)}
    return name or _("One-off")


def _part_words(cadence: str, day: int) -> str:
    return {
        (TEN_DAYS, 1): _("first ten days of %(month)s"),
        (TEN_DAYS, 11): _("second ten days of %(month)s"),
        (TEN_DAYS, 21): _("last ten days of %(month)s"),
        (HALF_MONTH, 1): _("first half of %(month)s"),
        (HALF_MONTH, 16): _("second half of %(month)s"),
    }[cadence, day]


def label(
    cadence: str, first: date, last: date, *, number: int | None = None, name: str = ""
) -> str:
    """A span with its days: 第15周（6.8—6.14）, 2026年6月上旬（6.1—6.10）, 6月11日（周四）."""
    if cadence == DAILY:
        words = pgettext("day with its year and weekday", "%(day)s (%(weekday)s)")
        whole = format_date(first, pgettext("day and year in a span of days", "j F Y"))
        return words % {"day": whole, "weekday": format_date(first, "D")}
    if cadence == WEEKLY:
        return week_label(first, number=number)
    words = pgettext("a period and its days", "%(name)s (%(span)s)")
    return words % {
        "name": short_label(cadence, first, name=name),
        "span": span_label(first, last),
    }


def packed(
    cadence: str, first: date, last: date, *, number: int | None = None, name: str = ""
) -> str:
    """A span as a notice carries it, to be put into the reader's language by :func:`unpacked`."""
    if cadence == WEEKLY:
        return first.isoformat() if number is None else f"{first.isoformat()}#{number}"
    return f"{first.isoformat()}/{last.isoformat()}/{cadence}/{name}"


def unpacked(words: str) -> str:
    """The label of a span that :func:`packed` wrote."""
    if "/" in words:
        first, last, cadence, name = words.split("/", 3)
        return label(cadence, date.fromisoformat(first), date.fromisoformat(last), name=name)
    monday, _hash, number = words.partition("#")
    first = date.fromisoformat(monday)
    return week_label(first, number=int(number) if number else None)
