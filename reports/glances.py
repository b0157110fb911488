"""Figures that are in order at a glance, so that thousands of them are checked in a moment (pure).

A glance refuses nothing and knows no sentence. It says of a whole number whether it is surely
nothing to ask about; what it is not sure of goes through the checks themselves.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from fraudwatch.lib.numbers import LIMIT

from .checks import Item
from .figures import Value, Values
from .unusual import ENOUGH_HISTORY, NEAR, WAN, WORTH_ASKING

MOST_DIGITS = 12
PLAIN_KINDS = ("whole", "decimal", "money", "yesno", "rate")


class Glance(NamedTuple):
    """What is the same of a figure for every unit: its range in whole numbers, what it is like."""

    code: str
    low: int
    high: int
    is_money: bool
    is_stock: bool
    is_yesno: bool
    is_required: bool
    is_rate: bool
    base_kind: str


def glance_of(item: Item, base_kind: str = "") -> Glance | None:
    """How to glance at a figure; ``None`` for one that is more than a number or a free rate."""
    is_rate, has_range = item.kind == "rate", item.low is not None or item.high is not None
    if item.parts or item.kind not in PLAIN_KINDS or item.unit.isnumeric():
        return None
    if is_rate and has_range:
        return None
    is_yesno = item.kind == "yesno"
    most = 1 if is_yesno else int(LIMIT) - 1
    return Glance(
        code=item.code,
        low=0 if item.low is None else max(ceil(item.low), 0),
        high=most if item.high is None else min(floor(item.high), most),
        is_money=item.kind == "money",
        is_stock=item.measure == "stock",
        is_yesno=is_yesno,
        is_required=item.is_required,
        is_rate=is_rate,
        base_kind=base_kind,
    )


@lru_cache(maxsize=8_192)  # the figures of a county are few, and come again and again
def whole(text: str) -> int | None:
    """A whole number written as it is kept: ``12``; ``None`` for ``012``, ``１２`` and ``1.5``."""
    is_plain = text.isdigit() and text.isascii() and len(text) <= MOST_DIGITS
    return int(text) if is_plain and (text[0] != "0" or text == "0") else None


def at_a_glance(
    glance: Glance,
    typed: object,
    rows: Sequence[Values],
    carried: Mapping[str, object],
    factor: int,
    base: int | None = None,
) -> Value | None:
    """The figure as it is kept when the checks surely have no word about it; else ``None``.

    ``rows`` are the unit's figures of up to eight earlier periods, latest first, ``carried`` its
    stocks as last approved, ``base`` its headcount.
    """
    if glance.is_rate:
        return _plain_rate(typed)
    number = whole(typed) if type(typed) is str else None
    if number is not None and _is_usual(glance, number, rows, carried, factor, base):
        return typed
    return None


def _plain_rate(pair: object) -> Value | None:
    """A rate typed as two whole numbers of which the first is not the larger."""
    if type(pair) is not dict:
        return None
    top, base = whole(str(pair.get("n"))), whole(str(pair.get("d")))
    if top is None or not base or top > base:
        return None
    return {"n": str(top), "d": str(base)}


def _is_usual(
    glance: Glance,
    number: int,
    rows: Sequence[Values],
    carried: Mapping[str, object],
    factor: int,
    base: int | None,
) -> bool:
    """Whether the checks surely have no word about a number."""
    if not glance.low <= number <= glance.high or (base is not None and number > base):
        return False
    if glance.is_yesno:
        return True
    code = glance.code
    try:
        known = [whole(row[code]) for row in rows if row.get(code) is not None]
        last = known[0] if known else whole(carried[code]) if code in carried else None
    except (AttributeError, TypeError):  # two numbers
        return False
    if not known and last is None:
        return code not in carried
    if None in known or last is None:  # a fraction
        return False
    is_jump = last and number >= WORTH_ASKING and number > last * factor
    if is_jump or (glance.is_stock and number < last):
        return False
    if len(known) >= ENOUGH_HISTORY and not _is_near(number, known, factor):
        return False
    return not (glance.is_money and _may_slip(number, known))


def _is_near(number: int, known: Sequence[int], factor: int) -> bool:
    """Whether a figure surely is not far from the mean of enough earlier ones."""
    many, total = len(known), sum(known)
    if not total:
        return True
    if number < WORTH_ASKING and total < WORTH_ASKING * many:
        return True
    return number * many < total * factor and number * many * factor > total


def _may_slip(number: int, known: Sequence[int]) -> bool:
    """Whether a sum of money may be in another unit than the earlier ones."""
    many, total = len([past for past in known if past]), sum(known)
    if not many or not number:
        return False
    near = NEAR * number * many < total * WAN and number * many * WAN > NEAR * total
    return not near
