"""Days on a line: where a day stands between the first and the last, in percent (pure)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fraudwatch.lib.weeks import ZONE, mondays, month_of, shift_months

DAY = timedelta(days=1)
ZOOMS = {"week": 26, "month": 9, "whole": 0}  # pixels a day; 0 fits the width there is


@dataclass(frozen=True)
class Scale:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date
    zoom: str = "month"

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    @property
    def width(self) -> str:
        """The width of the drawing as SVG writes it."""
        step = ZOOMS[self.zoom]
        return str(self.days * step) if step else "100%"

    def share(self, value: date | datetime) -> float:
        """Where a day begins, or a moment is, from 0 to 100; what lies outside is at the end."""
        if isinstance(value, datetime):
            local = value.astimezone(ZONE)
            passed = (local.date() - self.first).days + (local.hour * 60 + local.minute) / 1440
        else:
            passed = (value - self.first).days
        return min(max(passed / self.days, 0), 1) * 100

    def holds(self, day: date) -> bool:
        """Whether the day is on the line."""
        return self.first <= day <= self.last

    def months(self) -> list[date]:
        """The first days of the months touched; the first one begins with the line."""
        found, month = [self.first], shift_months(month_of(self.first), 1)
        while month <= self.last:
            found.append(month)
            month = shift_months(month, 1)
        return found

    def marks(self) -> list[date]:
        """The days written under the months: Mondays when there is room, else 1st and 15th."""
        if self.zoom == "week":
            return [day for day in mondays(self.first, self.last) if self.holds(day)]
        firsts = [month_of(self.first), *self.months()[1:]]
        marks = [day for first in firsts for day in (first, first.replace(day=15))]
        if self.days > 270 and self.zoom == "whole":
            marks = firsts
        return [day for day in marks if self.holds(day) and (self.last - day).days > 2]


def percent(value: float) -> str:
    """A length or place as SVG writes it: 47.2%."""
    return f"{value:.2f}%"
