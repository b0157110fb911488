"""The calendar of due moments (日历): a month of the campaign, day by day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.http import QueryDict

from campaigns.enums import TaskState
from campaigns.lamps import SEVERITY, Lamp
from campaigns.models import Campaign, Target
from campaigns.progress import own_parts, standings
from fraudwatch.lib.weeks import (
    day_of,
    monday_of,
    month_end,
    month_label,
    month_of,
    shift_months,
    working_days,
)

from .part_facts import PartFact
from .task_rows import TaskLedger, TaskRow

SHOWN = 3  # entries a day; the rest stand behind a link
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """A task due on a day for some of its units: ``done`` of ``units`` are done."""

    row: TaskRow
    due_at: datetime
    lamp: Lamp
    done: int
    units: int
    occurrence: int = 0

    @property
    def is_draft(self) -> bool:
        """Whether no unit has been told yet."""
        return self.row.state == "draft"


@dataclass
class Day:
    """A day of the month: working or not, what is due, which targets fall on it."""

    day: date
    is_in_month: bool
    is_today: bool
    is_working: bool
    entries: list[Entry] = field(default_factory=list)
    goals: list[Target] = field(default_factory=list)
    is_open: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether a holiday or a worked weekend makes it other than the week has it."""
        return self.is_working != (self.day.weekday() < 5)

    @property
    def shown(self) -> list[Entry]:
        """The entries there is room for."""
        return self.entries if self.is_open else self.entries[:SHOWN]

    @property
    def more(self) -> int:
        """How many are left out."""
        return 0 if self.is_open else max(len(self.entries) - SHOWN, 0)


@dataclass(frozen=True)
class Month:
    """A month with its weeks, and the months beside it as ``2026-06``."""

    first: date
    weeks: list[list[Day]]
    earlier: str
    later: str
    today: str
    is_known: bool

    @property
    def label(self) -> str:
        """The month's name with its year."""
        return month_label(self.first)

    @property
    def days(self) -> list[Day]:
        """The days of the month on which something is due, for the list on a phone."""
        every = [day for week in self.weeks for day in week]
        return [day for day in every if day.is_in_month and (day.entries or day.goals)]


def task_calendar(
    campaign: Campaign, ledger: TaskLedger, params: QueryDict, now: datetime
) -> Month:
    """A month of the tasks of ``ledger``; a query for the targets, one for the working days."""
    today, site = day_of(now), working_days()
    first = _month(params.get("month", "")) or month_of(_within(campaign, today))
    start, last = monday_of(first), month_end(first)
    count = ((monday_of(last) - start).days // 7 + 1) * 7
    opened = params.get("day", "")
    days = {}
    for step in range(count):
        day = start + step * DAY
        days[day] = Day(
            day, first <= day <= last, day == today, site.is_working(day),
            is_open=opened == day.isoformat(),
        )  # fmt: skip
    for row in ledger.rows:
        for entry in _entries(row, ledger.facts.get(row.task.pk, []), now):
            if found := days.get(day_of(entry.due_at)):
                found.entries.append(entry)
    targets = Target.objects.filter(campaign=campaign, due_on__range=(start, start + count * DAY))
    for target in targets.select_related("indicator"):
        if target.due_on in days:
            days[target.due_on].goals.append(target)
    for found in days.values():
        found.entries.sort(
            key=lambda one: (-SEVERITY.index(one.lamp), one.due_at, one.row.task.number)
        )
    every = list(days.values())
    return Month(
        first=first,
        weeks=[every[at : at + 7] for at in range(0, count, 7)],
        earlier=f"{shift_months(first, -1):%Y-%m}",
        later=f"{shift_months(first, 1):%Y-%m}",
        today=f"{today:%Y-%m}",
        is_known=site.is_known(first.year),
    )


def _worst_first(entry: Entry) -> tuple:
    return -SEVERITY.index(entry.lamp), entry.due_at, entry.row.task.number


def _within(campaign: Campaign, day: date) -> date:
    return min(max(day, campaign.starts_on), campaign.ends_on)


def _month(text: str) -> date | None:
    """The month that ``2026-06`` names; None for anything else."""
    year, _dash, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and month.isascii()):
        return None
    if not (month.isdigit() and len(month) == 2 and 1 <= int(month) <= 12):
        return None
    return date(int(year), int(month), 1) if 1990 <= int(year) <= 2200 else None


def _entries(row: TaskRow, facts: list[PartFact], now: datetime) -> list[Entry]:
    """What is due of one task: one entry for each day and round."""
    if row.task.state == TaskState.DRAFT:
        due = row.task.due_at
        return [Entry(row, due, Lamp.NONE, 0, row.units)] if due else []
    if row.task.state == TaskState.WITHDRAWN:
        return []
    by_day: dict[tuple[date, int], list[PartFact]] = {}
    for fact in own_parts(facts):
        if fact.due_at:
            by_day.setdefault((day_of(fact.due_at), fact.occurrence), []).append(fact)
    found = []
    for (_day, occurrence), given in by_day.items():
        stands = standings(given, now)
        if stands:
            lamps = [one.lamp for one in stands]
            found.append(
                Entry(
                    row, min(one.part.due_at for one in stands), max(lamps, key=SEVERITY.index),
                    sum(one.is_done for one in stands), len(stands), occurrence,
                )
            )  # fmt: skip
    return found
