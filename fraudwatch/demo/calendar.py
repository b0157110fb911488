"""When things happen in the demo, counted from the moment it is loaded (pure)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from types import SimpleNamespace

from fraudwatch.lib.weeks import moment, monday_of, shift_weeks
from reports.enums import Cadence, CountsFrom
from reports.moments import Moments, moments_of, span_at

REPORTED_WEEKS = 4
LEAD_WEEKS = 3  # the mobilising phase before the first report
SCHEDULE = {
    "cadence": Cadence.WEEKLY,
    "counts_from": CountsFrom.START,
    "lock_days": 7,
    "due_day": 7,
    "due_time": time(12, 0),
    "close_day": 8,
    "close_time": time(18, 0),
    "shift_holidays": True,
}


@dataclass(frozen=True)
class Story:
    """The weeks of the demo: four that are due and over, and the one under way."""

    now: datetime
    first_week: date
    campaign_start: date

    def week(self, number: int) -> Moments:
        """The moments of reported week ``number`` (1 to 4) or of the open one (5)."""
        return moments_of(
            SimpleNamespace(**SCHEDULE),
            span_at(Cadence.WEEKLY, shift_weeks(self.first_week, number - 1)),
        )

    def day(self, offset: int, at: time = time(10, 0)) -> datetime:
        """A moment ``offset`` days after the campaign's first Monday."""
        return moment(self.campaign_start, offset, at)


def story_at(now: datetime) -> Story:
    """The story that ends at ``now``: the last reported week is the last that was due by then."""
    schedule = SimpleNamespace(**SCHEDULE)
    last = monday_of(now)
    while moments_of(schedule, span_at(Cadence.WEEKLY, last)).due_at > now:
        last = shift_weeks(last, -1)
    first = shift_weeks(last, 1 - REPORTED_WEEKS)
    return Story(now=now, first_week=first, campaign_start=shift_weeks(first, -LEAD_WEEKS))
