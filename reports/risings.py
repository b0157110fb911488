"""The four figures that are to rise and the two that are to fall (四升两降), of one node (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.translation import gettext as _

from campaigns.enums import Direction, IndicatorKind, Measure

from .figures import Value
from .pivot import CHANGE, VALUE, YEAR, Book, Cell, Slim, Subject
from .pivot_cells import cell_of

SOLVED, FILED, CLEARED = "solved", "cases", "solved/cases"
RISING = ("arrests", SOLVED, CLEARED, "recovered")
FALLING = (FILED, "losses")
SIX = tuple(key for key in RISING + FALLING if key != CLEARED)  # figures that units report


@dataclass(frozen=True)
class Rising:
    """One of the six: its figure with both changes; ``value`` is None where nobody is asked."""

    key: str
    label: str
    unit: str
    value: Cell | None = None
    change: Cell | None = None
    year: Cell | None = None

    @property
    def is_asked(self) -> bool:
        """Whether the report asks for it."""
        return self.value is not None


def names() -> dict[str, str]:
    """What the six are called where the report does not ask for them."""
    return {
        "arrests": _("Arrests"), SOLVED: _("Cases solved"), CLEARED: _("Clearance rate"),
        "recovered": _("Losses recovered"), FILED: _("Fraud cases"), "losses": _("Losses"),
    }  # fmt: skip


def risings(book: Book, subjects: Sequence[Subject]) -> tuple[list[Rising], list[Rising]]:
    """The four and the two; both empty where the report asks for none of them."""
    by_key = {one.key: one for one in subjects}
    found = [[_rising(book, key, by_key) for key in keys] for keys in (RISING, FALLING)]
    if not any(one.is_asked for group in found for one in group):
        return [], []
    return found[0], found[1]


def _rising(book: Book, key: str, by_key: Mapping[str, Subject]) -> Rising:
    if key == CLEARED:
        return _cleared(book, by_key)
    subject = by_key.get(key)
    if subject is None:
        return Rising(key, names()[key], "")
    return Rising(key, subject.label, subject.unit, *_cells(book, subject))


def _cells(book: Book, subject: Subject) -> list[Cell]:
    return [cell_of(book, book.node, subject, book.span, one) for one in (VALUE, CHANGE, YEAR)]


def _cleared(book: Book, by_key: Mapping[str, Subject]) -> Rising:
    """Solved over filed, in sums: a rate that no unit reports."""
    label = names()[CLEARED]
    if SOLVED not in by_key or FILED not in by_key:
        return Rising(CLEARED, label, "%")
    rate = SimpleNamespace(
        code=CLEARED, kind=IndicatorKind.RATE, measure=Measure.FLOW, direction=Direction.UP
    )
    node = [_with_rate(total) for total in book.totals[book.node]]
    bases = {key: _pair(values) for key, values in book.bases.get(book.node, {}).items()}
    own = Book(book.periods, book.first, book.node, {book.node: node}, {book.node: bases})
    return Rising(CLEARED, label, "%", *_cells(own, Subject(rate, CLEARED, label, "%")))


def _with_rate(total: object | None) -> Slim | None:
    if total is None:
        return None
    pair = _pair(total.sums)
    given = min(total.given.get(SOLVED, 0), total.given.get(FILED, 0))
    return Slim(total.owed, total.approved, pair, {CLEARED: given} if pair else {}, {}, {})


def _pair(values: Mapping[str, Value]) -> dict[str, Value]:
    if SOLVED not in values or FILED not in values:
        return {}
    return {CLEARED: {"n": values[SOLVED], "d": values[FILED]}}
