"""The analysis page: one grid of figures, units, periods and parts at a node, and beside it.

Everything comes from stored totals (a single unit's from its report), in as many queries for
one unit as for a hundred and fifty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Value, Window
from django.db.models.functions import Concat

from campaigns.models import Campaign
from orgs.models import Unit, User
from reports.grid import TREND
from reports.models import DirtyReport, Period, Total
from reports.pivot import CHANGE, SIDES, Book, Head, Pivot
from reports.pivot_ask import Ask, ask_of
from reports.pivot_cells import pivot_of
from reports.pivot_heads import ELSEWHERE, Stage, heads_of
from reports.pivot_paint import paint
from reports.pivot_rows import narrowed, remainder
from reports.queries.analysis_figures import parts_of, settled, subjects_of
from reports.queries.analysis_rows import FEW, bases_of, below, places_of
from reports.queries.analysis_sides import Others, Side, ordinals, others_from, others_of, side_of
from reports.queries.chosen import RECENT, Chosen, Crumb, crumbs, node_of
from reports.queries.course_sums import course_of
from reports.queries.dashboard import target_of
from reports.queries.grid import span_of
from reports.queries.node_rows import asked_items
from reports.risings import SIX
from reports.trends import short_labels

MOST_UNITS = 150  # on one page
MOST_READ, MOST_READ_WHOLE = 16_000, 4_000  # units times periods that one page reads
MOST_TILES, MOST_TILE_ROWS = 300, 6_000


@dataclass
class Analysis:
    """A finished page: the grid, what it was asked for, and what can be asked instead."""

    shown: Chosen
    unit: Unit
    ask: Ask
    book: Book
    total: Total | None
    is_updating: bool
    stage: Stage | None = None
    pivot: Pivot | None = None
    crumbs: list[Crumb] = field(default_factory=list)
    others: Others | None = None
    side: Side | None = None
    notes: list[str] = field(default_factory=list)
    deep: list[Unit] = field(default_factory=list)
    pages: int = 1
    units: int = 0

    @property
    def campaign(self) -> Campaign:
        """The campaign whose figures these are; the right to export is asked on it."""
        return self.shown.campaign

    @property
    def span(self) -> Sequence[Period]:
        """The periods of the span, oldest first."""
        return self.book.periods[self.book.first :]

    @property
    def label(self) -> str:
        """The span in words."""
        span = self.span
        return span[0].label if len(span) == 1 else f"{span[0].label} – {span[-1].label}"

    @property
    def counted(self) -> tuple[int, int]:
        """Reports approved and owed in the span."""
        return self.book.reported(self.unit.pk, self.book.span)


def analysis_of(user: User, shown: Chosen, params: Mapping) -> Analysis:
    """What the address asks for, as far as ``user`` reads it. Http404 for what is out of sight."""
    dirty = DirtyReport.objects.filter(
        path__gte=OuterRef("path"),
        path__lt=Concat(OuterRef("path"), Value("~")),
        period__template=shown.template,
    )
    columns = others_of(user, shown)
    unit = node_of(user, shown.campaign, params.get("node"), updating=Exists(dirty), **columns)
    found = _read(user, shown, unit, ask_of(params), params.get("since"))
    found.crumbs = crumbs(user, shown.campaign, unit)
    found.others = others_from(user, shown, unit)
    return found


def _read(user: User, shown: Chosen, unit: Unit, ask: Ask, since: str | None) -> Analysis:
    past = past_of(shown)
    span = span_of(past, since)
    subjects = subjects_of(asked_items(shown, shown.period, unit), _goals_below(shown, unit, ask))
    ask, subject, notes = settled(ask, subjects)
    totals = course_of(unit, past)
    owner = shown.campaign.owner_id
    book = Book(past, past.index(span[0]), unit.pk, {unit.pk: totals}, whole=owner)
    book.numbers = ordinals(past)
    found = Analysis(shown, unit, ask, book, totals[-1], unit.updating, notes=notes)
    if subject is None:
        return found
    found.stage = stage = Stage([book], subjects, subject, parts_of(subject), unit)
    stage.periods = list(zip(short_labels(book), (one.label for one in past), strict=True))
    if ask.has_units:
        _add_units(found)
    _add_bases(found)
    if ask.columns == SIDES:
        _add_side(user, found)
    ask = found.ask
    default = Head("", "", subject=subject, measure=ask.measure)
    axes = heads_of(ask.rows, stage), heads_of(ask.columns, stage)
    found.pivot = pivot_of(stage.books, *axes, default)
    paint(found.pivot, ask.columns)
    return found


def _goals_below(shown: Chosen, unit: Unit, ask: Ask) -> dict:
    """The targets of single units, where the node has the whole campaign's. At most one query."""
    if not ask.has_units or unit.pk != shown.campaign.owner_id:
        return {}
    return {item.indicator_id: target_of(item) for item in asked_items(shown, shown.period, Unit())}


def _add_units(found: Analysis) -> None:
    """The units below, a page of them, with their totals. Three queries."""
    book, ask = found.book, found.ask
    keys = keys_of(found)
    periods = book.periods[_reach(found) :]
    most = MOST_READ if len(keys) <= FEW else MOST_READ_WHOLE
    per = min(max(most // len(periods), 10), MOST_UNITS)
    size = (found.total.owed if found.total else 0) * len(periods)
    is_deep = len(keys) <= FEW and size <= MOST_TILE_ROWS and size <= MOST_TILES * len(periods)
    rows = below(found.unit, found.span, deep=is_deep)
    if is_deep:
        units = list(rows)
        right = [one for one in units if one.parent_id == found.unit.pk]
        found.deep = [one for one in units if one.parent_id != found.unit.pk]
        found.units = len(right)
    else:
        right = list(rows.annotate(total=Window(Count("pk")))[(ask.page - 1) * per :][:per])
        found.units = right[0].total if right else 0
    found.pages = max(-(-found.units // per), 1)
    start = (ask.page - 1) * per if is_deep else 0
    found.stage.units = right[start : start + per]
    read = [*found.stage.units, *found.deep]
    places = places_of(found.unit, [one.pk for one in read], periods, keys)
    for place, rows_ in places.items():
        book.totals[place] = [rows_.get(period.pk) for period in book.periods]
    if found.pages == 1 and not found.is_updating:
        _add_elsewhere(found, keys)


def _reach(found: Analysis) -> int:
    """From which period on the units below are read."""
    book, ask = found.book, found.ask
    if ask.needs_all:
        return 0
    if ask.measure != CHANGE:
        return book.first
    return max(book.first - len(found.span), 0)


def _add_elsewhere(found: Analysis, keys: Sequence[str]) -> None:
    """What the node's totals hold beyond its rows, as a row of its own."""
    book = found.book
    own = [-found.unit.pk, *(one.pk for one in found.stage.units)]
    columns = [book.totals[place] for place in own if place in book.totals]
    start = _reach(found)
    left = [
        remainder(narrowed(total, keys), [column[n] for column in columns]) if n >= start else None
        for n, total in enumerate(book.totals[found.unit.pk])
    ]
    if columns and any(left[book.first :]):
        book.totals[ELSEWHERE] = left


def keys_of(found: Analysis) -> list[str]:
    """The figures and parts that the grid needs of every place."""
    stage, ask = found.stage, found.ask
    if ask.has_figures:
        return [one.key for one in stage.subjects]
    return [stage.subject.key, *(one.key for one in stage.parts if ask.has_parts)]


def _add_bases(found: Analysis) -> None:
    """Last year's values of the node and its units in the periods that are drawn. One query."""
    book = found.book
    periods = book.periods[-max(TREND, len(found.span)) :]
    places = [found.unit.pk, *(one.pk for one in found.stage.units)]
    keys = {*keys_of(found), *SIX}  # those of the panel are read for whatever grid
    book.bases = bases_of(found.shown.template, places, periods, sorted(keys))


def _add_side(user: User, found: Analysis) -> None:
    """The other side as the second book; its name, and what is to be said of its periods."""
    found.side = side = side_of(user, found.shown, found.book, found.ask.beside)
    found.stage.books = [found.book, side.book]
    own = found.unit.name
    if side.unit.pk == found.unit.pk or found.ask.beside.startswith("r"):
        own = f"{found.shown.campaign.title} · {own}"
    found.stage.sides = [own, side.label]
    if side.note:
        found.notes.append(side.note)


def past_of(shown: Chosen) -> list[Period]:
    """All periods up to the one shown, oldest first; those too old to be offered are read."""
    recent = list(shown.periods[shown.periods.index(shown.period) :])[::-1]
    if len(shown.periods) < RECENT:
        return recent
    older = Period.objects.filter(template=shown.template, starts_on__lt=recent[0].starts_on)
    rows = list(older.order_by("starts_on"))
    for row in rows:
        row.template = shown.template
    return rows + recent
