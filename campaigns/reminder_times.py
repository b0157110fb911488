"""When a reminder goes out: quiet hours, working days, one message a day (pure)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fraudwatch.lib.weeks import ZONE, WorkingDays

DAY = timedelta(days=1)
OPENS = time(8, 0)  # where nobody named quiet hours, work begins
DIGEST = time(8, 30)


@dataclass(frozen=True)
class Terms:
    """What moves a reminder off its moment; ``quiet`` are from and until, maybe over midnight."""

    quiet: tuple[time, time] | None = None
    working_days_only: bool = False
    rings_at_due: bool = True
    is_digest: bool = False

    @property
    def opens(self) -> time:
        """The first minute of a day that is allowed."""
        return self.quiet[1] if self.quiet and self.quiet[0] > self.quiet[1] else OPENS


def send_at(moment: datetime, minutes: int, terms: Terms, days: WorkingDays) -> datetime:
    """When a step of ``minutes`` whose moment is ``moment`` goes out.

    Before the due moment a day of rest moves it back to the last working day, so that it
    still helps; afterwards forward to the next. A digest waits for the next morning, unless
    that would be after the due moment.
    The due moment itself stays where it is when the policy says so.
    """
    if not minutes and terms.rings_at_due:
        return moment
    at = moment.astimezone(ZONE)
    if terms.working_days_only and not days.is_working(at.date()):
        at = _back(at, days) if minutes < 0 else _forward(at.date(), terms, days)
    if terms.is_digest and minutes:
        at = _morning(at, moment - timedelta(minutes=minutes), terms, days)
    return after_quiet(at, terms, days)


def after_quiet(at: datetime, terms: Terms, days: WorkingDays) -> datetime:
    """The first allowed minute at or after ``at``."""
    local = at.astimezone(ZONE)
    if terms.quiet is None:
        return local
    start, end = terms.quiet
    clock = local.time()
    if start > end and clock >= start:
        local = datetime.combine(local.date() + DAY, end, ZONE)
    elif clock < end and (start > end or clock >= start):
        local = datetime.combine(local.date(), end, ZONE)
    if terms.working_days_only and not days.is_working(local.date()):
        local = _forward(local.date(), terms, days)
    return local


def looks_ahead(now: datetime, terms: Terms, days: WorkingDays) -> datetime:
    """Up to which moment steps may be due already: days of rest ahead go out before them."""
    last = now.astimezone(ZONE).date()
    if not terms.working_days_only or not days.is_working(last):
        return now
    for _step in range(60):
        if days.is_working(last + DAY):
            break
        last += DAY
    return max(now, datetime.combine(last + DAY, time(0), ZONE))


def _back(at: datetime, days: WorkingDays) -> datetime:
    day = at.date()
    for _step in range(60):
        day -= DAY
        if days.is_working(day):
            break
    return datetime.combine(day, at.time(), ZONE)


def _forward(day: date, terms: Terms, days: WorkingDays) -> datetime:
    return datetime.combine(days.next(day), terms.opens, ZONE)


def _morning(at: datetime, due_at: datetime, terms: Terms, days: WorkingDays) -> datetime:
    """The next morning's digest; what would come too late with it goes out on its own."""
    day = at.date() if at.time() <= DIGEST else at.date() + DAY
    morning = datetime.combine(days.next(day) if terms.working_days_only else day, DIGEST, ZONE)
    return at if at < due_at <= morning else morning
