"""Terms of seats (任期): from a day on, until a day that no longer counts or open-ended (pure)."""

from collections.abc import Sequence
from datetime import date


def has_begun(term: object, today: date) -> bool:
    """Whether the first day has come."""
    return term.from_on <= today


def is_over(term: object, today: date) -> bool:
    """Whether the term has ended: its last day is today or was before."""
    return term.to_on is not None and term.to_on <= today


def overlap(one: object, other: object) -> bool:
    """Whether two terms have a day in common; one that ends as the other begins does not."""
    starts_before = other.to_on is None or one.from_on < other.to_on
    return starts_before and (one.to_on is None or other.from_on < one.to_on)


def overlapping(terms: Sequence) -> list:
    """Those of the terms that share a day with another of them, in their order."""
    return [
        term for term in terms if any(overlap(term, other) for other in terms if other is not term)
    ]
