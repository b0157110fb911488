"""The cells of the analysis grid: each measure in numbers and in words (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.enums import IndicatorKind
from fraudwatch.lib import wording

from .figures import number
from .grid import Course, base_value, counted, gap_of, span_value
from .panels import Attainment, Card, Change, attainment_of, change_of, shown_value
from .pivot import (
    BEFORE,
    CHANGE,
    DIFFERENCE,
    GIVEN,
    LAST_YEAR,
    RATIO,
    REACHED,
    SO_FAR,
    TARGET,
    VALUE,
    YEAR,
    Book,
    Cell,
    Head,
    Pivot,
    Subject,
)

NOT_OWED = "·"
Window = tuple[int, int]


def pivot_of(
    books: Sequence[Book], rows: Sequence[Head], columns: Sequence[Head], default: Head
) -> Pivot:
    """Fill the grid; ``default`` says what neither a row nor a column says."""
    cells = []
    for row in rows:
        line: list[Cell] = []
        for column in columns:
            line.append(_cell(books, row, column, default, line))
        cells.append(line)
    return Pivot(rows, columns, cells)


def _cell(
    books: Sequence[Book], row: Head, column: Head, default: Head, line: Sequence[Cell]
) -> Cell:
    subject = row.subject or column.subject or default.subject
    measure = column.measure or row.measure or default.measure
    if measure in (DIFFERENCE, RATIO):
        return beside(line[0], line[1], subject, measure)
    book, place = books[column.side], row.place if row.place is not None else column.place
    window = row.window or column.window or books[0].span
    if column.side:
        window = book.span if window == books[0].span else matched(books, window)
    return cell_of(book, book.node if place is None else place, subject, window, measure)


def matched(books: Sequence[Book], window: Window) -> Window | None:
    """The same stretch on the other side, by the periods' numbers; None where it lacks one."""
    ours, other = books
    there = {number: place for place, number in enumerate(other.numbers)}
    ends = [there.get(ours.numbers[place]) for place in window]
    return None if None in ends else (ends[0], ends[1])


def beside(one: Cell, other: Cell, subject: Subject, measure: str) -> Cell:
    """How far the first side lies above the second: as an amount, or in percent of it."""
    cell = Cell(wording.NOTHING, measure=measure, kind=subject.kind)
    if one.value is None or other.value is None:
        return cell
    if measure == DIFFERENCE:
        cell.value = one.value - other.value
        sign = "+" if cell.value > 0 else ""
        is_rate = subject.kind == IndicatorKind.RATE
        shown = f"{cell.value}{_(' pts')}" if is_rate else shown_value(subject.kind, cell.value)
        cell.text = sign + shown
        return cell
    if subject.kind == IndicatorKind.RATE or not other.value:
        return cell
    cell.value = ((one.value - other.value) * 100 / abs(other.value)).quantize(Decimal("0.1"))
    cell.text = f"{cell.value:+,}%"
    return cell


@dataclass(frozen=True, slots=True)
class _At:
    """A figure as ``change_of`` and ``attainment_of`` read it."""

    indicator: object
    value: Decimal | None
    owed: int
    cumulative: Decimal | None = None
    target: object | None = None
    label: str = ""
    unit: str = ""


def cell_of(
    book: Book, place: int, subject: Subject, window: tuple[int, int] | None, measure: str
) -> Cell:
    """One cell. ``window`` is ``None`` where the side has no such period."""
    if window is None:
        return Cell(wording.NOTHING, measure=measure, kind=subject.kind)
    course = book.course(place, window, subject.key, measure)
    given, owed = counted(course.span, subject.key, subject.is_stock)
    totals = [one for one in course.span if one is not None]
    cell = Cell(
        wording.NOTHING,
        measure=measure,
        kind=subject.kind,
        given=given,
        owed=owed,
        is_short=any(one.approved < one.owed for one in totals),
    )
    _WRITE[measure](cell, course, subject, subject.own_target if place == book.whole
                    else subject.target)  # fmt: skip
    return cell


def _value(course: Course, subject: Subject) -> Decimal | None:
    return number(span_value(course.span, subject.key, subject.is_stock))


def _put(cell: Cell, value: Decimal | None) -> None:
    cell.value = value
    cell.text = shown_value(cell.kind, value)


def _write_value(cell: Cell, course: Course, subject: Subject, _goal: object) -> None:
    _put(cell, _value(course, subject))
    if cell.value is None and not cell.owed:
        cell.text = NOT_OWED


def _write_before(cell: Cell, course: Course, subject: Subject, _goal: object) -> None:
    _put(cell, number(span_value(course.before, subject.key, subject.is_stock)))


def _write_last_year(cell: Cell, course: Course, subject: Subject, _goal: object) -> None:
    _put(cell, number(base_value(course.bases, subject.key, subject.is_stock)))


def _write_change(cell: Cell, course: Course, subject: Subject, _goal: object) -> None:
    base = number(span_value(course.before, subject.key, subject.is_stock))
    _put_change(cell, course, subject, base, "last")


def _write_year(cell: Cell, course: Course, subject: Subject, _goal: object) -> None:
    base = number(base_value(course.bases, subject.key, subject.is_stock))
    _put_change(cell, course, subject, base, "year")


def _put_change(
    cell: Cell, course: Course, subject: Subject, base: Decimal | None, which: str
) -> None:
    gap = gap_of(course)
    nothing, zero = (gap.before, gap.zero) if which == "last" else (gap.year, gap.year_zero)
    here = _At(subject.indicator, _value(course, subject), cell.owed)
    cell.change = change_of(here, base, nothing, zero)
    cell.value = cell.change.amount
    cell.text = change_words(cell.change)


def change_words(change: Change) -> str:
    """A change as a file says it: +12.5%, or the dash with its reason."""
    if change.amount is None:
        return f"{wording.NOTHING} ({change.why})" if change.why else wording.NOTHING
    amount = change.amount.quantize(Decimal("0.1"))
    return f"{amount:+,}{change.unit or '%'}" if amount else f"0{change.unit or '%'}"


def _so_far_value(course: Course, subject: Subject) -> Decimal | None:
    if subject.is_stock:
        return _value(course, subject)
    return number(course.so_far.get(subject.key))


def _write_so_far(cell: Cell, course: Course, subject: Subject, _goal: object) -> None:
    _put(cell, _so_far_value(course, subject))


def _reached(cell: Cell, course: Course, subject: Subject, goal: object) -> Attainment | None:
    if goal is None:
        return None
    last = course.last
    here = _At(
        subject.indicator, _value(course, subject), last.owed if last else 0,
        _so_far_value(course, subject), goal, subject.label, subject.unit,
    )  # fmt: skip
    return attainment_of(Card(here, None, None))


def _write_target(cell: Cell, course: Course, subject: Subject, goal: object) -> None:
    found = _reached(cell, course, subject, goal)
    cell.text = found.target if found else wording.NOTHING


def _write_reached(cell: Cell, course: Course, subject: Subject, goal: object) -> None:
    cell.attainment = found = _reached(cell, course, subject, goal)
    if found and found.share is not None:
        cell.value, cell.text = found.share, wording.percent(found.share)


def _write_given(cell: Cell, _course: Course, _subject: Subject, _goal: object) -> None:
    cell.text = f"{cell.given}/{cell.owed}"


_WRITE = {
    VALUE: _write_value, BEFORE: _write_before, CHANGE: _write_change,
    LAST_YEAR: _write_last_year, YEAR: _write_year, SO_FAR: _write_so_far,
    TARGET: _write_target, REACHED: _write_reached, GIVEN: _write_given,
}  # fmt: skip
