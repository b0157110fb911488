"""What a big screen shows of a node: figures, lamps, trend, tasks and phases; no persons."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum

from campaigns.enums import AssignmentState, TaskState
from campaigns.lamps import Lamp
from campaigns.models import Assignment, Campaign
from fraudwatch.lib import clock
from orgs.models import Unit
from reports.asks import Ask
from reports.models import Period, Report, ReportTemplate, ScreenLink, Total
from reports.panels import headlines
from reports.queries.ask_columns import ask_columns
from reports.queries.asks import asks_of
from reports.queries.board import LEADING, Board
from reports.queries.chosen import ABOVE, RECENT, Chosen
from reports.queries.course import PhaseRow, phase_column, phase_rows, phases_from
from reports.queries.dashboard import ChildRow, node_page
from reports.queries.last_year import last_year_column, last_year_from
from reports.queries.rankings import order_of
from reports.trends import hatched_last, hatched_trend, quality_chart, trend_chart

TILES = 40  # units on one view, never smaller
MOST_VIEWS = 5  # of lamps, before the green ones are only counted
TASKS = 10
FRESH = 300  # seconds after which tasks and lamps are looked at again, changed or not


@dataclass(frozen=True)
class TaskLine:
    """A task with how many of its units are done and how many overdue."""

    title: str
    number: int
    total: int
    done: int
    overdue: int
    due_at: datetime | None


@dataclass(frozen=True)
class LampView:
    """One view of lamps: some units, and which of how many views it is."""

    rows: Sequence[ChildRow]
    number: int
    count: int


@dataclass
class Screen:
    """All views of a screen; ``board`` is empty before the first period."""

    link: ScreenLink
    shown: Chosen
    phases: list[PhaseRow]
    tasks: list[TaskLine]
    board: Board | None = None
    asks: list[Ask] = field(default_factory=list)
    newest: Total | None = None

    @property
    def task_counts(self) -> tuple[int, int, int]:
        """How many parts of tasks there are, are done, are overdue."""
        return tuple(
            sum(getattr(task, name) for task in self.tasks) for name in ("total", "done", "overdue")
        )

    @property
    def first_tasks(self) -> list[TaskLine]:
        """The tasks that are named: those overdue first, then the next ones due."""
        return self.tasks[:TASKS]

    @property
    def open_period(self) -> Period | None:
        """The period that is being filled in, where that is another than the one shown."""
        newest = self.shown.periods[0]
        return newest if newest != self.shown.period else None

    @property
    def lamp_views(self) -> list[LampView]:
        """The units below by views of ``TILES``; only those not green where they are too many."""
        rows = self.board.page.children
        if len(rows) > TILES * MOST_VIEWS:
            rows = [row for row in rows if row.lamp != Lamp.GREEN][: TILES * MOST_VIEWS]
        parts = [rows[start : start + TILES] for start in range(0, len(rows), TILES)]
        return [LampView(part, n, len(parts)) for n, part in enumerate(parts, start=1)]

    @property
    def left_out(self) -> int:
        """How many units stand on no view."""
        drawn = sum(len(view.rows) for view in self.lamp_views)
        return len(self.board.page.children) - drawn


def screen_behind(token_hash: str) -> ScreenLink | None:
    """The link with its campaign and node, for whoever holds it; no account is asked."""
    rows = ScreenLink.objects.select_related("campaign__owner", "unit")
    return rows.filter(token_hash=token_hash).first()


def mark_of(link: ScreenLink, now: datetime, language: str) -> str:
    """What a screen shows in one word: it stays the same while nothing changes.

    Totals of the node change with every report below it, a single unit's with its own; tasks
    and lamps, which move with the clock, are looked at again every five minutes. Two queries
    at most.
    """
    campaign = {"period__template__campaign": link.campaign_id}
    of_node = Total.objects.filter(unit=link.unit_id, **campaign)
    facts = of_node.aggregate(last=Max("as_of"), rows=Count("pk"))
    if not facts["rows"]:
        own = Report.objects.filter(unit=link.unit_id, **campaign).order_by()
        facts = own.aggregate(steps=Sum("version"), rows=Count("pk"))
    said = [link.pk, language, int(now.timestamp()) // FRESH, *facts.values()]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def screen_of(link: ScreenLink, now: datetime) -> Screen:
    """Everything the screen shows, in a fixed number of queries."""
    shown = shown_on(link.campaign, now)
    tasks = task_lines(link.campaign, link.unit, now)
    if shown.period is None:
        return Screen(link, shown, phase_rows(link.campaign, clock.today()), tasks)
    columns = ask_columns(shown, now)
    node = (
        Unit.objects.select_related(ABOVE)
        .annotate(
            last_year=last_year_column(shown), phases=phase_column(link.campaign), **columns
        )
        .get(pk=link.unit_id)
    )  # fmt: skip
    phases = phases_from(node.phases, clock.today())
    page = node_page(shown, node, now, last_year_from(shown, node.last_year))
    board = Board(
        page=page, crumbs=[], phases=phases, headlines=headlines(page.cards, LEADING),
        is_early=now < shown.period.due_at, order=order_of([], None, page.children),
    )  # fmt: skip
    if board.headlines:
        board.trend = hatched_trend(trend_chart(page, board.headlines[0]), page)
    board.quality = quality_chart(page)
    if board.is_early:
        board.quality = hatched_last(board.quality)
    screen = Screen(link, shown, phases, tasks, board, asks_of(shown, node, page.children, now))
    if screen.open_period:
        totals = Total.objects.filter(period=screen.open_period, unit=link.unit_id)
        screen.newest = totals.first()
    return screen


def shown_on(campaign: Campaign, now: datetime) -> Chosen:
    """The first report in use with the newest period that was due, else the newest. One query."""
    with_periods = ReportTemplate.objects.filter(
        Exists(Period.objects.filter(template=OuterRef("pk"))), campaign=campaign
    )
    wanted = with_periods.order_by("-is_active", "pk")[:1]
    rows = Period.objects.filter(template__in=wanted.values("pk"))
    found = rows.select_related("template__campaign__owner").order_by("-starts_on")[:RECENT]
    periods = tuple(found)
    if not periods:
        return Chosen(campaign)
    period = next((one for one in periods if one.due_at <= now), periods[0])
    return Chosen(campaign, period.template, periods, period, (period.template,))


def task_lines(campaign: Campaign, unit: Unit, now: datetime) -> list[TaskLine]:
    """The issued tasks below a node: those with overdue parts first. One query."""
    is_open = ~Q(state__in=[AssignmentState.CLOSED, AssignmentState.WITHDRAWN])
    overdue = is_open & ~Q(state=AssignmentState.TO_VERIFY) & Q(due_at__lt=now)
    rows = (
        Assignment.objects.filter(task__campaign=campaign, task__state=TaskState.ISSUED)
        .under(unit)
        .exclude(state=AssignmentState.WITHDRAWN)
        .order_by()
        .values("task_id", "task__title", "task__number")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=AssignmentState.CLOSED)),
            overdue=Count("pk", filter=overdue),
            due=Min("due_at", filter=is_open),
        )
    )
    lines = [
        TaskLine(
            row["task__title"], row["task__number"], row["total"], row["done"], row["overdue"],
            row["due"],
        )
        for row in rows
    ]  # fmt: skip
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(lines, key=lambda one: (-one.overdue, one.due_at or far, one.number))
