"""The grid of the analysis page: any two of figures, units, periods and parts (pure).

A head of a row or a column says what it stands for: a place, a figure, a stretch of periods, a
measure. A cell is what its two heads say together; what neither says is the page's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.enums import Measure

from .figures import Value
from .grid import Course
from .panels import Attainment, Change
from .sums import added

INDICATORS, UNITS, PERIODS, PARTS = "indicators", "units", "periods", "parts"
MEASURES, SIDES = "measures", "sides"
ROWS = (INDICATORS, UNITS, PERIODS, PARTS)
COLUMNS = (MEASURES, PERIODS, UNITS, PARTS, INDICATORS)
VALUE, BEFORE, CHANGE, LAST_YEAR, YEAR, SO_FAR, TARGET, REACHED, GIVEN = (
    "value", "before", "change", "last_year", "year", "so_far", "target", "reached", "given",
)  # fmt: skip
DIFFERENCE, RATIO = "difference", "ratio"
ALL_MEASURES = (VALUE, BEFORE, CHANGE, LAST_YEAR, YEAR, SO_FAR, TARGET, REACHED, GIVEN)
AGAINST_BEFORE, AGAINST_YEAR = {BEFORE, CHANGE}, {LAST_YEAR, YEAR}
SINCE_THE_START = {SO_FAR, TARGET, REACHED}
CELL_MEASURES = (VALUE, CHANGE, YEAR, REACHED)


@dataclass(frozen=True, slots=True)
class Slim:
    """What a total holds of a few figures; a single unit's is made from its report."""

    owed: int
    approved: int
    sums: Mapping[str, Value]
    given: Mapping[str, int]
    stocks: Mapping[str, Value]
    stocks_given: Mapping[str, int]


@dataclass(frozen=True)
class Subject:
    """A figure, or one part of it, with its target at a node and at the units below."""

    indicator: object
    key: str
    label: str
    unit: str
    target: object | None = None
    own_target: object | None = None

    @property
    def is_stock(self) -> bool:
        """Whether the last period's figure counts, not the sum."""
        return self.indicator.measure == Measure.STOCK

    @property
    def kind(self) -> str:
        """What its values look like."""
        return self.indicator.kind


@dataclass
class Book:
    """Everything read of one side: periods up to the last, oldest first, and what stands there.

    ``totals`` hold, by place, one total a period; ``bases`` last year's values by place, in the
    span's periods. ``node`` is the place the page is about, ``whole`` the one that the
    campaign's own targets are set for. ``first`` is where the span begins, ``numbers`` which
    period of its campaign each is.
    """

    periods: Sequence[object]
    first: int
    node: int
    totals: Mapping[int, Sequence[object | None]]
    bases: Mapping[int, Mapping[int, Mapping[str, Value]]] = field(default_factory=dict)
    whole: int = 0
    numbers: Sequence[int] = ()

    @property
    def span(self) -> tuple[int, int]:
        """The stretch of the page: first and last place among the periods."""
        return self.first, len(self.periods) - 1

    def reported(self, place: int, window: tuple[int, int]) -> tuple[int, int]:
        """How many reports are approved of how many were owed."""
        totals = self.totals.get(place) or []
        there = [one for one in totals[window[0] : window[1] + 1] if one is not None]
        return sum(one.approved for one in there), sum(one.owed for one in there)

    def course(self, place: int, window: tuple[int, int], key: str, measure: str) -> Course:
        """A place over a stretch of periods, beside what ``measure`` holds it against."""
        totals = self.totals.get(place) or [None] * len(self.periods)
        start, end = window
        length = end - start + 1
        before = measure in AGAINST_BEFORE and start >= length
        bases = self.bases.get(place, {}) if measure in AGAINST_YEAR else {}
        periods = self.periods[start : end + 1] if measure in AGAINST_YEAR else ()
        return Course(
            span=totals[start : end + 1],
            before=totals[start - length : start] if before else [],
            trend=(),
            so_far=_summed(totals[: end + 1], key) if measure in SINCE_THE_START else {},
            bases=[bases.get(one.pk) for one in periods],
        )


def _summed(totals: Sequence[object | None], key: str) -> dict[str, Value]:
    return added({key: one.sums[key]} for one in totals if one is not None and key in one.sums)


@dataclass(frozen=True, slots=True)
class Head:
    """A row or a column: what it is called and what it stands for."""

    key: str
    label: str
    note: str = ""
    title: str = ""
    place: int | None = None
    subject: Subject | None = None
    window: tuple[int, int] | None = None
    measure: str = ""
    side: int = 0
    is_total: bool = False
    is_short: bool = False
    unit: object | None = None


@dataclass(slots=True)
class Cell:
    """One figure of the grid as it is printed, and what it is made of.

    ``value`` is its number for colours and files; ``paint`` how it is coloured. A change
    carries itself. ``is_short`` says that reports are missing from it.
    """

    text: str
    value: Decimal | None = None
    measure: str = VALUE
    kind: str = ""
    given: int = 0
    owed: int = 0
    change: Change | None = None
    attainment: Attainment | None = None
    paint: str = ""
    is_short: bool = False

    @property
    def told(self) -> str:
        """How many of how many gave it, where some are missing."""
        is_figure = self.measure == VALUE
        return f"{self.given}/{self.owed}" if is_figure and self.given < self.owed else ""


@dataclass
class Pivot:
    """A finished grid: heads of rows and columns, and a row of cells for each row."""

    rows: Sequence[Head]
    columns: Sequence[Head]
    cells: list[list[Cell]]

    @property
    def lines(self) -> list[tuple[Head, list[Cell]]]:
        """Each row with its cells."""
        return list(zip(self.rows, self.cells, strict=True))
