"""The leader's page put together: what the templates print of a node or of a single unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import rules
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.lamps import Lamp
from fraudwatch.lib import charts, clock, wording
from orgs.models import Unit, User
from reports.models import Period, Report, ScreenLink
from reports.panels import (
    LEADING,
    Attainment,
    Card,
    Change,
    attainment_of,
    headlines,
    unit_lamp,
)
from reports.queries.activities import Joint, joint_column, joint_from, joint_of
from reports.queries.chosen import Chosen, Crumb, crumbs, node_of
from reports.queries.course import PhaseRow, phase_column, phases_from
from reports.queries.dashboard import NodePage, node_page, unit_page
from reports.queries.last_year import last_year_column, last_year_from
from reports.queries.rankings import Order, order_of, ranking_column
from reports.queries.spans import SpanPage, span_asked, span_page
from reports.trends import hatched_last, hatched_trend, quality_chart, trend_chart

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
    order: Order | None = None
    may_screen: bool = False
    may_rank: bool = False

    @property
    def leading(self) -> list[tuple[Card, Attainment | None]]:
        """The figures that come first, each with its target if it has one."""
        return [(card, attainment_of(card)) for card in headlines(self.page.cards, LEADING)]

    @property
    def columns(self) -> list[Card]:
        """The figures that the units below show: as many as their rows were read with."""
        return headlines(self.page.cards)

    @property
    def is_single_unit(self) -> bool:
        """Whether the node is one reporting unit with nothing below it."""
        rows = self.page.children
        return len(rows) == 1 and rows[0].report is not None and rows[0].unit == self.page.unit

    @property
    def is_span(self) -> bool:
        """Whether it is about more than one period."""
        return isinstance(self.page, SpanPage)

    @property
    def label(self) -> str:
        """The period or the span in words."""
        if not self.is_span:
            return self.page.period.label
        return f"{self.page.since.label} – {self.page.period.label}"

    @property
    def keep(self) -> list[tuple[str, object]]:
        """What stays in the address when another period is chosen."""
        kept = [("node", self.page.unit.pk), ("chart", self.chosen_code)]
        return [*kept, ("order", self.order.chosen)] if self.order.chosen else kept

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
    """The board of the node and figure that the address names.

    Four queries; what is short (last year, phases, activities, ranking) comes with the node.
    """
    node = node_of(
        user,
        shown.campaign,
        params.get("node"),
        last_year=last_year_column(shown),
        phases=phase_column(shown.campaign),
        joint=joint_column(shown.period),
        ranking=ranking_column(shown.campaign),
    )
    base, span = last_year_from(shown, node.last_year), span_asked(shown, params.get("since"))
    if len(span) > 1:
        page = span_page(shown, node, span, now, base)
    else:
        page = node_page(shown, node, now, base)
    board = Board(
        page=page,
        crumbs=crumbs(user, shown.campaign, node),
        phases=phases_from(node.phases, clock.today()),
        headlines=headlines(page.cards, LEADING),
        is_early=now < shown.period.due_at,
        joint=joint_from(node.joint),
        order=order_of(node.ranking, params.get("order"), page.children),
    )
    board.may_screen = _may(
        user, "reports.manage_screens", ScreenLink(campaign=shown.campaign, unit=node)
    )
    board.may_rank = _may(user, "reports.switch_ranking", shown.campaign)
    card = _chosen_card(board.headlines, page.cards, params.get("chart"))
    if card:
        board.chosen_code = card.figure.indicator.code
        board.trend = hatched_trend(trend_chart(page, card), page)
    board.quality = quality_chart(page)
    if board.is_early:
        board.quality = hatched_last(board.quality)
    return board


def _may(user: User, permission: str, about: object) -> bool:
    """Whether a button is offered, asked of the rules alone: no query."""
    return user.is_superuser or rules.has_perm(permission, user, about)


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
    joint: Joint | None = None

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
    board.joint = joint_of(unit, shown.period, since=page.periods[0])
    card = _chosen_card(first, page.cards, params.get("chart"))
    if card:
        board.chosen_code = card.figure.indicator.code
        board.trend = hatched_trend(trend_chart(page, card), page)
    return board
