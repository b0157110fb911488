"""Which report a reviewer should look at first, and why (pure).

The rank is a sum of weights. Every part of it is a reason that can be said in words, so
that nobody has to guess why a report stands where it does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .figures import Value, mean, number

MOST = 999
EXTREME = 10  # times the usual, or a tenth of it
ENOUGH_HISTORY = 3
WORTH_ASKING = 10
# code -> (weight of each, the most it can weigh)
WEIGHTS = {
    "reused": (40, 120),
    "extreme": (30, 90),
    "unusual": (12, 72),
    "late_answer": (10, 10),
    "first": (8, 8),
    "again": (6, 6),
    "late": (5, 5),
    "zero": (4, 4),
    "other_hand": (3, 3),
}


@dataclass(frozen=True)
class Facts:
    """What is known of a submission: counts of figures and photos, and what happened before.

    ``reused`` counts photos seen before, ``extreme`` figures ten times off the unit's mean,
    ``unusual`` figures that needed a reason. ``again`` is an answer to a return.
    """

    reused: int = 0
    extreme: int = 0
    unusual: int = 0
    late_answer: bool = False
    first: bool = False
    again: bool = False
    late: bool = False
    zero: bool = False
    other_hand: bool = False


@dataclass(frozen=True)
class Risk:
    """How urgently a report asks for a look; ``reasons`` are (code, count), heaviest first."""

    score: int
    reasons: list[tuple[str, int]]


def risk_of(facts: Facts) -> Risk:
    """The rank of a submission and its reasons."""
    return risk_from({code: int(getattr(facts, code)) for code in WEIGHTS})


def risk_from(counts: Mapping[str, int]) -> Risk:
    """The rank that counts of reasons amount to; those without a weight are left out."""
    found = []
    for code, (each, most) in WEIGHTS.items():
        count = counts.get(code, 0)
        if count > 0:
            found.append((min(count * each, most), code, count))
    found.sort(key=lambda part: -part[0])
    score = min(sum(weight for weight, _code, _count in found), MOST)
    return Risk(score, [(code, count) for _weight, code, count in found])


def extremes(
    values: Mapping[str, Value], histories: Mapping[str, Sequence[Decimal | None]]
) -> list[str]:
    """The codes whose figure is ten times the unit's mean, or a tenth of it.

    A rate is never extreme, nor is a figure with fewer than three before it or one that is
    small before and now.
    """
    found = []
    for code, value in values.items():
        known = [past for past in histories.get(code, ()) if past is not None]
        if isinstance(value, dict) or len(known) < ENOUGH_HISTORY:
            continue
        now, usual = number(value), mean(known)
        if max(now, usual) < WORTH_ASKING:
            continue
        if now >= usual * EXTREME or now * EXTREME <= usual:
            found.append(code)
    return found


def risk_words(code: str, count: int) -> str:
    """A reason of the rank as the queue says it; an unknown one is left out (empty)."""
    counted = {
        "reused": ngettext("%(n)d photo used before", "%(n)d photos used before", count),
        "extreme": ngettext(
            "%(n)d figure ten times off the usual", "%(n)d figures ten times off the usual", count
        ),
        "unusual": ngettext("%(n)d unusual figure", "%(n)d unusual figures", count),
        "late_answer": _("corrected after its deadline"),
        "first": _("first report of the unit"),
        "again": _("came back after a return"),
        "late": _("submitted late"),
        "zero": _("zero report"),
        "other_hand": _("not filled in by the unit's own account"),
    }
    return counted[code] % {"n": count} if code in counted else ""
