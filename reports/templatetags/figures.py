"""Small words and bars that the grid of figures prints."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fraudwatch.lib import wording
from reports.gauges import GaugePanel

register = template.Library()


@register.filter
def slugged(key: str) -> str:
    """A figure's key as an anchor."""
    return re.sub(r"[^a-z0-9_-]", "-", key)


@register.simple_tag(takes_context=True)
def opening(context: dict, code: str) -> str:
    """The address of the page with the parts of one more figure."""
    params = context["request"].GET.copy()
    params.appendlist("open", code)
    return f"?{params.urlencode()}"


@register.simple_tag(takes_context=True)
def closing(context: dict, code: str) -> str:
    """The address of the page without the parts of a figure."""
    params = context["request"].GET.copy()
    params.setlist("open", [one for one in params.getlist("open") if one != code])
    return f"?{params.urlencode()}"


@register.simple_tag
def drawn_gauge(gauge: GaugePanel) -> SafeString:
    """A bar to a hundred percent with a tick for the period before; the words say the same."""
    tick = ""
    if gauge.before is not None:
        tick = format_html(
            '<rect class="past" x="{}" width="2" height="100%"/>', wording.width(gauge.before)
        )
    tone = "fill r" if gauge.is_falling else "fill"
    return format_html(
        '<svg class="bar l fg-gauge" aria-hidden="true"><rect class="{}" width="{}" height="100%"'
        ' rx="3"/>{}<rect class="goal" x="100%" width="2" height="100%"/></svg>',
        tone,
        wording.width(gauge.rate),
        tick,
    )
