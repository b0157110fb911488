"""Checks to begin with, made of the figures that a report asks for (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

# What is recovered or kept from loss beside what was lost; what came of what.
PAIRS = (
    ("recovered", "losses"), ("returned_money", "recovered"), ("dissuaded", "warnings"),
    ("solved", "cases"), ("risk_files", "risk_people"), ("volunteers", "grid_staff"),
)  # fmt: skip
MOST = 5


@dataclass(frozen=True)
class Example:
    """A condition to click, the words for it, and what the unit is told."""

    expression: str
    why: str
    message: str
    about: str


def examples_for(items: Sequence[object]) -> list[Example]:
    """Up to five examples that fit the items (with ``.indicator``) of a report."""
    figures = [item.indicator for item in items if "-" not in item.indicator.code]
    codes = {one.code: one for one in figures}
    found = [_pair(codes[a], codes[b]) for a, b in PAIRS if a in codes and b in codes]
    for one in figures:
        if one.kind == "rate":
            continue
        found.append(_not_falling(one) if one.measure == "stock" else _not_jumping(one))
    return found[:MOST]


def _pair(small: object, large: object) -> Example:
    words = {"a": small.shown_name, "b": large.shown_name}
    return Example(
        f"{small.code} <= {large.code}",
        _("%(a)s is not more than %(b)s") % words,
        _("%(a)s is more than %(b)s; check both.") % words,
        small.code,
    )


def _not_falling(one: object) -> Example:
    words = {"a": one.shown_name}
    return Example(
        f"{one.code} >= last.{one.code}",
        _("%(a)s, reported to date, does not fall") % words,
        _("%(a)s is lower than last time; report what there is to date.") % words,
        one.code,
    )


def _not_jumping(one: object) -> Example:
    words = {"a": one.shown_name}
    return Example(
        f"{one.code} <= 3 * mean({one.code}, 8) + 10",
        _("%(a)s is not far above its mean of eight periods") % words,
        _("%(a)s is far above its usual; say what happened.") % words,
        one.code,
    )
