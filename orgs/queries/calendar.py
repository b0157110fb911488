"""The site's working days: its own calendar over the yearly notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from fraudwatch.lib import clock
from fraudwatch.lib.holidays import holiday_name
from fraudwatch.lib.weeks import SEEDS, WorkingDays
from orgs.models import CalendarDay

YEARS = 3  # offered: last year, this one, the next


def site_days() -> WorkingDays:
    """The working days of the site. One query; keep the answer while it is needed."""
    rows = CalendarDay.objects.values_list("day", "is_working", "name")
    changes, names = {}, {}
    for day, is_working, name in rows:
        changes[day] = is_working
        if name:
            names[day] = name
    return WorkingDays(changes, names)


@dataclass(frozen=True)
class Special:
    """A day that is not as its weekday says; ``own`` is the site's row where it has one."""

    day: date
    is_working: bool
    name: str
    own: CalendarDay | None

    @property
    def is_against(self) -> bool:
        """Whether the site says otherwise than the yearly notice."""
        return self.own is not None and SEEDS.is_working(self.day) != self.is_working


@dataclass(frozen=True)
class Year:
    """A year of the calendar: the days that differ from the week, and whether it is announced."""

    number: int
    is_known: bool
    is_announced: bool
    days: list[Special]


def calendar_year(number: int) -> Year:
    """The special days of a year in order: those of the notices and the site's own."""
    own = {row.day: row for row in CalendarDay.objects.filter(day__year=number).select_related(
        "by")}  # fmt: skip
    found = []
    for day in _days(number):
        row = own.get(day)
        is_working = row.is_working if row else SEEDS.is_working(day)
        name = (row.name if row else "") or holiday_name(day)
        if row or is_working != (day.weekday() < 5) or (name and not is_working):
            found.append(Special(day, is_working, name, row))
    announced = SEEDS.is_known(number)
    return Year(number, announced or bool(own), announced, found)


def _days(number: int) -> Iterable[date]:
    first = date(number, 1, 1).toordinal()
    last = date(number, 12, 31).toordinal()
    return (date.fromordinal(one) for one in range(first, last + 1))


def offered_years() -> list[int]:
    """The years that the page offers: last year, this one and the next, and those entered."""
    this = timezone.localtime(clock.now()).year
    entered = {day.year for day in CalendarDay.objects.dates("day", "year")}
    return sorted({this - 1, *(this + n for n in range(YEARS - 1)), *entered})


def unknown_years() -> list[int]:
    """This year and, from October on, the next, where only weekends are known."""
    now = timezone.localtime(clock.now())
    years = [now.year] if now.month < 10 else [now.year, now.year + 1]
    days = site_days()
    return [year for year in years if not days.is_known(year)]
