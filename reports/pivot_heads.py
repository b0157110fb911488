"""Rows and columns of the analysis grid: which heads an axis has (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .pivot import (
    ALL_MEASURES,
    BEFORE,
    CHANGE,
    DIFFERENCE,
    GIVEN,
    INDICATORS,
    LAST_YEAR,
    MEASURES,
    PARTS,
    PERIODS,
    RATIO,
    REACHED,
    SIDES,
    SO_FAR,
    TARGET,
    UNITS,
    VALUE,
    YEAR,
    Book,
    Head,
    Subject,
)

ELSEWHERE = 0  # the place of what is left when the rows are taken from the total


@dataclass
class Stage:
    """What the heads are made from: the books, the figures, the units and the sides."""

    books: Sequence[Book]
    subjects: Sequence[Subject]
    subject: Subject
    parts: Sequence[Subject] = ()
    node: object | None = None
    units: Sequence[object] = ()
    periods: Sequence[tuple[str, str]] = ()
    sides: Sequence[str] = field(default_factory=tuple)
    is_whole: bool = True

    @property
    def book(self) -> Book:
        """The first side."""
        return self.books[0]


def measure_words(measure: str, *, is_span: bool) -> str:
    """The name of a measure, as a column is headed."""
    words = {
        VALUE: _("This span") if is_span else _("This period"),
        BEFORE: _("Period before"), CHANGE: _("Change"), LAST_YEAR: _("Last year"),
        YEAR: _("YoY"), SO_FAR: _("Cumulative"), TARGET: _("Target"), REACHED: _("Reached"),
        GIVEN: pgettext("grid", "Reports") if is_span else pgettext("count", "Units"),
        DIFFERENCE: _("Difference"), RATIO: _("Difference in %"),
    }  # fmt: skip
    return words[measure]


def heads_of(axis: str, stage: Stage) -> list[Head]:
    """The heads of an axis in their order, totals first."""
    return _MAKERS[axis](stage)


def _indicators(stage: Stage) -> list[Head]:
    return [
        Head(one.key, one.label, "" if one.unit == "%" else one.unit, subject=one)
        for one in stage.subjects
    ]


def _parts(stage: Stage) -> list[Head]:
    whole = stage.subject
    heads = [Head(whole.key, pgettext("breakdown", "All parts"), subject=whole, is_total=True)]
    return heads + [Head(one.key, one.label, subject=one) for one in stage.parts]


def _units(stage: Stage) -> list[Head]:
    node, book = stage.node, stage.book
    heads = [_unit(book, node.pk, node.name, is_total=True, unit=node)]
    own = -node.pk
    if own in book.totals and stage.units:
        heads.append(_unit(book, own, _("%(unit)s itself") % {"unit": node.name}))
    heads += [_unit(book, one.pk, one.name, unit=one) for one in stage.units]
    if ELSEWHERE in book.totals:
        heads.append(_unit(book, ELSEWHERE, _("Units that lie elsewhere by now")))
    return heads


def _unit(
    book: Book, place: int, label: str, *, is_total: bool = False, unit: object | None = None
) -> Head:
    approved, owed = book.reported(place, book.span)
    return Head(
        f"u{place}", label, f"{approved}/{owed}", place=place, is_total=is_total,
        is_short=approved < owed, unit=unit,
    )  # fmt: skip


def _periods(stage: Stage) -> list[Head]:
    book = stage.book
    start, end = book.span
    heads = []
    if end > start:
        heads.append(_period(book, "all", _("Whole span"), (start, end), is_total=True))
    for place in range(start, end + 1):
        short, full = stage.periods[place]
        key = f"p{book.periods[place].pk}"
        heads.append(_period(book, key, short, (place, place), title=full))
    return heads


def _period(
    book: Book,
    key: str,
    label: str,
    window: tuple[int, int],
    *,
    title: str = "",
    is_total: bool = False,
) -> Head:
    approved, owed = book.reported(book.node, window)
    return Head(
        key, label, f"{approved}/{owed}", title=title, window=window, is_total=is_total,
        is_short=approved < owed,
    )  # fmt: skip


def _measures(stage: Stage) -> list[Head]:
    is_span = stage.book.span[0] < stage.book.span[1]
    return [Head(one, measure_words(one, is_span=is_span), measure=one) for one in ALL_MEASURES]


def _sides(stage: Stage) -> list[Head]:
    heads = []
    for side, (book, label) in enumerate(zip(stage.books, stage.sides, strict=True)):
        approved, owed = book.reported(book.node, book.span)
        heads.append(
            Head(f"s{side}", label, f"{approved}/{owed}", side=side, measure=VALUE,
                 is_short=approved < owed)
        )  # fmt: skip
    return heads + [
        Head(one, measure_words(one, is_span=False), measure=one) for one in (DIFFERENCE, RATIO)
    ]


_MAKERS = {
    INDICATORS: _indicators, PARTS: _parts, UNITS: _units, PERIODS: _periods,
    MEASURES: _measures, SIDES: _sides,
}  # fmt: skip
