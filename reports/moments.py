"""When a period of a template opens, is due and closes (pure)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fraudwatch.lib.weeks import moment, monday_of, shift_to_working_day, shift_weeks


@dataclass(frozen=True)
class Moments:
    """The span of a period and its three moments, to the minute."""

    starts_on: date
    ends_on: date
    opens_at: datetime
    due_at: datetime
    closes_at: datetime


def moments_of(template: object, starts_on: date) -> Moments:
    """The moments of the period that starts on ``starts_on``.

    With ``shift_holidays`` the due moment moves to the next working day, and the closing
    moment keeps its distance from it before it moves to a working day itself.
    """
    due_at = moment(starts_on, template.due_day, template.due_time)
    closes_at = moment(starts_on, template.close_day, template.close_time)
    if template.shift_holidays:
        shifted = shift_to_working_day(due_at)
        closes_at = shift_to_working_day(closes_at + (shifted - due_at))
        due_at = shifted
    return Moments(
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=6),
        opens_at=moment(starts_on, 0, time(0)),
        due_at=due_at,
        closes_at=closes_at,
    )


def starts_until(template: object, today: date) -> list[date]:
    """The first days of all periods that have opened by ``today``."""
    start = monday_of(template.first_on)
    last = min(today, template.last_on) if template.last_on else today
    starts = []
    while start <= last:
        starts.append(start)
        start = shift_weeks(start, 1)
    return starts
