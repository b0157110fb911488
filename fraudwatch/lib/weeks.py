"""Weeks, months, due moments and working days (调休) as offices in China count them.

A week is named by its Monday. Everything is reckoned in Asia/Shanghai whatever the machine's
own zone is, and nothing here asks what time it is now.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .spoken import once_in_each_language

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(days=7)
LONGEST_BREAK = 60


def day_of(value: date | datetime) -> date:
    """The calendar day in Shanghai. A datetime must be aware, else ValueError."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(f"{value!r} names no instant: give an aware datetime")
    return value.astimezone(ZONE).date()


def monday_of(value: date | datetime) -> date:
    """The Monday of the week that holds this day or instant."""
    day = day_of(value)
    return day - timedelta(days=day.weekday())


def monday_of_week(iso_year: int, iso_week: int) -> date:
    """The Monday of an ISO week; ValueError for a week that year does not have."""
    return date.fromisocalendar(iso_year, iso_week, 1)


def iso_week_of(monday: date) -> tuple[int, int]:
    """ISO year and week. The last days of December may belong to week 1, early January to 53."""
    return monday.isocalendar()[:2]


def shift_weeks(monday: date, count: int) -> date:
    """The Monday ``count`` weeks later, earlier when negative."""
    return monday + count * WEEK


def mondays(first: date, last: date) -> list[date]:
    """The Mondays of all weeks touched by the days from ``first`` to ``last``."""
    monday, found = monday_of(first), []
    while monday <= last:
        found.append(monday)
        monday += WEEK
    return found


def week_number(monday: date, *, first: date) -> int:
    """How many weeks into something that began on ``first``; its own week is number 1."""
    return (monday - monday_of(first)).days // 7 + 1


def month_of(value: date | datetime) -> date:
    """The first day of the month that holds this day or instant."""
    return day_of(value).replace(day=1)


def shift_months(first: date, count: int) -> date:
    """The first day of the month ``count`` months later, earlier when negative."""
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def month_end(first: date) -> date:
    """The last day of the month that begins on ``first``."""
    return shift_months(first, 1) - timedelta(days=1)


def week_label(monday: date, *, number: int | None = None) -> str:
    """A week by its number and its dates: 第15周（6.8—6.14）.

    ``number`` is the campaign's own count; left out, the ISO number stands in.
    """
    return _("Week %(number)d (%(span)s)") % {
        "number": iso_week_of(monday)[1] if number is None else number,
        "span": span_label(monday, monday + timedelta(days=6)),
    }


@once_in_each_language
def span_label(first: date, last: date) -> str:
    """Two days with a dash: 6.8—6.14; with their years when these differ."""
    if first == last:
        return day_label(first)
    if first.year != last.year:
        start = end = pgettext("day and year in a span of days", "j F Y")
    else:
        end = pgettext("last day in a span of days", "j F")
        if first.month == last.month:
            start = pgettext("first day in a span of days, same month", "j")
        else:
            start = pgettext("first day in a span of days, other month", "j F")
    return _("%(first)s–%(last)s") % {
        "first": format_date(first, start),
        "last": format_date(last, end),
    }


def day_label(day: date | datetime, today: date | None = None) -> str:
    """A day without its year: 6月11日; with it where that is another than ``today``'s."""
    day = day_of(day)
    if today and day.year != today.year:
        return format_date(day, pgettext("day with its year", "j F Y"))
    return format_date(day, pgettext("day without year", "j F"))


def month_label(first: date) -> str:
    """A month with its year: 2026年6月."""
    return format_date(first, pgettext("month and year", "F Y"))


def moment_label(moment: datetime, today: date | None = None) -> str:
    """A moment without its year: 6月11日 18:00; with it where that is another than ``today``'s."""
    return f"{day_label(moment, today)} {format_date(moment.astimezone(ZONE), 'H:i')}"


def moment(start: date, day_offset: int, at: time) -> datetime:
    """The instant ``day_offset`` days after ``start`` at the clock time ``at`` in Shanghai.

    Friday 18:00 of a week is ``moment(monday, 4, time(18))``.
    """
    return datetime.combine(start + timedelta(days=day_offset), at, tzinfo=ZONE)


class WorkingDays:
    """Which days are working days.

    ``changes`` is the site's own table (day → is it worked) and wins, ``names`` says what those
    days are called; then come the seeds, the yearly notices of the State Council; years
    without a notice know weekends only.
    """

    def __init__(
        self,
        changes: Mapping[date, bool] | None = None,
        names: Mapping[date, str] | None = None,
    ) -> None:
        self.changes = dict(changes or {})
        self.names = dict(names or {})
        self._changed_years = {day.year for day in self.changes}

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        if day in self.changes:
            return self.changes[day]
        try:
            return chinese_calendar.is_workday(day)
        except NotImplementedError:
            return day.weekday() < 5

    def is_known(self, year: int) -> bool:
        """Whether the holidays of ``year`` are known; if not, warn that only weekends count."""
        if year in self._changed_years:
            return True
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True

    def next(self, day: date) -> date:
        """``day`` itself when it is worked, else the first working day after it."""
        for ahead in range(LONGEST_BREAK):
            candidate = day + timedelta(days=ahead)
            if self.is_working(candidate):
                return candidate
        raise ValueError(f"no working day within {LONGEST_BREAK} days of {day}")

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; 0 is :meth:`next`."""
        found = self.next(day) if count == 0 else day
        for _step in range(count):
            found = self.next(found + timedelta(days=1))
        return found

    def shift(self, moment: datetime) -> datetime:
        """The same clock time on the first working day at or after the moment's day."""
        local = moment.astimezone(ZONE)
        return datetime.combine(self.next(local.date()), local.time(), tzinfo=ZONE)


SEEDS = WorkingDays()
_sources: list[Callable[[], WorkingDays]] = []


def register_days(source: Callable[[], WorkingDays]) -> None:
    """Say where the site's own working days come from; the newest source counts."""
    _sources.append(source)


def working_days() -> WorkingDays:
    """The working days of the site: its own table over the seeds; one query, keep the answer."""
    return _sources[-1]() if _sources else SEEDS


def is_working_day(day: date) -> bool:
    """Whether offices work on this day by the seeds alone."""
    return SEEDS.is_working(day)


def next_working_day(day: date) -> date:
    """``day`` or the first working day after it by the seeds alone."""
    return SEEDS.next(day)


def shift_to_working_day(moment: datetime) -> datetime:
    """The moment moved off a day of rest by the seeds alone."""
    return SEEDS.shift(moment)
