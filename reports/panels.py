"""What a dashboard says about figures: changes in words, lamps, attainment (pure)."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.enums import Direction, IndicatorKind, TargetOp
from campaigns.lamps import Lamp, share_lamp, work_lamp
from fraudwatch.lib import numbers, wording

from .enums import ReportState
from .figures import change_rate, meets

HEADLINES = 4
LEADING = 5  # figures on the leader's page
_NUMBER = re.compile(r"([-\d,.]+|—)(.*)")
GOOD = {Direction.UP: "up", Direction.DOWN: "down", Direction.NEUTRAL: "neutral"}


@dataclass(frozen=True)
class Change:
    """A change against a base: in percent, for rates in points; ``why`` when there is none."""

    amount: Decimal | None
    unit: str
    good: str
    base: str
    why: str = ""


def change_of(figure: object, base: Decimal | None, nothing: str, zero: str) -> Change:
    """How the figure changed; ``nothing`` is said without a base, ``zero`` when the base is 0."""
    indicator = figure.indicator
    good = GOOD[Direction(indicator.direction)]
    if base is None or figure.value is None:
        return Change(None, "", good, "", nothing if base is None else _("no figure yet"))
    shown = shown_value(indicator.kind, base)
    if indicator.kind == IndicatorKind.RATE:
        return Change(figure.value - base, _(" pts"), good, shown)
    if not base:
        amount = Decimal(0) if figure.value == base else None
        return Change(amount, "", good, shown, "" if amount == 0 else zero)
    return Change(change_rate(figure.value, base), "%", good, shown)


def shown_value(kind: str, value: Decimal | None) -> str:
    """A figure with what belongs to it: 864 yuan, 96.2%, 1,284."""
    if value is None:
        return wording.NOTHING
    if kind == IndicatorKind.MONEY:
        return numbers.format_money(value)
    if kind == IndicatorKind.RATE:
        return wording.percent(value)
    return wording.number(numbers.plain(value))


@dataclass(frozen=True)
class Card:
    """A figure as its card and its table row show it."""

    figure: object
    week: Change
    year: Change

    @property
    def label(self) -> str:
        """The indicator's name."""
        return self.figure.label

    @property
    def shown(self) -> str:
        """The period's figure."""
        return shown_value(self.figure.indicator.kind, self.figure.value)

    @property
    def unit(self) -> str:
        """The unit of measure, where the figure does not carry it itself."""
        kind = self.figure.indicator.kind
        return "" if kind in (IndicatorKind.MONEY, IndicatorKind.RATE) else self.figure.unit

    @property
    def amount(self) -> str:
        """The number alone, as it is printed large."""
        return _NUMBER.match(self.shown).group(1)

    @property
    def suffix(self) -> str:
        """What stands small behind it."""
        return (_NUMBER.match(self.shown).group(2) or self.unit).strip()

    @property
    def cumulative(self) -> str:
        """The figure of the whole campaign so far."""
        return shown_value(self.figure.indicator.kind, self.figure.cumulative)


def card_of(figure: object, *, is_early: bool = False) -> Card:
    """A figure with its two changes in words.

    ``is_early`` says that units still have time: a figure of some of them is then not
    held against one of all.
    """
    if is_early and figure.given < figure.owed and figure.value is not None:
        early = Change(None, "", "neutral", "", _("not all in yet"))
        return Card(figure, week=early, year=early)
    return Card(
        figure,
        week=change_of(figure, figure.last, _("no figure last week"), _("last was 0")),
        year=change_of(figure, figure.last_year, _("no figure last year"), _("last year was 0")),
    )


def headlines(cards: list[Card], most: int = HEADLINES) -> list[Card]:
    """The few figures that come first: those with a target, then in the report's order."""
    ordered = sorted(cards, key=lambda card: card.figure.target is None)
    chosen = ordered[:most]
    return [card for card in cards if card in chosen]


@dataclass(frozen=True)
class Attainment:
    """A target with what has been reached of it.

    ``share`` is how much of the target is reached in percent. The bar runs to ``bar`` and
    the target's tick stands at ``tick``, both in percent of the track; a rate's track is
    the whole hundred.
    """

    card: Card
    op: str
    target: str
    reached: str
    share: Decimal | None
    bar: Decimal | None
    tick: Decimal
    is_met: bool | None
    gap: str

    @property
    def is_over(self) -> bool:
        """Whether there is more than there may be."""
        return self.op == TargetOp.AT_MOST and self.is_met is False

    @property
    def tone(self) -> str:
        """How the bar is painted."""
        if self.is_met is None:
            return ""
        if self.op == TargetOp.AT_MOST:
            return "good" if self.is_met else "bad"
        return "good" if self.is_met else ""


def goal_of(figure: object) -> Decimal:
    """What the figure's target asks of a node.

    What every unit has to reach by itself is asked of a subtree as often as units owe in
    it; a rate is asked of it as it stands.
    """
    goal = figure.target.value
    if figure.target.per_unit and figure.indicator.kind != IndicatorKind.RATE:
        goal *= max(figure.owed, 1)
    return goal


def attainment_of(card: Card) -> Attainment | None:
    """The target of a figure and how far it is reached; None without a target."""
    figure = card.figure
    if figure.target is None:
        return None
    kind, value, goal = figure.indicator.kind, figure.cumulative, goal_of(figure)
    is_met = meets(value, figure.target.op, goal)
    share = wording.share(value, goal) if value is not None and goal else None
    is_rate = kind == IndicatorKind.RATE
    return Attainment(
        card=card,
        op=figure.target.op,
        target=f"{figure.target.get_op_display()} {shown_value(kind, goal)}",
        reached=f"{card.cumulative} {card.unit}".strip(),
        share=value if is_rate else share,
        bar=value if is_rate else Decimal(100) if is_met is False and not goal else share,
        tick=goal if is_rate else Decimal(100),
        is_met=is_met,
        gap="" if value is None or is_met else _gap(card, abs(goal - value)),
    )


def _gap(card: Card, amount: Decimal) -> str:
    if card.figure.indicator.kind == IndicatorKind.RATE:
        return wording.number(numbers.plain(amount)) + _(" pts")
    return f"{shown_value(card.figure.indicator.kind, amount)} {card.unit}".strip()


def node_lamp(total: object, campaign: object, due_at: datetime, now: datetime) -> Lamp:
    """The lamp of a node by timeliness; none before the due moment, when nobody can be late."""
    if now < due_at:
        return Lamp.NONE
    return share_lamp(
        total.on_time, total.owed, green=campaign.green_from, yellow=campaign.yellow_from
    )


def unit_lamp(report: object, now: datetime) -> Lamp:
    """The lamp of one unit's report: late stays yellow, not there past due is red."""
    if report.state == ReportState.EXEMPT:
        return Lamp.NONE
    return work_lamp(report.due_at, report.first_submitted_at, now)
