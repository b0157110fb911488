"""The leader's page put together: what the templates print of a node or of a single unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.lamps import Lamp
from fraudwatch.lib import charts, clock, wording
from orgs.models import Unit, User
from reports.models import Period, Report
from reports.panels import Card, Change, headlines, unit_lamp
from reports.queries.activities import Joint, joint_of
from reports.queries.chosen import Chosen, Crumb, crumbs, node_of
from reports.queries.course import PhaseRow, phase_rows
from reports.queries.dashboard import NodePage, node_page, unit_page
from reports.trends import quality_chart, trend_chart

COUNTED_AS = (
    ("ontime", "on_time"), ("late", "late"), ("overdue", "missing"), ("exempt", "exempt"),
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """Completeness or timeliness: so many of so many, and against the period before."""

    label: str
    help: str
    count: int
    total: int
    change: Change

    @property
    def percent(self) -> Decimal | None:
        """The share in percent; None when nobody owes."""
        return wording.share(self.count, self.total)


@dataclass
class Board:
    """A node in a period as the page prints it."""

    page: NodePage
    crumbs: list[Crumb]
    phases: list[PhaseRow]
    chosen_code: str = ""
    headlines: list[Card] = field(default_factory=list)
    trend: charts.Chart | None = None
    quality: charts.Chart | None = None
    is_early: bool = False
    joint: Joint | None = None

    @property
    def is_single_unit(self) -> bool:
        """Whether the node is one reporting unit with nothing below it."""
        rows = self.page.children
        return len(rows) == 1 and rows[0].report is not None and rows[0].unit == self.page.unit

    @property
    def keep(self) -> list[tuple[str, object]]:
        """What stays in the address when another period is chosen."""
        return [("node", self.page.unit.pk), ("chart", self.chosen_code)]

    @property
    def shares(self) -> list[Share]:
        """Completeness and timeliness with numerator and denominator."""
        if self.page.total is None:
            return []
        submitted, on_time = _("submitted ÷ due, exempt left out"), _("submitted on time ÷ due")
        return [
            _share(_("Completeness"), submitted, "reported", self),
            _share(pgettext("share", "Timeliness"), on_time, "on_time", self),
        ]

    @property
    def is_partial(self) -> bool:
        """Whether figures of some units are still missing from the sums."""
        total = self.page.total
        return bool(total and total.approved < total.owed)


def board_of(user: User, shown: Chosen, params: Mapping, now: datetime) -> Board:
    """The board of the node and figure that the address names."""
    node = node_of(user, shown.campaign, params.get("node"))
    page = node_page(shown, node, now)
    board = Board(
        page=page,
        crumbs=crumbs(user, shown.campaign, node),
        phases=phase_rows(shown.campaign, clock.today()),
        headlines=headlines(page.cards),
        is_early=now < shown.period.due_at,
        joint=joint_of(node, shown.period),
    )
    card = _chosen_card(board.headlines, page.cards, params.get("chart"))
    if card:
        board.chosen_code = card.figure.indicator.code
        board.trend = trend_chart(page, card)
    board.quality = quality_chart(page)
    return board


def _chosen_card(first: list[Card], cards: list[Card], code: str | None) -> Card | None:
    found = [card for card in cards if card.figure.indicator.code == code]
    return next(iter(found or first), None)


def _share(label: str, help: str, name: str, board: Board) -> Share:  # noqa: A002
    total, before = board.page.total, board.page.before
    count = getattr(total, name)
    now = wording.share(count, total.owed)
    past = wording.share(getattr(before, name), before.owed) if before else None
    if board.is_early:
        change = Change(None, "", "up", "", _("not all in yet"))
    elif now is None or past is None:
        change = Change(None, "", "up", "", _("no figure last week"))
    else:
        change = Change(round(now - past, 1), _(" pts"), "up", wording.percent(past))
    return Share(label, help, count, total.owed, change)


@dataclass(frozen=True)
class Week:
    """One period of a single unit: its report, its lamp, its figures."""

    period: Period
    label: str
    report: Report | None
    lamp: Lamp
    cards: list[Card]


@dataclass
class UnitBoard:
    """A single unit's periods, newest first."""

    page: NodePage
    crumbs: list[Crumb]
    weeks: list[Week]
    chosen_code: str = ""
    trend: charts.Chart | None = None

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How often it was on time, late, missing, exempt in the periods shown."""
        there = [total for total in self.page.totals if total]
        return [(code, sum(getattr(total, name) for total in there)) for code, name in COUNTED_AS]

    @property
    def owed(self) -> int:
        """How many reports it owed."""
        return sum(total.owed for total in self.page.totals if total)


def unit_board_of(
    user: User, shown: Chosen, unit: Unit, params: Mapping, now: datetime
) -> UnitBoard:
    """The board of a single unit up to the chosen period."""
    page, reports = unit_page(user, shown, unit)
    first = headlines(page.cards)
    weeks = []
    for number, period in enumerate(page.periods):
        report = reports.get(period.pk)
        lamp = unit_lamp(report, now) if report else Lamp.NONE
        cards = page.cards_of(number, [card.figure.indicator for card in first])
        weeks.append(Week(period, period.label, report, lamp, cards))
    board = UnitBoard(page, crumbs(user, shown.campaign, unit), weeks[::-1])
    card = _chosen_card(first, page.cards, params.get("chart"))
    if card:
        board.chosen_code = card.figure.indicator.code
        board.trend = trend_chart(page, card)
    return board
