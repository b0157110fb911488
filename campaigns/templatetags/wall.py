"""The cells of a wall chart, and the lines that its script draws in the same way."""

import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.wall_views import views_for
from campaigns.walls import NOTHING, Wall, WallRow
from fraudwatch.lib import icons

register = template.Library()
FRAME = (
    '<symbol id="w-{}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-linecap="round" stroke-linejoin="round">{}</symbol>'
)
EMPTY = mark_safe("<td></td>")
PLACE = re.compile(r"%\((\w+)\)[sd]")


@register.simple_tag
def wall_icons(wall: Wall) -> SafeString:
    """The icons of the chart, drawn once for all its cells."""
    rows = [(letter, icons.shape(look[1])) for letter, look in wall.looks.items()]
    rows.append(("open", icons.shape("chevron-right")))
    return format_html('<svg class="wall-icons" aria-hidden="true">{}</svg>', _joined(FRAME, rows))


@register.simple_tag
def wall_legend(wall: Wall) -> SafeString:
    """What the colours and shapes mean."""
    rows = [(look[0], _icon(letter), look[2]) for letter, look in wall.looks.items()]
    return _joined('<span><i class="hc-{}">{}</i>{}</span>', rows)


@register.simple_tag
def wall_rows(wall: Wall) -> list[tuple[WallRow, SafeString]]:
    """The rows of the page, each with its cells as one string.

    A page has a thousand cells: every text is escaped once, every sentence begun once.
    """
    drawn = {
        letter: (look[0], conditional_escape(look[2]), _icon(letter))
        for letter, look in wall.looks.items()
    }
    begun = [
        _filled(wall.words.spoken, {"n": column.mark, "title": column.title})
        for column in wall.columns
    ]
    return [(row, _cells(row, wall, drawn, begun)) for row in wall.page.rows]


def _cells(row: WallRow, wall: Wall, drawn: dict, begun: list[str]) -> SafeString:
    words = wall.words
    marked, name = conditional_escape(words.marked), conditional_escape(row.unit.name)
    cells = []
    for place, (letter, column) in enumerate(zip(row.letters, wall.columns, strict=True)):
        if letter == NOTHING:
            cells.append(EMPTY)
            continue
        css, word, icon = drawn[letter.lower()]
        is_marked, note = letter.isupper(), conditional_escape(row.notes.get(place, ""))
        said = begun[place].replace("%(unit)s", name).replace("%(word)s", word)
        said = ", ".join([said, *([note] if note else []), *([marked] if is_marked else [])])
        more = f" {words.mark}" if is_marked else " faint" if place in row.faint else ""
        cells.append(
            f'<td data-n="{conditional_escape(column.mark)}"><button type="submit" name="c"'
            f' class="hc hc-{css}{more}"'
            f' value="{row.key}.{column.key}" aria-label="{said}">'
            f"{icon if words.icons or not note else ''}{note}</button></td>"
        )
    return mark_safe("".join(cells))  # noqa: S308 numbers, our classes and escaped words


@register.simple_tag(takes_context=True)
def wall_tabs(context: dict, campaign: Campaign, current: str) -> SafeString:
    """The charts of the campaign that the person may open, the one shown marked."""
    rows = [
        (
            view.url(campaign),
            mark_safe(' aria-current="page"') if view.name == current else "",
            view.label,
        )
        for view in views_for(context["request"].user, campaign)
    ]
    drawn = _joined('<a href="{}"{}>{}</a>', rows)
    return format_html(
        '<nav class="fw-seg wall-tabs" aria-label="{}">{}</nav>', _("Wall-chart"), drawn
    )


def _icon(letter: str) -> SafeString:
    return format_html('<svg class="ic" aria-hidden="true"><use href="#w-{}"/></svg>', letter)


def _filled(sentence: str, words: dict[str, object]) -> str:
    """The sentence with these words in place, escaped; others still to come."""

    def word(found: re.Match) -> str:
        name = found.group(1)
        return str(conditional_escape(words[name])) if name in words else found.group(0)

    return PLACE.sub(word, sentence)


def _joined(frame: str, rows: object) -> SafeString:
    return format_html_join("", frame, rows)
