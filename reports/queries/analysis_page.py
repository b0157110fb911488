"""What the analysis page shows around its grid: choices, ways in, chart, map, the six figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from fraudwatch.lib.charts import Chart
from reports.analysis_charts import Drawn, drawn_of, drawn_subject
from reports.grid import TREND
from reports.pivot import (
    CELL_MEASURES,
    COLUMNS,
    INDICATORS,
    MEASURES,
    PARTS,
    PERIODS,
    ROWS,
    SIDES,
    UNITS,
    VALUE,
)
from reports.pivot_ask import KEPT
from reports.queries.analysis import Analysis
from reports.queries.analysis_figures import choices_of
from reports.queries.analysis_words import axis_names, heading_of, measure_names, rules_of
from reports.risings import Rising, risings
from reports.tile_map import TileGroup, tile_groups
from reports.trends import hatched_points

FIGURE = "code"


@dataclass(frozen=True)
class Way:
    """A way into the page: a name, an address, and whether one is there."""

    label: str
    url: str
    is_current: bool


class AnalysisPage:
    """One page of analysis; ``params`` are those of its address."""

    def __init__(self, found: Analysis, params: Mapping) -> None:
        self.found = found
        self.params = {key: params[key] for key in KEPT if params.get(key)}

    def url(self, **changed: object) -> str:
        """The page's address with some of it changed; ``None`` takes a part away."""
        asked = self.params | changed
        asked.setdefault("page", None)
        if "page" not in changed:
            asked["page"] = None
        return "?" + urlencode({key: value for key, value in asked.items() if value})

    @property
    def query(self) -> str:
        """The address as a file is ordered with it: node and period named."""
        fixed = {"node": self.found.unit.pk, "period": self.found.shown.period.pk}
        return urlencode(self.params | fixed)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What rows can be."""
        names = axis_names()
        return [(one, names[one]) for one in ROWS if self._is_offered(one)]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """What columns can be beside these rows."""
        rows, names = self.found.ask.rows, axis_names()
        barred = {rows, PARTS if rows == INDICATORS else "", INDICATORS if rows == PARTS else ""}
        offered = (one for one in COLUMNS if one not in barred)
        return [(one, names[one]) for one in offered if self._is_offered(one)]

    @property
    def measures(self) -> list[tuple[str, str]]:
        """What stands in the cells; with columns of measures there is nothing to choose."""
        if self.found.ask.columns in (MEASURES, SIDES):
            return []
        names = measure_names()
        return [(one, names[one]) for one in CELL_MEASURES]

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The figures to choose from; none where all of them stand in the grid."""
        if self.found.ask.has_figures:
            return []
        return choices_of(self.found.stage.subjects, self.found.ask)

    @property
    def files(self) -> list[tuple[str, str]]:
        """The documents that hold exactly this page."""
        return [("analysis-xlsx", "Excel"), ("analysis-pdf", "PDF")]

    @property
    def heading(self) -> str:
        """What the grid is about, in words."""
        return heading_of(self.found)

    @property
    def corner(self) -> str:
        """What the rows are."""
        return axis_names()[self.found.ask.rows]

    @property
    def is_compact(self) -> bool:
        """Whether a phone shows a row as a few lines instead of scrolling sideways."""
        return self.found.ask.columns in (MEASURES, SIDES)

    @property
    def measure_word(self) -> str:
        """What the cells hold, where it is not the figures themselves."""
        return "" if self.found.ask.measure == VALUE else measure_names()[self.found.ask.measure]

    @property
    def rules(self) -> list[str]:
        """What is to be known to read the grid."""
        return rules_of(self.found)

    @property
    def has_shades(self) -> bool:
        """Whether cells are painted by how large they are."""
        return self._painted("q")

    @property
    def has_changes(self) -> bool:
        """Whether cells are painted by whether a change is good."""
        if self.found.ask.columns == MEASURES:
            return False
        return self._painted("g") or self._painted("b")

    def _painted(self, letter: str) -> bool:
        lines = self.found.pivot.cells
        return any(cell.paint.startswith(letter) for line in lines for cell in line)

    def _is_offered(self, axis: str) -> bool:
        """Whether there is anything to put on the axis; what is asked for stays to be chosen."""
        if axis == UNITS:
            return bool(self.found.others.below) or self.found.ask.has_units
        return axis != PARTS or self._has_parts

    @property
    def _has_parts(self) -> bool:
        return any(one.indicator.options for one in self.found.stage.subjects)

    @cached_property
    def ways(self) -> list[Way]:
        """The usual views, and one for each figure that is typed in parts."""
        ask = self.found.ask
        usual = [
            (_("All figures"), INDICATORS, MEASURES, ""), (_("Units"), UNITS, MEASURES, ""),
            (_("Units over time"), UNITS, PERIODS, ""),
            (_("Units and figures"), UNITS, INDICATORS, ""),
            (_("Figures over time"), INDICATORS, PERIODS, ""),
        ]  # fmt: skip
        usual += [
            (one.label, PARTS, MEASURES, one.key)
            for one in self.found.stage.subjects
            if one.indicator.options
        ]
        return [
            Way(
                label,
                self.url(rows=rows, cols=columns, code=code or self.params.get(FIGURE),
                         draw=None, since=self._since(columns), **{"with": None}),
                ask.axes == (rows, columns) and code in ("", ask.code),
            )
            for label, rows, columns, code in usual
            if self._is_offered(rows)
        ]  # fmt: skip

    def _since(self, columns: str) -> object:
        """The first period of a usual view: over time the last twelve, if no span is chosen."""
        found = self.found
        if columns != PERIODS:
            return None if PERIODS in found.ask.axes else self.params.get("since")
        if len(found.span) > 1:
            return self.params.get("since")
        return found.book.periods[-TREND:][0].pk

    @property
    def swapped(self) -> str:
        """The address with rows and columns the other way round; blank where there is none."""
        axes = self.found.ask.swapped
        return self.url(rows=axes[0], cols=axes[1]) if axes else ""

    @cached_property
    def drawn(self) -> Drawn:
        """The chart that fits the grid."""
        return drawn_of(self.found.ask, self.found.stage)

    @property
    def seen(self) -> Chart:
        """The chart as the page shows it: hatched behind the hollow points of a line."""
        return hatched_points(self.drawn.chart)

    @property
    def drawn_key(self) -> str:
        """Which of the grid's figures is drawn, where the grid holds several."""
        if not self.can_draw:
            return ""
        if UNITS in self.found.ask.axes and PERIODS in self.found.ask.axes:
            return self.found.ask.draw
        return drawn_subject(self.found.ask, self.found.stage).key

    @property
    def can_draw(self) -> bool:
        """Whether a row can be chosen for the chart."""
        ask = self.found.ask
        return ask.rows == INDICATORS or ask.axes == (UNITS, PERIODS)

    @cached_property
    def tiles(self) -> list[TileGroup]:
        """The map of the units below; empty where no units are in the grid."""
        found = self.found
        if not found.ask.has_units or not found.stage.units:
            return []
        subject = drawn_subject(found.ask, found.stage)
        return tile_groups(found.book, subject, found.ask.measure, found.stage.units, found.deep)

    @cached_property
    def risings(self) -> tuple[list[Rising], list[Rising]]:
        """The four figures that are to rise, and the two that are to fall."""
        return risings(self.found.book, self.found.stage.subjects)

    @property
    def nodes(self) -> list[tuple[int, str]]:
        """The units to choose as the node: those above, itself, those right below."""
        found = self.found
        above = [(one.unit.pk, one.unit.name) for one in found.crumbs[:-1] if one.is_open]
        return [*above, (found.unit.pk, found.unit.name), *found.others.below]

    @property
    def pages(self) -> list[Way]:
        """The pages of units, where there are more than fit on one."""
        found = self.found
        if found.pages < 2:
            return []
        return [
            Way(str(n), self.url(page=n), n == found.ask.page) for n in range(1, found.pages + 1)
        ]
