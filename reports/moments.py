"""When a period of a template opens, is due, closes and locks (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fraudwatch.lib import spans
from fraudwatch.lib.spans import year_before
from fraudwatch.lib.weeks import SEEDS, ZONE, WorkingDays, day_of, moment

__all__ = ["Moments", "Span", "level_due", "moments_of", "span_at", "spans_of", "year_before"]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The days of a period; ``name`` is the phase's."""

    starts_on: date
    ends_on: date
    name: str = ""


@dataclass(frozen=True)
class Moments:
    """The span of a period and its moments, to the minute.

    ``locks_at`` is None for a report that never locks. ``moved`` are the planned days of rest
    that due or closing were moved off.
    """

    starts_on: date
    ends_on: date
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    locks_at: datetime | None
    moved: tuple[date, ...] = ()


def span_at(cadence: str, day: date) -> Span:
    """The span of a calendar cadence that holds ``day``."""
    first = spans.first_day(cadence, day)
    return Span(first, spans.last_day(cadence, first))


def spans_of(template: object, phases: Iterable = (), *, since: date | None = None) -> Iterator:
    """The spans of a template's periods in order, without end unless it has a last day.

    ``phases`` are the campaign's (name, starts_on, ends_on). ``since`` leaves out the spans
    that end before it. The first is the one that holds ``first_on``.
    """
    for span in _all(template, phases, since):
        if since is None or span.ends_on >= since:
            yield span


def _all(template: object, phases: Iterable, since: date | None) -> Iterator[Span]:
    cadence, first, last = template.cadence, template.first_on, template.last_on
    if cadence == spans.ONCE:
        yield Span(first, last or first)
        return
    if cadence == spans.PHASE:
        yield from _phases(first, last, phases)
        return
    start = spans.first_day(cadence, max(first, since or first))
    while last is None or start <= last:
        yield Span(start, spans.last_day(cadence, start))
        start = spans.next_first(cadence, start)


def _phases(first: date, last: date | None, phases: Iterable) -> Iterator[Span]:
    """One span a phase that is not over before the report begins; one only for each first day."""
    taken = set()
    for phase in sorted(phases, key=lambda one: (one.starts_on, one.ends_on)):
        is_wanted = phase.ends_on >= first and (last is None or phase.starts_on <= last)
        if is_wanted and phase.starts_on not in taken:
            taken.add(phase.starts_on)
            yield Span(phase.starts_on, phase.ends_on, phase.name)


def moments_of(template: object, span: Span, days: WorkingDays = SEEDS) -> Moments:
    """The moments of the period over ``span``.

    With ``shift_holidays`` the due moment moves to the next working day, and the closing
    moment keeps its distance from it before it moves to a working day itself.
    """
    base = span.ends_on if template.counts_from == "end" else span.starts_on
    due_at = planned_due = moment(base, template.due_day, template.due_time)
    closes_at = planned_close = moment(base, template.close_day, template.close_time)
    if template.shift_holidays:
        due_at = days.shift(planned_due)
        closes_at = days.shift(planned_close + (due_at - planned_due))
    resting = (day_of(planned_due), day_of(planned_close)) if template.shift_holidays else ()
    lock_days = template.lock_days
    return Moments(
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        opens_at=moment(span.starts_on, 0, time(0)),
        due_at=due_at,
        closes_at=closes_at,
        locks_at=None if lock_days is None else locks_after(closes_at, lock_days),
        moved=tuple(sorted({day for day in resting if not days.is_working(day)})),
    )


def locks_after(closes_at: datetime, lock_days: int) -> datetime:
    """The lock moment: the same clock time so many days after closing."""
    return closes_at.astimezone(ZONE) + lock_days * DAY


def level_due(
    template: object, span: Span, level: object, closes_at: datetime, days: WorkingDays = SEEDS
) -> datetime:
    """The due moment of a kind of units with a day of its own, never after the period closes."""
    base = span.ends_on if template.counts_from == "end" else span.starts_on
    due_at = moment(base, level.due_day, level.due_time)
    if template.shift_holidays:
        due_at = days.shift(due_at)
    return min(due_at, closes_at)
