"""What a check that was read is made of, and what it amounts to (pure; see reports.expressions)."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext

MOST_PERIODS = 8
NUMBER_TYPE, TRUTH = "number", "truth"
COMPARISONS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
SUMS = {"+": operator.add, "-": operator.sub}
PRODUCTS = {"*": operator.mul, "/": operator.truediv}


@dataclass(frozen=True)
class Ref:
    """A figure that a condition names: of ``when`` (now, last, cumulative, mean)."""

    key: str
    when: str = "now"
    side: str = ""
    periods: int = MOST_PERIODS


Facts = Callable[[Ref], Decimal | None]


@dataclass(frozen=True)
class Node:
    """A part of a condition: what it does with its arguments, what it gives, where it stands."""

    does: str
    gives: str
    at: int
    args: tuple = ()


@dataclass(frozen=True)
class Mention:
    """Where a figure is named in the text (characters from 0), for saying it in words."""

    ref: Ref
    start: int
    end: int


@dataclass(frozen=True)
class Expression:
    """A condition that was read; ``mentions`` in the order they stand."""

    text: str
    root: Node
    mentions: tuple[Mention, ...]

    @property
    def keys(self) -> list[str]:
        """The keys it names, each once, in order."""
        return list(dict.fromkeys(mention.ref.key for mention in self.mentions))

    def holds(self, facts: Facts) -> bool | None:
        """Whether the condition is met; ``None`` when that cannot be told."""
        with localcontext() as context:
            context.prec = 28
            try:
                return _value(self.root, facts)
            except DecimalException:
                return None


def _value(node: Node, facts: Facts) -> Decimal | bool | None:
    if node.does == "number":
        return node.args[0]
    if node.does == "ref":
        return facts(node.args[0])
    if node.does == "if":
        chosen = _value(node.args[0], facts)
        return None if chosen is None else _value(node.args[1 if chosen else 2], facts)
    values = [_value(one, facts) for one in node.args]
    return None if None in values else _apply(node.does, values)


def _apply(does: str, values: list) -> Decimal | bool:
    simple = {"min": min, "max": max, "and": all, "or": any}
    if does in simple:
        return simple[does](values)
    if does == "not":
        return not values[0]
    if does == "negate":
        return -values[0]
    if does == "abs":
        return abs(values[0])
    return (COMPARISONS | SUMS | PRODUCTS)[does](*values)
