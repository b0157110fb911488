"""What a leader should ask about: three rules, each naming one unit (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.enums import Direction
from fraudwatch.lib import wording
from fraudwatch.lib.weeks import moment_label

from .figures import change_rate
from .panels import shown_value

LEAST_BASE = 5  # a change from one to two is no trend
LEAST_SILENT = 2  # periods in a row


class Rule(TextChoices):
    """Why a unit is asked about; one unit for each, never the same twice."""

    OVERDUE = "overdue", gettext_lazy("Longest overdue")
    WORSE = "worse", gettext_lazy("Steepest worsening")
    SILENT = "silent", gettext_lazy("Silent unit")


@dataclass(frozen=True)
class Clause:
    """The sentence of the plan that asks for it."""

    key: str
    text: str


@dataclass(frozen=True)
class Ask:
    """One thing to ask about: which unit, what, and where it stands."""

    rule: Rule
    unit_id: int
    unit: str
    what: str
    why: str
    url: str
    clause: Clause | None = None


@dataclass(frozen=True)
class Late:
    """A report or a unit's part in a task that is past due; ``title`` names it."""

    unit_id: int
    unit: str
    title: str
    due_at: datetime
    url: str
    clause: Clause | None = None


@dataclass(frozen=True)
class Silence:
    """A unit that handed nothing in for ``count`` periods in a row; ``since`` names the last."""

    unit_id: int
    unit: str
    count: int
    since: str
    url: str


@dataclass(frozen=True)
class Fall:
    """A unit's figure with the period before; ``url`` is where the unit's reports stand."""

    unit_id: int
    unit: str
    indicator: object
    label: str
    now: Decimal | None
    before: Decimal | None
    url: str
    clause: Clause | None = None

    @property
    def amount(self) -> Decimal | None:
        """By how many percent it got worse; None where that is nothing to ask about."""
        direction = self.indicator.direction
        if direction == Direction.NEUTRAL or self.before is None or self.before < LEAST_BASE:
            return None
        change = change_rate(self.now, self.before)
        if change is None:
            return None
        worse = -change if direction == Direction.UP else change
        return worse if worse > 0 else None


def asks_from(
    late: Iterable[Late], falls: Iterable[Fall], silent: Iterable[Silence], now: datetime
) -> list[Ask]:
    """One thing to ask by each rule, in their order; a unit named once is not named again."""
    steep = sorted((one for one in falls if one.amount), key=lambda one: -one.amount)
    quiet = (one for one in silent if one.count >= LEAST_SILENT)
    by_rule = [
        [_overdue(one, now) for one in sorted(late, key=lambda one: one.due_at)],
        [_worse(one) for one in steep],
        [_silent(one) for one in sorted(quiet, key=lambda one: -one.count)],
    ]
    chosen: list[Ask] = []
    for asks in by_rule:
        named = {ask.unit_id for ask in chosen}
        chosen += [ask for ask in asks if ask.unit_id not in named][:1]
    return chosen


def with_clause(ask: Ask, otherwise: Clause | None) -> Ask:
    """The thing to ask with its own sentence of the plan, else with the one on reporting."""
    return ask if ask.clause or ask.rule == Rule.WORSE else replace(ask, clause=otherwise)


def _overdue(one: Late, now: datetime) -> Ask:
    over = wording.span((now - one.due_at).total_seconds())
    why = _("overdue for %(span)s, due %(moment)s") % {
        "span": over,
        "moment": moment_label(one.due_at),
    }
    return Ask(Rule.OVERDUE, one.unit_id, one.unit, one.title, why, one.url, one.clause)


def _worse(one: Fall) -> Ask:
    kind, words = one.indicator.kind, _("%(now)s after %(before)s, %(n)s%% worse")
    figures = {"now": shown_value(kind, one.now), "before": shown_value(kind, one.before)}
    why = words % {**figures, "n": wording.number(one.amount)}
    return Ask(Rule.WORSE, one.unit_id, one.unit, one.label, why, one.url, one.clause)


def _silent(one: Silence) -> Ask:
    what = ngettext(
        "Nothing handed in for %(n)d period", "Nothing handed in for %(n)d periods", one.count
    ) % {"n": one.count}
    why = _("last report: %(period)s") % {"period": one.since} if one.since else _("none so far")
    return Ask(Rule.SILENT, one.unit_id, one.unit, what, why, one.url)
