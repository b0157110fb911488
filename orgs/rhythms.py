"""When a scheduled export comes next (pure): working days, a day of the week, of the month."""

from datetime import date, datetime, time, timedelta

from fraudwatch.lib.weeks import WorkingDays, day_of, moment

from .enums import Rhythm

LOOK_AHEAD = 62  # days: longer than any month or row of days off


def next_moment(
    rhythm: str, at: time, after: datetime, days: WorkingDays, *, weekday: int, month_day: int
) -> datetime:
    """The first moment of the rhythm later than ``after`` (aware), in Shanghai time."""

    def is_one(day: date) -> bool:
        if rhythm == Rhythm.WORKDAYS:
            return days.is_working(day)
        return day.day == month_day if rhythm == Rhythm.MONTHLY else day.weekday() == weekday

    first = day_of(after)
    for ahead in range(LOOK_AHEAD):
        day = first + timedelta(days=ahead)
        if is_one(day) and moment(day, 0, at) > after:
            return moment(day, 0, at)
    raise ValueError(f"no moment of {rhythm} within {LOOK_AHEAD} days")
