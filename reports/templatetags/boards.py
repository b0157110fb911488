"""Small words and bars that the boards print."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from fraudwatch.lib import statuses, wording
from fraudwatch.templatetags.ui import delta
from reports.queries.content import wording as own_wording
from reports.schedule_words import level_words, schedule_words

register = template.Library()
TONES = {"": "fill", "good": "fill g", "bad": "fill r"}

CHANGES = {
    "handed_in": ngettext_lazy("report handed in", "reports handed in", "n"),
    "approved": ngettext_lazy("report approved", "reports approved", "n"),
    "returned": ngettext_lazy("report returned", "reports returned", "n"),
    "overdue": ngettext_lazy("report became overdue", "reports became overdue", "n"),
    "done": ngettext_lazy("part of a task completed", "parts of tasks completed", "n"),
    "late": ngettext_lazy("part of a task became overdue", "parts of tasks became overdue", "n"),
}


@register.filter
def status_word(code: str) -> str:
    """The word of a status alone, where a colour square stands beside it."""
    return str(statuses.look(code).word)


@register.filter
def lamp_word(code: str) -> str:
    """The name of a lamp, beside its shape."""
    return str(statuses.lamp(code)[1])


@register.simple_tag(name="change")
def drawn_change(change: object) -> SafeString:
    """A change with its base to be read on hover; a dash and the reason where there is none.

    A plain string rather than a template: a page prints hundreds of them.
    """
    if change.amount is None:
        why = format_html(" ({})", change.why) if change.why else ""
        return format_html('<span class="muted">{}{}</span>', wording.NOTHING, why)
    drawn = delta(change.amount, change.good, change.unit)
    if not change.base:
        return drawn
    title = _("base %(base)s") % {"base": change.base}
    return format_html('<span title="{}">{}</span>', title, drawn)


@register.simple_tag
def drawn_share(share: object, tick: object, tone: str = "") -> SafeString:
    """A bar with the target's tick; the figures beside it say the same in words."""
    return format_html(
        '<svg class="bar l db-goal" aria-hidden="true"><rect class="{}" width="{}" height="100%"'
        ' rx="3"/><rect class="goal" x="{}" width="2" height="100%"/></svg>',
        TONES[tone],
        wording.width(share),
        wording.width(tick),
    )


register.filter("schedule_words", schedule_words)


@register.filter("level_words")
def level_due_words(level: object, template_: object) -> str:
    """The due moment of a kind of units in words."""
    return level_words(template_, level)


@register.filter
def named(indicator: object) -> str:
    """The indicator's name in the language of the page."""
    return own_wording(indicator.name, indicator.name_en)


@register.filter
def measured_in(indicator: object) -> str:
    """Its unit of measure in the language of the page."""
    return own_wording(indicator.unit_of_measure, indicator.unit_of_measure_en)


@register.filter
def defined(indicator: object) -> str:
    """Its definition in the language of the page."""
    return own_wording(indicator.help, indicator.help_en)


@register.filter
def labelled(block: object) -> str:
    """A text block's label in the language of the page."""
    return own_wording(block.label, block.label_en)


@register.filter
def ask_icon(rule: str) -> str:
    """The icon of a rule for what to ask about."""
    return {"overdue": "clock", "worse": "arrow-down-right", "silent": "user-off"}[str(rule)]


@register.filter
def change_word(kind: str, count: int) -> str:
    """What the count of a kind of changes since yesterday says."""
    return str(CHANGES[kind] % {"n": count})


@register.filter
def tile_size(count: int) -> int:
    """How large the tiles of a view are: named by the most units that fit."""
    return next((size for size in (1, 6, 12, 24) if count <= size), 40)


@register.filter
def absent(total: object) -> int:
    """How many of a node's units have handed nothing in that was due."""
    return max(total.owed - total.on_time - total.late, 0)


@register.filter
def on_time_share(total: object) -> Decimal | None:
    """What the lamp of a node goes by."""
    return wording.share(total.on_time, total.owed)
