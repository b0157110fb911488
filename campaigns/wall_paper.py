"""A wall chart on paper: how large everything is, and each row of cells as one drawing (pure).

A chart of 300 units and 52 weeks has more cells than a table on paper can be laid out of in
time, so the cells of a row are one SVG: a ground and a shape for each kind of cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .wall_shapes import SHAPES, Point
from .walls import NOTHING, Column, Wall, WallRow

FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
# class of a cell: ground, ink, edge; the soft ones are for cells that carry words
INKS = {
    "ontime": ("#cde8df", "#07594a", ""),
    "late": ("#e3a01c", "#241700", ""),
    "overdue": ("#bd2a16", "#ffffff", ""),
    "returned": ("#5a2f94", "#ffffff", ""),
    "pending": ("#3d90da", "#04152a", ""),
    "draft": ("#eef1f5", "#435162", "#84909e"),
    "missing": ("#ffffff", "#4c5967", "#84909e"),
    "exempt": ("#edf1f5", "#5f6c7b", ""),
}
SOFT = INKS | {
    "late": ("#fdf0d5", "#744700", "#e3a01c"),
    "overdue": ("#fde8e3", "#9c2312", "#bd2a16"),
    "returned": ("#f1eafb", "#552c8c", "#5a2f94"),
    "pending": ("#e4effb", "#17579d", "#3d90da"),
}
RED = "#bd2a16"


@dataclass(frozen=True)
class Paper:
    """A sheet across: its width between the margins, and the heights that rows may have.

    ``room`` is left for rows on a page below the title; the smallest row keeps its words
    readable from where such a sheet hangs, the tallest keeps a short chart from shouting.
    """

    name: str
    width: float
    room: float
    smallest: float
    tallest: float
    legend: float


A3 = Paper("A3", 1133, 585, 15.6, 34, 9)
A1 = Paper("A1", 2290, 1290, 24.2, 64, 16)
PAPERS = {3: A3, 1: A1}
FONTS = (9, 10, 11, 12, 14, 16, 18, 20, 24, 28, 32, 36)  # the classes of static/css/paper_wall.css
EM, NAME, END, WIDEST, WIDEST_WORDS, ROTATED = 0.58, 15, 5, 9, 17, 2.9
NOTE, DIGIT = 8, 0.56  # the smallest note in points; how wide a figure is, in its own height
KEY_HEAD, KEY_LINE, KEY_COLUMNS = 2.9, 1.75, 3  # of the list of titles, in its letters
HEAD = 4  # what titles over the columns take more than numbers, in letters


@dataclass(frozen=True)
class Sizes:
    """Of one chart on one paper, in points; names and ends as wide as the stylesheet has them."""

    row: float
    font: int
    name: float
    end: float
    column: float
    columns: int

    @property
    def cells(self) -> float:
        """The width of all columns."""
        return self.column * self.columns

    @property
    def is_rotated(self) -> bool:
        """Whether the lines over the columns stand upright."""
        return self.column < self.font * ROTATED

    @property
    def has_titles(self) -> bool:
        """Whether a column is wide enough for words over it."""
        return self.column >= self.font * 6


def sizes_of(wall: Wall, paper: Paper) -> Sizes:
    """Rows fill the first page where they fit it, and are never smaller than can be read.

    A chart whose titles are listed below it leaves the list room on its page, if there can be.
    """
    sizes = _filling(wall, paper, paper.room)
    if not needs_key(wall, sizes):
        return sizes
    lines = -(-len(wall.columns) // KEY_COLUMNS)
    for share in (1, 0.85, 0.7, 0.6):
        tried = _filling(wall, paper, paper.room * share)
        if not needs_key(wall, tried):  # smaller letters have room over the columns
            room = paper.room - tried.font * HEAD
            return replace(tried, row=min(max(room / _lines(wall), tried.row), paper.tallest))
        key = tried.font * (KEY_HEAD + KEY_LINE * lines)
        if tried.row * _lines(wall) + key <= paper.room:
            return tried
    return sizes


def needs_key(wall: Wall, sizes: Sizes) -> bool:
    """Whether the columns carry numbers whose titles have to be listed."""
    has_words = sizes.has_titles and wall.words.titles > 0
    return wall.words.look == "tasks" and not has_words


def _filling(wall: Wall, paper: Paper, room: float) -> Sizes:
    row = min(max(room / max(_lines(wall), 1), paper.smallest), paper.tallest)
    font = max(size for size in FONTS if size <= max(row * EM, FONTS[0]))
    name, end, columns = font * NAME, font * END, max(len(wall.columns), 1)
    widest = font * (WIDEST_WORDS if wall.words.look in ("gauges", "phases") else WIDEST)
    column = min((paper.width - name - end) / columns, widest)
    return Sizes(row, font, name, end, column, columns)


def _lines(wall: Wall) -> int:
    return len(wall.rows) + len({row.group for row in wall.rows})


def drawn_head(columns: Sequence[Column], sizes: Sizes) -> SafeString:
    """Marks over narrow columns; the line below them upright where it would not fit."""
    font, words = sizes.font, []
    for place, column in enumerate(columns):
        x = (place + 0.5) * sizes.column
        weight = "700" if column.is_now else "400"
        words.append(_text(x, font * 1.1, font, column.mark, weight))
        if column.foot and sizes.is_rotated:
            words.append(_turned(x, font, column.foot))
        elif column.foot:
            words.append(_text(x, font * 2.3, font * 0.95, column.foot, "400"))
    height = font * (4.9 if sizes.is_rotated else 2.8)
    return _svg(sizes.cells, height, words)


def drawn_cells(row: WallRow, wall: Wall, sizes: Sizes) -> SafeString:
    """The cells of a row."""
    by_kind: dict[tuple[str, bool], list[int]] = {}
    for place, letter in enumerate(row.letters):
        if letter != NOTHING:
            by_kind.setdefault((letter.lower(), place in row.faint), []).append(place)
    parts = []
    for (letter, is_faint), places in by_kind.items():
        css, icon, _word = wall.looks[letter]
        inks = SOFT if is_faint else _inks(wall)
        noted = {place for place in places if _note_size(row.notes.get(place), sizes)}
        bare = [place for place in places if place not in noted or sizes.column > sizes.font * 3]
        parts.append(_grounds(places, inks[css], sizes))
        centres = [_centre(place, place in noted, sizes) for place in bare]
        parts.append(_shapes(icon, centres, inks[css][1], sizes))
        parts += [_note(place, row.notes[place], inks[css][1], sizes) for place in sorted(noted)]
    marked = [place for place, letter in enumerate(row.letters) if letter.isupper()]
    if marked:
        parts.append(_marks(marked, wall.words.mark, sizes))
    return _svg(sizes.cells, sizes.row, parts)


def legend_of(wall: Wall, font: float) -> list[tuple[SafeString, str]]:
    """A sample of each kind of cell with its word; the mark of a capital letter last."""
    sizes = Sizes(font * 1.5, font, 0, 0, font * 2, 1)
    inks = _inks(wall)
    found = []
    for css, icon, word in wall.looks.values():
        parts = [
            _grounds([0], inks[css], sizes),
            _shapes(icon, [_centre(0, False, sizes)], inks[css][1], sizes),
        ]
        found.append((_svg(sizes.cells, sizes.row, parts), str(word)))
    if wall.words.marked:
        css = wall.words.sample.removeprefix("hc-")
        parts = [_grounds([0], inks[css], sizes), _marks([0], wall.words.mark, sizes)]
        found.append((_svg(sizes.cells, sizes.row, parts), wall.words.marked))
    return found


def _inks(wall: Wall) -> dict[str, tuple[str, str, str]]:
    return SOFT if wall.words.look in ("gauges", "phases") else INKS


def _centre(place: int, is_noted: bool, sizes: Sizes) -> Point:
    left = sizes.column * place + (sizes.font if is_noted else sizes.column / 2)
    return left, sizes.row / 2


def _grounds(
    places: Iterable[int], ink: tuple[str, str, str], sizes: Sizes, edge: float = 0.8
) -> SafeString:
    width, height = sizes.column - 2, sizes.row - 2
    boxes = "".join(
        f"M{place * sizes.column + 1:.1f} 1h{width:.1f}v{height:.1f}h-{width:.1f}z"
        for place in places
    )
    return format_html(
        '<path d="{}" fill="{}" stroke="{}" stroke-width="{}"/>', boxes, ink[0], ink[2] or "none",
        edge,
    )  # fmt: skip


def _marks(places: Iterable[int], mark: str, sizes: Sizes) -> SafeString:
    """What a capital letter adds: a red corner, or an amber edge where something is near."""
    if mark != "was":
        return _grounds(places, ("none", "", "#e3a01c"), sizes, 1.6)
    side = sizes.row * 0.34
    corners = "".join(
        f"M{(place + 1) * sizes.column - 1 - side:.1f} 1h{side:.1f}v{side:.1f}z" for place in places
    )
    return format_html('<path d="{}" fill="{}" stroke="#ffffff" stroke-width=".4"/>', corners, RED)


def _note_size(note: str | None, sizes: Sizes) -> float:
    """How large a note is written; zero where it would be too small, its shape says the state."""
    size = max(sizes.font * 0.92, NOTE)
    if not note or sizes.column > sizes.font * 3:
        return size if note else 0
    fitting = min(size, (sizes.column - 3) / (len(note) * DIGIT))
    return fitting if fitting >= NOTE else 0


def _note(place: int, note: str, ink: str, sizes: Sizes) -> SafeString:
    has_shape = sizes.column > sizes.font * 3
    x = sizes.column * place + (sizes.font * 2 if has_shape else sizes.column / 2)
    size = _note_size(note, sizes)
    place = (x, sizes.row / 2 + size * 0.36)
    return _text(*place, size, note, anchor="start" if has_shape else "middle", ink=ink)


def _text(
    x: float, y: float, size: float, words: str, weight: str = "400", anchor: str = "middle",
    ink: str = "#000000",
) -> SafeString:  # fmt: skip
    return format_html(
        '<text x="{}" y="{}" font-size="{}" font-weight="{}" text-anchor="{}" fill="{}">{}</text>',
        round(x, 1), round(y, 1), round(size, 1), weight, anchor, ink, words,
    )  # fmt: skip


def _turned(x: float, font: float, words: str) -> SafeString:
    """Words that run downwards from below a mark."""
    top = font * 1.5
    return format_html(
        '<g transform="rotate(-90 {} {})">{}</g>', round(x, 1), round(top, 1),
        _text(x, top + font * 0.35, font * 0.95, words, anchor="end"),
    )  # fmt: skip


def _svg(width: float, height: float, parts: Iterable[SafeString]) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}pt" height="{1}pt"'
        ' viewBox="0 0 {0} {1}" font-family="{2}">{3}</svg>',
        round(width, 1), round(height, 1), FONT, format_html_join("", "{}", ((p,) for p in parts)),
    )  # fmt: skip


def _shapes(icon: str, centres: Iterable[Point], ink: str, sizes: Sizes) -> SafeString:
    """The shape at each of the centres, all in one path."""
    size = min(sizes.row, sizes.column) * 0.27
    lines = [
        "M" + "L".join(f"{x + size * dx:.1f} {y + size * dy:.1f}" for dx, dy in line)
        for x, y in centres
        for line in SHAPES[icon]
    ]
    return format_html(
        '<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round"'
        ' stroke-linejoin="round"/>',
        "".join(lines), ink, round(size * 0.3, 2),
    )  # fmt: skip
