"""The chart beside the analysis grid: which one fits what the grid holds (pure).

Over time a line, parts stacked or sorted, two sides as bars next to each other, units as bars
in their official order. Every axis of amounts begins at zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.enums import IndicatorKind
from fraudwatch.lib import charts
from fraudwatch.lib.charts import Chart, Series

from .figures import number
from .grid import TREND, base_value
from .pivot import (
    BEFORE,
    INDICATORS,
    LAST_YEAR,
    MEASURES,
    PARTS,
    PERIODS,
    SIDES,
    UNITS,
    VALUE,
    Book,
    Cell,
    Head,
    Subject,
)
from .pivot_ask import Ask
from .pivot_cells import cell_of, matched
from .pivot_heads import Stage, heads_of, measure_words

LINES, BARS = 5, 30  # lines, and bars along an axis, that stay readable
FAINT = 0.45


@dataclass(frozen=True)
class Drawn:
    """A chart, what it is about, and what is to be said below it."""

    chart: Chart
    title: str
    note: str


def drawn_of(ask: Ask, stage: Stage) -> Drawn:
    """The chart that fits the two axes."""
    if ask.columns == SIDES:
        return _sides(ask, stage)
    if ask.has_units and not stage.units:
        return (_parts if ask.has_parts else _over_time)(ask, stage)
    if set(ask.axes) == {UNITS, PERIODS} and stage.book.span[0] == stage.book.span[1]:
        return _units(ask, stage)  # a single period has no course
    return _DRAWERS[frozenset(ask.axes)](ask, stage)


def drawn_subject(ask: Ask, stage: Stage) -> Subject:
    """The figure that is drawn: the one asked for, where all of them stand in the grid."""
    offered = {INDICATORS: stage.subjects, PARTS: stage.parts}
    axis = next((one for one in ask.axes if one in offered), None)
    rows = offered.get(axis, ())
    found = next((one for one in rows if one.key == ask.draw), None)
    if found is not None:
        return found
    return rows[0] if axis == INDICATORS and rows else stage.subject


def _over_time(ask: Ask, stage: Stage) -> Drawn:
    """One figure over the span, or the last twelve periods, with last year's beside it."""
    subject, book = drawn_subject(ask, stage), stage.book
    start = min(book.first, max(len(book.periods) - TREND, 0))
    places = range(start, len(book.periods))
    cells = [cell_of(book, book.node, subject, (n, n), VALUE) for n in places]
    lines = [Series(_("This year"), [plain(cell) for cell in cells])]
    past = [_last_year(book, n, subject) for n in places]
    if any(value is not None for value in past):
        lines.append(Series(_("Last year"), past, previous=True))
    x = [stage.periods[n][0] for n in places]
    chart = charts.trend(_name(subject), x, lines, unit=subject.unit)
    chart.option["series"][0]["data"] = [hollow(cell) for cell in cells]
    notes = [_("Hollow points: reports are still missing.")]
    if len(lines) > 1:
        notes.append(_("Dashed: the same periods last year."))
    return Drawn(_counted(chart, cells), _name(subject), " ".join(notes))


def _last_year(book: Book, place: int, subject: Subject) -> float | None:
    bases = [book.bases.get(book.node, {}).get(book.periods[place].pk)]
    value = number(base_value(bases, subject.key, subject.is_stock))
    return None if value is None else float(value)


def _units_over_time(ask: Ask, stage: Stage) -> Drawn:
    """A line for each of the first units, or for the one asked for."""
    heads = [one for one in heads_of(UNITS, stage) if not one.is_total]
    chosen = [one for one in heads if one.key == ask.draw]
    shown = chosen or heads[:LINES]
    book, subject = stage.book, stage.subject
    places = range(book.first, len(book.periods))
    cells = {h.key: [cell_of(book, h.place, subject, (n, n), VALUE) for n in places] for h in shown}
    lines = [Series(one.label, [plain(cell) for cell in cells[one.key]]) for one in shown]
    chart = charts.trend(
        _name(subject), [stage.periods[n][0] for n in places], lines, unit=subject.unit
    )
    for one, line in zip(shown, chart.option["series"], strict=True):
        line["data"] = [hollow(cell) for cell in cells[one.key]]
        line["label"] = {**line["label"], "show": len(shown) == 1}
        line["areaStyle"] = {"opacity": 0}
        line["endLabel"] = {**line["endLabel"], "show": False}
    _legend(chart)
    return Drawn(chart, _name(subject), _first_of(len(shown), len(heads)))


def _parts_over_time(_ask: Ask, stage: Stage) -> Drawn:
    book = stage.book
    places = range(book.first, len(book.periods))
    x = [stage.periods[n][0] for n in places]
    heads = [Head("", "", window=(n, n), place=book.node) for n in places]
    note = _("Faint columns: reports are still missing.")
    return Drawn(_stacked(stage, x, heads), _name(stage.subject), note)


def _parts_of_units(_ask: Ask, stage: Stage) -> Drawn:
    heads = [one for one in heads_of(UNITS, stage) if not one.is_total]
    shown = [replace(one, window=stage.book.span) for one in heads[:BARS]]
    chart = _stacked(stage, [one.label for one in shown], shown)
    return Drawn(chart, _name(stage.subject), _first_of(len(shown), len(heads)))


def _stacked(stage: Stage, x: Sequence[str], heads: Sequence[Head]) -> Chart:
    """Parts on top of each other for each head."""
    cells = [
        [cell_of(stage.book, one.place, part, one.window, VALUE) for one in heads]
        for part in stage.parts
    ]
    series = [
        Series(part.label, [plain(cell) for cell in row])
        for part, row in zip(stage.parts, cells, strict=True)
    ]
    chart = charts.bars(_name(stage.subject), x, series)
    for place, (bar, row) in enumerate(zip(chart.option["series"], cells, strict=True)):
        bar |= {"stack": "parts", "barMaxWidth": 28, "data": [faint(cell) for cell in row]}
        bar["itemStyle"] = {"color": f"var(--ch-{place % 8 + 1})"}
    _legend(chart)
    return chart


def _parts(_ask: Ask, stage: Stage) -> Drawn:
    """The parts of one figure, largest first, with their shares."""
    book = stage.book
    cells = [cell_of(book, book.node, part, book.span, VALUE) for part in stage.parts]
    items = [(part.label, plain(cell)) for part, cell in zip(stage.parts, cells, strict=True)]
    chart = charts.ranked(_name(stage.subject), items, unit=stage.subject.unit)
    return Drawn(chart, _name(stage.subject), _("Largest first, with the share of all parts."))


def _units(ask: Ask, stage: Stage) -> Drawn:
    """Units in their official order: the span beside the one before, or beside last year's."""
    subject = drawn_subject(ask, stage)
    heads = [one for one in heads_of(UNITS, stage) if not one.is_total]
    shown, book = heads[:BARS], stage.book
    measures = [VALUE, BEFORE]
    cells = [[cell_of(book, one.place, subject, book.span, m) for one in shown] for m in measures]
    if not any(cell.value is not None for cell in cells[1]):
        measures[1] = LAST_YEAR
        cells[1] = [cell_of(book, one.place, subject, book.span, LAST_YEAR) for one in shown]
    is_span = book.span[0] < book.span[1]
    series = [
        Series(measure_words(m, is_span=is_span), [plain(cell) for cell in row])
        for m, row in zip(measures, cells, strict=True)
        if m == VALUE or any(cell.value is not None for cell in row)
    ]
    chart = charts.bars(_name(subject), [one.label for one in shown], series, top=_top(subject))
    chart.option["series"][0]["data"] = [faint(cell) for cell in cells[0]]
    note = _("Units stand in their official order. Faint or hatched: reports are still missing.")
    return Drawn(chart, _name(subject), f"{note} {_first_of(len(shown), len(heads))}".strip())


def _sides(ask: Ask, stage: Stage) -> Drawn:
    """Two sides next to each other: over the periods, or over the parts of a figure."""
    if ask.rows == PARTS:
        return _sides_of_parts(stage)
    subject, (ours, other) = drawn_subject(ask, stage), stage.books
    places = range(ours.first, len(ours.periods))
    windows = [matched(stage.books, (n, n)) for n in places]
    cells = [
        [cell_of(ours, ours.node, subject, (n, n), VALUE) for n in places],
        [cell_of(other, other.node, subject, one, VALUE) for one in windows],
    ]
    x = [stage.periods[n][0] for n in places]
    return Drawn(_grouped(stage, subject, x, cells), _name(subject), _faint_words())


def _sides_of_parts(stage: Stage) -> Drawn:
    cells = [
        [cell_of(book, book.node, part, book.span, VALUE) for part in stage.parts]
        for book in stage.books
    ]
    x = [part.label for part in stage.parts]
    return Drawn(_grouped(stage, stage.subject, x, cells), _name(stage.subject), _faint_words())


def _faint_words() -> str:
    return _("Faint or hatched columns: reports are still missing.")


def _grouped(
    stage: Stage, subject: Subject, x: Sequence[str], cells: Sequence[Sequence[Cell]]
) -> Chart:
    series = [
        Series(label, [plain(cell) for cell in row])
        for label, row in zip(stage.sides, cells, strict=True)
    ]
    chart = charts.bars(_name(subject), x, series, top=_top(subject))
    for bar, row, colour in zip(chart.option["series"], cells, ("1", "2"), strict=True):
        bar["data"] = [faint(cell) for cell in row]
        bar["itemStyle"] = {"color": f"var(--ch-{colour})", "borderRadius": [3, 3, 0, 0]}
    _legend(chart)
    return chart


def _name(subject: Subject) -> str:
    whole = subject.indicator.shown_name
    return whole if subject.key == subject.indicator.code else f"{whole} · {subject.label}"


def _top(subject: Subject) -> int | None:
    return 100 if subject.kind == IndicatorKind.RATE else None


def _first_of(shown: int, total: int) -> str:
    if shown >= total:
        return ""
    return _("%(n)s of %(total)s are drawn; the table has them all.") % {
        "n": shown, "total": total,
    }  # fmt: skip


def _legend(chart: Chart) -> None:
    chart.option["legend"] = {
        "type": "scroll", "top": 0, "left": 0, "itemWidth": 10, "itemHeight": 10,
        "textStyle": {"color": "var(--fw-text-2)", "fontSize": 12},
    }  # fmt: skip
    chart.option["grid"] |= {"top": 34, "right": 12}
    chart.option["yAxis"] = {**chart.option["yAxis"], "name": ""}


def _counted(chart: Chart, cells: Sequence[Cell]) -> Chart:
    """The table below a line says of how many reports each point is made."""
    rows = [
        [*row, f"{cell.given}/{cell.owed}"] for row, cell in zip(chart.rows, cells, strict=True)
    ]
    return replace(chart, head=[*chart.head, pgettext("grid", "Reports")], rows=rows)


def plain(cell: Cell) -> float | int | None:
    """A figure as JSON carries it."""
    if cell.value is None:
        return None
    return int(cell.value) if cell.value == int(cell.value) else float(cell.value)


def hollow(cell: Cell) -> object:
    """A point of a line; hollow while reports are missing from it."""
    value = plain(cell)
    if value is None or not cell.is_short:
        return value
    return {"value": value, "symbol": "emptyCircle", "symbolSize": 9}


def faint(cell: Cell) -> object:
    """A bar; faint while reports are missing from it."""
    value = plain(cell)
    if value is None or not cell.is_short:
        return value
    return {"value": value, "itemStyle": {"opacity": FAINT}}


_DRAWERS: dict[frozenset, Callable[[Ask, Stage], Drawn]] = {
    frozenset({INDICATORS, MEASURES}): _over_time,
    frozenset({INDICATORS, PERIODS}): _over_time,
    frozenset({INDICATORS, UNITS}): _units,
    frozenset({UNITS, MEASURES}): _units,
    frozenset({UNITS, PERIODS}): _units_over_time,
    frozenset({UNITS, PARTS}): _parts_of_units,
    frozenset({PERIODS, MEASURES}): _over_time,
    frozenset({PERIODS, PARTS}): _parts_over_time,
    frozenset({PARTS, MEASURES}): _parts,
}
