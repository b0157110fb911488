"""``{% drawn "reports/_form_bar.html" again=again edit_url=edit_url own="edit_url" %}``."""

from django import template
from django.utils.safestring import SafeString

from fraudwatch.lib.drawn import draw

register = template.Library()


@register.simple_tag
def drawn(name: str, own: str = "", **words: object) -> SafeString:
    """A template that sees these words alone, drawn once for all but those named in ``own``."""
    names = own.split()
    same = {word: value for word, value in words.items() if word not in names}
    return draw(name, same, {word: words[word] for word in names})
