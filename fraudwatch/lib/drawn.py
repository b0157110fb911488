"""Parts of a page that many pages say alike: drawn once, and what is a page's own filled in.

A form of thirty figures has the same rows for every unit; only the figures differ. Its template
is rendered with marks in their places, once for everything else it shows, and each page joins
the pieces between the marks with its own words.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from secrets import token_hex

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST = 2_000
# Nobody can type it: it is another in each process.
_MARK = f"\x02{token_hex(8)}:{{}}\x03"
_PLACE = re.compile(_MARK.format(r"(\w+)"))


def draw(name: str, same: Mapping[str, object], own: Mapping[str, object]) -> SafeString:
    """The template ``name`` with the words of ``same`` and ``own``.

    ``same`` decides how it is drawn and is remembered. Of ``own`` the template may only ask
    whether there is anything, and print it as it is.
    """
    there = {key: str(conditional_escape(value)) for key, value in own.items() if _is_there(value)}
    if settings.DEBUG:  # templates are being written
        return mark_safe(render_to_string(name, {**same, **own}))  # noqa: S308 a template's
    key = tuple((word, type(value), value) for word, value in same.items())
    pieces = _pieces(name, get_language(), key, tuple(there))
    said = (there.get(one[0], "") if isinstance(one, tuple) else one for one in pieces)
    return mark_safe("".join(said))  # noqa: S308 a template's, and what was escaped above


def forget() -> None:
    """Draw everything anew."""
    _pieces.cache_clear()


def _is_there(value: object) -> bool:
    return value is not None and value != ""


@lru_cache(maxsize=MOST)
def _pieces(
    name: str, _language: str | None, same: tuple, own: tuple[str, ...]
) -> tuple[str | tuple[str], ...]:
    """What stands between the marks, and in tuples whose marks they are."""
    words = {word: value for word, _kind, value in same}
    marks = {word: _MARK.format(word) for word in own}
    parts = _PLACE.split(render_to_string(name, words | marks))
    return tuple((part,) if n % 2 else part for n, part in enumerate(parts))
