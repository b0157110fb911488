"""How review pages draw differences: words that changed, figures beside their old ones."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.word_diff import ADDED, GONE, Piece
from fraudwatch.lib import numbers, wording

register = template.Library()


@register.filter
def changed_words(pieces: Iterable[Piece]) -> SafeString:
    """Words with what is new underlined and what is gone struck out."""
    return format_html_join("", "{}", ((_drawn(piece),) for piece in pieces))


def _drawn(piece: Piece) -> str:
    if piece.kind == ADDED:
        return format_html("<ins>{}</ins>", piece.text)
    return format_html("<del>{}</del>", piece.text) if piece.kind == GONE else piece.text


@register.simple_tag
def figure_of(value: object, kind: str) -> str:
    """A figure in words: a rate with its percent sign, a dash for none."""
    if value is None:
        return wording.NOTHING
    return wording.percent(value) if kind == "rate" else wording.number(numbers.plain(value))
