"""The lines of the audit log: plain strings, no template each."""

from collections.abc import Iterable, Mapping
from html import escape
from unicodedata import normalize

from django import template
from django.http import QueryDict
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from orgs import audit_words
from orgs.queries.audit import source_of, who_of

register = template.Library()
LONGEST = 60  # characters of an object's name


@register.simple_tag(takes_context=True)
def trail_rows(context: RequestContext, rows: Iterable[Mapping], chosen: int) -> SafeString:
    """A ``<tr>`` for each line, every text escaped; ``chosen`` is the key of the one looked at."""
    link, zone = _link(context["request"].GET), timezone.get_current_timezone()
    who, action = escape(_("Person")), escape(_("Action"))
    thing, source = escape(_("Object")), escape(_("Source"))
    words: dict[str, str] = {}
    drawn: list[str] = []
    for row in rows:
        code, at = row["action"], row["at"].astimezone(zone)
        if code not in words:
            words[code] = _word(code)
        marks = (' class="is-sel"', ' aria-current="true"') if row["pk"] == chosen else ("", "")
        drawn.append(
            f'<tr{marks[0]}><td class="nowrap"><a href="{link}{row["pk"]}#entry"{marks[1]}>'
            f'<time datetime="{at.isoformat()}">{at:%m-%d %H:%M:%S}</time></a></td>\n'
            f'<td data-label="{who}" class="nowrap">{escape(who_of(row))}{_behalf(row)}</td>\n'
            f'<td data-label="{action}">{words[code]}</td>\n'
            f'<td data-label="{thing}">{_thing(row["object_name"] or row["note"])}</td>\n'
            f'<td data-label="{source}" class="t2 nowrap">{escape(source_of(row))}</td></tr>\n'
        )
    return mark_safe("".join(drawn))  # noqa: S308 each part is escaped


def _link(params: QueryDict) -> str:
    """The address of the page up to the key of an entry."""
    kept = params.copy()
    kept.pop("entry", None)
    return escape(f"?{kept.urlencode()}&entry=" if kept else "?entry=")


def _word(code: str) -> str:
    word = escape(audit_words.word(code))
    if code not in audit_words.sensitive():
        return word
    mark = escape(_("sensitive"))
    return f'{word} <span class="tag tag-y">{mark}</span>'


def _behalf(row: Mapping) -> str:
    if not row["acting_for"]:
        return ""
    words = _("for %(who)s") % {"who": row["acting_for"]}
    return f' <span class="muted">{escape(words)}</span>'


def _thing(name: str) -> str:
    if len(name) > LONGEST:
        name = Truncator(name).chars(LONGEST)
    return escape(normalize("NFC", name))
