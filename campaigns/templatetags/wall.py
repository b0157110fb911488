"""The cells of the wall chart, and the lines that its script draws in the same way."""

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from campaigns.cells import LOOKS, NOTHING, look_of
from fraudwatch.lib import icons

register = template.Library()
FRAME = (
    '<symbol id="w-{}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-linecap="round" stroke-linejoin="round">{}</symbol>'
)
EMPTY = mark_safe("<td></td>")
ICONS = {
    letter: format_html('<svg class="ic" aria-hidden="true"><use href="#w-{}"/></svg>', letter)
    for letter in LOOKS
}


@register.simple_tag
def wall_icons() -> SafeString:
    """The icons of the chart, drawn once for all its cells."""
    rows = [(letter, icons.shape(name)) for letter, (_css, name, _word) in LOOKS.items()]
    rows.append(("open", icons.shape("chevron-right")))
    return format_html('<svg class="wall-icons" aria-hidden="true">{}</svg>', _joined(FRAME, rows))


@register.simple_tag
def wall_legend() -> SafeString:
    """What the colours and shapes mean."""
    rows = [(css, ICONS[letter], word) for letter, (css, _i, word) in LOOKS.items()]
    return _joined('<span><i class="hc-{}">{}</i>{}</span>', rows)


@register.simple_tag
def wall_cells(row: object, tasks: list) -> SafeString:
    """The cells of one unit; a page has a thousand, so each text is escaped once."""
    near, spoken = conditional_escape(_("due within three days")), _spoken(row.unit.name)
    cells = []
    for column, (letter, task) in enumerate(zip(row.letters, tasks, strict=True)):
        if letter == NOTHING:
            cells.append(EMPTY)
            continue
        css, _icon, word, is_near = look_of(letter)
        note = conditional_escape(row.notes.get(column, ""))
        said = spoken % {"n": task.task.number, "word": conditional_escape(word)}
        said = ", ".join([said, *([note] if note else []), *([near] if is_near else [])])
        shown = note or ICONS[letter.lower()]
        cells.append(
            f'<td data-n="{task.task.number}"><button type="submit" name="c"'
            f' class="hc hc-{css}{" near" if is_near else ""}"'
            f' value="{row.unit.pk}.{task.task.pk}" aria-label="{said}">{shown}</button></td>'
        )
    return mark_safe("".join(cells))  # noqa: S308 numbers, our classes and escaped words


def _spoken(name: str) -> str:
    """What a cell of this unit says, number and word still to come."""
    sentence = conditional_escape(_("%(unit)s, task %(n)d: %(word)s"))
    escaped = conditional_escape(name).replace("%", "%%")
    return sentence.replace("%(unit)s", escaped)


def _joined(frame: str, rows: object) -> SafeString:
    return format_html_join("", frame, rows)
