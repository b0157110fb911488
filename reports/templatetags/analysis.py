"""The analysis grid as HTML: thousands of cells, so plain strings rather than templates."""

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fraudwatch.lib import icons, wording
from reports.pivot import CHANGE, MEASURES, REACHED, SIDES, VALUE, YEAR, Cell, Head
from reports.queries.analysis_page import AnalysisPage

from .boards import drawn_change

register = template.Library()
UP, DOWN = "↑", "↓"


@register.simple_tag
def grid_body(page: AnalysisPage) -> SafeString:
    """The rows of the grid. Whatever people typed is escaped; the rest are figures of ours."""
    draw = _Drawer(page)
    rows = "".join(draw.row(head, cells) for head, cells in page.found.pivot.lines)
    return mark_safe(rows)  # noqa: S308 - heads and reasons are escaped where they are drawn


@register.simple_tag
def grid_head(page: AnalysisPage, head: Head) -> SafeString:
    """The head of a column: its name, and how many reports are in it where that is one count."""
    name = escape(head.label)
    if head.unit is not None and not head.is_total:
        name = format_html('<a href="{}">{}</a>', page.url(node=head.unit.pk), head.label)
    note = format_html(
        '<small class="{}">{}</small>', "an-late" if head.is_short else "", head.note
    )
    css = "num" + (" an-sum" if head.is_total else "") + (" an-p" if head.is_short else "")
    title = format_html(' title="{}"', head.title) if head.title else ""
    return format_html(
        '<th scope="col" class="{}"{}>{}{}</th>', css, title, name, note if head.note else ""
    )


@register.simple_tag
def grid_cell(cell: Cell) -> SafeString:
    """One cell alone, as the map and the six figures print it."""
    return mark_safe(cell_words(cell))  # noqa: S308 - escaped inside


class _Drawer:
    """Draws the rows of one page."""

    def __init__(self, page: AnalysisPage) -> None:
        self.page, self.found = page, page.found
        self.columns = self.found.pivot.columns
        self.has_measures = self.found.ask.columns == MEASURES
        self.has_sides = self.found.ask.columns == SIDES
        self.can_draw = page.can_draw
        self.drawn = page.drawn_key
        self.sources = reverse("reports:figure-sources")
        self.labels = [f' data-label="{escape(one.label)}"' for one in self.columns]

    def row(self, head: Head, cells: list[Cell]) -> str:
        css = " ".join(
            word for word, holds in (("an-sum", head.is_total), ("is-partial", head.is_short))
            if holds
        )  # fmt: skip
        drawn = [
            self.cell(head, cell, label, (head.note, column.note))
            for cell, label, column in zip(cells, self.labels, self.columns, strict=True)
        ]
        return f'<tr class="{css}">{self.head(head)}{"".join(drawn)}</tr>'

    def head(self, head: Head) -> str:
        name = escape(head.label)
        if head.unit is not None and not head.is_total:
            name = format_html('<a href="{}">{}</a>', self.page.url(node=head.unit.pk), head.label)
        if self.can_draw and not head.is_total:
            name = f"{name}{self.draw(head)}"
        note = format_html(' <small class="{}">{}</small>', "an-late" if head.is_short else "",
                           head.note) if head.note else ""  # fmt: skip
        title = format_html(' title="{}"', head.title) if head.title else ""
        return f'<th scope="row"{title}>{name}{note}</th>'

    def draw(self, head: Head) -> str:
        here = head.key == self.drawn
        return format_html(
            '<a class="an-draw" href="{}#drawn" aria-label="{}"{}>{}</a>',
            self.page.url(draw=head.key),
            _("Draw %(name)s") % {"name": head.label},
            mark_safe(' aria-current="true"') if here else "",
            icons.icon("chart-line", "ic ic-xs"),
        )

    def cell(self, head: Head, cell: Cell, label: str, known: tuple[str, str]) -> str:
        css = f"{cell.paint}{' an-p' if cell.is_short else ''}".strip()
        if not self.has_measures:
            label = label if self.has_sides else ""
            return f'<td class="{css}"{label}>{cell_words(cell, known)}</td>'
        if cell.measure in (CHANGE, YEAR):
            return f"<td{label}>{drawn_change(cell.change)}</td>"
        if cell.measure == VALUE and cell.value is not None:
            return f'<td class="{css} an-v"{label}>{self.linked(head, cell)}</td>'
        if cell.measure == REACHED and cell.attainment and cell.attainment.is_met:
            return f'<td class="fg-met"{label}>{cell_words(cell)}</td>'
        none = ' class="is-none"' if cell.text == wording.NOTHING else ""
        return f"<td{none}{label}>{cell_words(cell)}</td>"

    def linked(self, head: Head, cell: Cell) -> str:
        """A figure that leads to the reports it is made of, where these have one page."""
        found = self.found
        place = found.unit.pk if head.place is None else head.place
        start, end = head.window or found.book.span
        if place <= 0 or start != end:
            return cell_words(cell)
        subject = head.subject or found.stage.subject
        asked = {"code": subject.key, "node": place, "period": found.book.periods[end].pk}
        return format_html('<a href="{}?{}">{}</a>', self.sources, urlencode(asked), cell.text)


def cell_words(cell: Cell, known: tuple[str, ...] = ()) -> str:
    """What stands in a cell, escaped: a figure or a change.

    A figure has its n/N where some are missing, unless its row or column says the same.
    """
    if cell.change is None:
        is_told = cell.told and cell.told not in known and cell.value is not None
        return f"{escape(cell.text)}<i>{cell.told}</i>" if is_told else escape(cell.text)
    amount = cell.change.amount
    if amount is None:
        return format_html('<span class="muted" title="{}">{}</span>', cell.change.why,
                           wording.NOTHING)  # fmt: skip
    if not amount:
        return "0"
    arrow = UP if amount > 0 else DOWN
    return f"{arrow}{abs(amount):,.1f}{escape(cell.change.unit)}"
