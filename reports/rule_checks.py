"""Holding a template's own checks against the figures of a report (pure)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from reports.checks import Checked
from reports.enums import Severity
from reports.expression_nodes import Expression, Ref
from reports.expression_tokens import ExpressionProblem
from reports.expressions import parse
from reports.figures import Value, Values, add_values, mean, number


@dataclass(frozen=True)
class Rule:
    """A check that is on: what must hold, and what is said at the figure ``about`` if not."""

    expression: Expression
    message: str
    severity: str
    about: str


@dataclass(frozen=True)
class Past:
    """What a unit reported before: ``rows`` of up to eight periods, latest first, ``None`` for a
    period without figures; ``so_far`` what is approved of a flow, ``None`` for a stock.
    """

    rows: Sequence[Values | None]
    so_far: Callable[[str], Value | None]


@lru_cache(maxsize=512)
def read_rule(text: str, known: frozenset[str]) -> Expression | None:
    """The condition; ``None`` when the report no longer asks for what it names."""
    try:
        return parse(text, known)
    except ExpressionProblem:
        return None


def facts_of(values: Values, past: Past) -> Callable[[Ref], Decimal | None]:
    """What the figures named in a condition are, for one report."""

    def fact(ref: Ref) -> Decimal | None:
        now = values.get(ref.key)
        if ref.when == "now":
            return _one(now, ref.side)
        if ref.when == "cumulative":
            return _so_far(ref, now, past)
        rows = past.rows[: ref.periods]
        earlier = [_one(row.get(ref.key), ref.side) if row else None for row in rows]
        if ref.when == "mean":
            return mean(earlier)
        return next((one for one in earlier if one is not None), None)

    return fact


def apply_rules(rules: Collection[Rule], checked: Checked, past: Past) -> None:
    """Add the sentence of every rule that is not met to the errors or warnings."""
    facts = facts_of(checked.values, past)
    for rule in rules:
        if rule.expression.holds(facts) is False:
            to = checked.errors if rule.severity == Severity.ERROR else checked.warnings
            to[rule.about] = " ".join(filter(None, [to.get(rule.about, ""), rule.message]))


def _one(value: Value | None, side: str) -> Decimal | None:
    """A value as one number, or one side of a rate."""
    if not side:
        return number(value)
    return Decimal(value[side]) if isinstance(value, dict) else None


def _so_far(ref: Ref, now: Value | None, past: Past) -> Decimal | None:
    """Approved so far with this period's figure; nothing without this period's."""
    if now is None:
        return None
    return _one(add_values(past.so_far(ref.key), now), ref.side)
