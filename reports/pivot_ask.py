"""What an address asks of the analysis grid, nonsense put right (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .pivot import (
    CELL_MEASURES,
    COLUMNS,
    INDICATORS,
    MEASURES,
    PARTS,
    ROWS,
    SIDES,
    SINCE_THE_START,
    UNITS,
    VALUE,
)

LONGEST = 2000  # characters of an address that a file is ordered with
KEPT = ("template", "period", "since", "node", "rows", "cols", "measure", "code", "with", "draw",
        "plain", "page")  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """The two axes, the measure in the cells, the figure, the other side, what is drawn."""

    rows: str = INDICATORS
    columns: str = MEASURES
    measure: str = VALUE
    code: str = ""
    beside: str = ""
    draw: str = ""
    is_plain: bool = False
    page: int = 1

    @property
    def axes(self) -> tuple[str, str]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def has_units(self) -> bool:
        """Whether units stand on an axis."""
        return UNITS in self.axes

    @property
    def has_parts(self) -> bool:
        """Whether the parts of a figure stand on an axis."""
        return PARTS in self.axes

    @property
    def has_figures(self) -> bool:
        """Whether all figures stand on an axis, so that none is chosen."""
        return INDICATORS in self.axes

    @property
    def measures(self) -> set[str]:
        """The measures that cells show; with columns of measures all of them."""
        return {*SINCE_THE_START, VALUE} if self.columns == MEASURES else {self.measure}

    @property
    def needs_all(self) -> bool:
        """Whether every period since the beginning is added up."""
        return bool(self.measures & SINCE_THE_START)

    @property
    def swapped(self) -> tuple[str, str] | None:
        """Rows and columns the other way round; None where columns cannot be rows."""
        if self.columns not in ROWS:
            return None
        return self.columns, self.rows

    def with_axes(self, rows: str, columns: str) -> "Ask":
        """The same with other axes."""
        return replace(self, rows=rows, columns=columns)


def ask_of(params: Mapping) -> Ask:
    """The wish of an address; what does not go together gives way to columns of measures."""
    rows = _one_of(params.get("rows"), ROWS, INDICATORS)
    columns = _one_of(params.get("cols"), COLUMNS, MEASURES)
    if columns == rows or {rows, columns} == {INDICATORS, PARTS}:
        columns = MEASURES
    beside = str(params.get("with") or "")
    if beside:
        columns = SIDES
    page = str(params.get("page") or "")
    return Ask(
        rows=rows,
        columns=columns,
        measure=_one_of(params.get("measure"), CELL_MEASURES, VALUE) if not beside else VALUE,
        code=str(params.get("code") or ""),
        beside=beside,
        draw=str(params.get("draw") or ""),
        is_plain=params.get("plain") == "1",
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 1,
    )


def _one_of(wish: str | None, known: tuple[str, ...], otherwise: str) -> str:
    return wish if wish in known else otherwise
