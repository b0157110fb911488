"""When a task that repeats is due (周期): its rounds, and its rhythm in words (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from fraudwatch.lib.weeks import ZONE, WorkingDays, day_label, month_end, month_of, shift_months

from .enums import Repeat, Shift

MOST_ROUNDS = 400
SEEDS = WorkingDays()


@dataclass(frozen=True)
class Rhythm:
    """What a task says of its coming back.

    ``due_at`` (aware) is the nominal first due moment and gives the time of day to all;
    ``every`` counts days or weeks. Nothing is due before ``first`` or after ``last`` (both
    inclusive): the task's first day, and its ``until`` or the campaign's end. ``phase_ends``
    are the last days of the campaign's phases.
    """

    due_at: datetime
    repeat: str
    first: date
    last: date
    every: int = 1
    shift: str = Shift.KEEP
    phase_ends: tuple[date, ...] = ()


def rounds(rhythm: Rhythm, days: WorkingDays = SEEDS) -> list[datetime]:
    """The due moments in order, each day at most once; one more than MOST_ROUNDS at most.

    A day off moves as ``shift`` says. One that would leave the rhythm's days moves the other
    way instead; where two fall on one day they are one round.
    """
    at = rhythm.due_at.astimezone(ZONE).timetz()
    found: list[date] = []
    for nominal in islice(_nominal_days(rhythm), 20 * MOST_ROUNDS):
        day = _shifted(nominal, rhythm, days)
        if day is not None and (not found or day > found[-1]):
            found.append(day)
        if len(found) > MOST_ROUNDS:
            break
    return [datetime.combine(day, at) for day in found]


def _nominal_days(rhythm: Rhythm) -> Iterator[date]:
    """The days before any shift, from the first due day to the last day."""
    start = rhythm.due_at.astimezone(ZONE).date()
    if rhythm.repeat == Repeat.PHASES:
        yield from (day for day in sorted(set(rhythm.phase_ends)) if start <= day <= rhythm.last)
        return
    steps = {
        Repeat.DAILY: timedelta(days=1),
        Repeat.DAYS: timedelta(days=max(rhythm.every, 1)),
        Repeat.WEEKS: timedelta(weeks=max(rhythm.every, 1)),
    }
    number = 0
    while True:
        if rhythm.repeat == Repeat.MONTHLY:
            month = shift_months(month_of(start), number)
            day = month.replace(day=min(start.day, month_end(month).day))
        else:
            day = start + number * steps.get(rhythm.repeat, timedelta())
        if day > rhythm.last:
            return
        yield day
        number += 1
        if rhythm.repeat == Repeat.ONCE:
            return


def _shifted(day: date, rhythm: Rhythm, days: WorkingDays) -> date | None:
    """The day as the rhythm moves it; None when it is left out."""
    if rhythm.shift == Shift.KEEP or days.is_working(day):
        return day if rhythm.first <= day <= rhythm.last else None
    if rhythm.shift == Shift.SKIP:
        return None
    before, after = _worked(day, -1, days), _worked(day, 1, days)
    wanted = (before, after) if rhythm.shift == Shift.BEFORE else (after, before)
    return next((one for one in wanted if rhythm.first <= one <= rhythm.last), None)


def _worked(day: date, step: int, days: WorkingDays) -> date:
    while not days.is_working(day):
        day += timedelta(days=step)
    return day


def rhythm_words(rhythm: Rhythm, count: int) -> str:
    """The rhythm as one plain sentence: 每周五 18:00 前，至10月31日，共 19 次."""
    values = {
        "when": when_words(rhythm),
        "shift": SHIFTS[rhythm.shift](),
        "end": day_label(rhythm.last),
        "n": count,
    }
    if not values["shift"]:
        return (
            ngettext(
                "%(when)s, until %(end)s, %(n)d time",
                "%(when)s, until %(end)s, %(n)d times",
                count,
            )
            % values
        )
    return (
        ngettext(
            "%(when)s, %(shift)s, until %(end)s, %(n)d time",
            "%(when)s, %(shift)s, until %(end)s, %(n)d times",
            count,
        )
        % values
    )


def when_words(rhythm: Rhythm) -> str:
    """Only how often and when: 每周五 18:00 前."""
    due = rhythm.due_at.astimezone(ZONE)
    values = {"n": rhythm.every, "time": f"{due:%H:%M}", "day": due.day}
    if rhythm.repeat == Repeat.DAILY or (rhythm.repeat == Repeat.DAYS and rhythm.every == 1):
        return _("every day by %(time)s") % values
    if rhythm.repeat == Repeat.DAYS:
        return _("every %(n)d days by %(time)s") % values
    if rhythm.repeat == Repeat.WEEKS:
        values["weekday"] = WEEKDAYS[due.weekday()]()
        if rhythm.every == 1:
            return _("every %(weekday)s by %(time)s") % values
        return _("every %(n)d weeks on %(weekday)s by %(time)s") % values
    if rhythm.repeat == Repeat.MONTHLY:
        if due.day > 28:
            return _("on day %(day)d of each month (or its last day) by %(time)s") % values
        return _("on day %(day)d of each month by %(time)s") % values
    return _("on the last day of each phase by %(time)s") % values


SHIFTS = {
    Shift.KEEP: lambda: "",
    Shift.BEFORE: lambda: _("on days off the working day before"),
    Shift.AFTER: lambda: _("on days off the working day after"),
    Shift.SKIP: lambda: _("not on days off"),
}
WEEKDAYS = (
    lambda: pgettext("in a rhythm", "Monday"),
    lambda: pgettext("in a rhythm", "Tuesday"),
    lambda: pgettext("in a rhythm", "Wednesday"),
    lambda: pgettext("in a rhythm", "Thursday"),
    lambda: pgettext("in a rhythm", "Friday"),
    lambda: pgettext("in a rhythm", "Saturday"),
    lambda: pgettext("in a rhythm", "Sunday"),
)
