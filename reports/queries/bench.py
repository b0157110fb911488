"""The workbench put together: one object with all that the page prints."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from fraudwatch.lib import charts, clock, wording
from orgs.enums import Role
from orgs.models import User
from reports.models import Period
from reports.panels import Card, headlines
from reports.queries.chosen import Chosen
from reports.queries.course import Beat, News, PhaseRow, news, next_reminder, phase_rows, rhythm
from reports.queries.dashboard import NodePage, strip_of
from reports.queries.plans import plan_todos
from reports.queries.workbench import (
    PeriodCounts,
    ReportsWaiting,
    TasksWaiting,
    period_counts,
    reports_waiting,
    tasks_waiting,
)
from reports.todos import Waiting

NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Strip:
    """The latest settled figures of the person's node."""

    period: Period
    label: str
    page: NodePage
    cards: list[Card]


@dataclass
class Bench:
    """What the workbench shows; parts stay empty before the first period."""

    greeting: str
    todos: list[Waiting] = field(default_factory=list)
    phases: list[PhaseRow] = field(default_factory=list)
    tasks: TasksWaiting | None = None
    news: list[News] = field(default_factory=list)
    reports: ReportsWaiting | None = None
    counts: PeriodCounts | None = None
    beats: list[Beat] = field(default_factory=list)
    strip: Strip | None = None
    reminder_at: datetime | None = None

    @property
    def waiting(self) -> int:
        """How many things wait, over all rows."""
        return sum(todo.count for todo in self.todos)

    @property
    def overdue(self) -> list[Waiting]:
        """The rows whose deadline has passed."""
        return [todo for todo in self.todos if todo.wording.is_overdue]

    @property
    def share(self) -> Decimal | None:
        """Completeness in percent."""
        return wording.share(self.counts.reported, self.counts.owed) if self.counts else None

    @property
    def ring(self) -> charts.Chart:
        """Where the period's reports stand, as a ring."""
        return charts.ring(_("Reports of this period by state"), self.counts.parts)


def bench_of(user: User, shown: Chosen, now: datetime) -> Bench:
    """Everything on the workbench of ``user``, in a fixed number of queries."""
    bench = Bench(greeting=_greeting(user, now), todos=plan_todos(user))
    if shown.campaign is None:
        return bench
    bench.phases = phase_rows(shown.campaign, clock.today())
    bench.tasks = tasks_waiting(user, shown.campaign, now)
    bench.news = news(user, shown.campaign)
    bench.todos += bench.tasks.todos
    if shown.period is not None:
        _fill(bench, user, shown, now)
    bench.todos.sort(key=lambda todo: todo.since)
    return bench


def _fill(bench: Bench, user: User, shown: Chosen, now: datetime) -> None:
    bench.reports = reports_waiting(user, shown.campaign, shown.period, now)
    bench.counts = period_counts(user, shown.period, now)
    bench.beats = rhythm(shown.period, now)
    bench.strip = _strip(user, shown, now)
    bench.reminder_at = next_reminder(shown.period, now)
    bench.todos = [*bench.todos, *bench.reports.todos]


def _strip(user: User, shown: Chosen, now: datetime) -> Strip | None:
    """Figures of the newest period whose due moment has passed, at the person's own node."""
    settled = next((period for period in shown.periods if period.due_at <= now), None)
    key = _own_node(user, shown)
    if settled is None or key is None:
        return None
    page = strip_of(shown, settled, key)
    return Strip(settled, settled.label, page, headlines(page.cards))


def _own_node(user: User, shown: Chosen) -> int | None:
    """The key of the highest unit the person looks after in this campaign."""
    owner = shown.campaign.owner
    if user.is_superuser or user.reaches({Role.COORDINATOR}, owner.path):
        return owner.pk
    held = [row for row in user.holdings if row.role == Role.COORDINATOR]
    return min(held, key=lambda row: row.path).unit_id if held else None


def _greeting(user: User, now: datetime) -> str:
    hour = timezone.localtime(now).hour
    if hour < NOON:
        words = _("Good morning, %(name)s")
    elif hour < EVENING:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": user}
