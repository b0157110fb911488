"""Words and tags that reports share across their pages."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fraudwatch.lib import clock, icons, numbers, spans, statuses, weeks, wording
from fraudwatch.templatetags.ui import status_tag
from orgs.phrases import notice_title
from reports.enums import ReportState
from reports.looks import look_of

register = template.Library()
WAN = 10_000
DIGITS = re.compile(r"(\d+)")
escaped = lru_cache(maxsize=4_096)(escape)  # names and figures of a county come again and again


@register.filter
def period_mark(period: object) -> str:
    """A period where there is room for a sign only: the week's number, else its first day."""
    if period.template.cadence == spans.WEEKLY:
        return str(period.number)
    return f"{period.starts_on.month}.{period.starts_on.day}"


@register.filter
def period_title(period: object) -> str:
    """第6周周报（6.8—6.14）, 2026年6月（6.1—6.30）报表: the name of a period's report."""
    if period.template.cadence == spans.WEEKLY:
        return _("Week %(number)s report (%(span)s)") % {
            "number": period.number,
            "span": weeks.span_label(period.starts_on, period.ends_on),
        }
    return _("Report of %(period)s") % {"period": period.label}


@register.filter
def period_short(period: object) -> str:
    """第6周周报, 2026年6月报表."""
    if period.template.cadence == spans.WEEKLY:
        return _("Week %(number)s report") % {"number": period.number}
    return _("Report of %(period)s") % {"period": period.short_label}


@register.filter
def days(period: object) -> str:
    """6.8—6.14."""
    return weeks.span_label(period.starts_on, period.ends_on)


@register.filter
def figure(value: object) -> str:
    """5,040 from 5040.00: a figure without idle zeros; a dash for none."""
    return wording.number(value if value in (None, "") else numbers.plain(value))


@register.simple_tag
def amount(value: object, indicator: object) -> SafeString | str:
    """A figure of an indicator; 10,000 yuan and more as 万元, the exact amount to be read on it."""
    if value in (None, "") or indicator.kind != "money" or indicator.unit_of_measure != "元":
        return figure(value)
    yuan = Decimal(value)
    if abs(yuan) < WAN:
        return figure(value)
    exact = _("%(amount)s yuan") % {"amount": figure(value)}
    return format_html('<span title="{}">{}</span>', exact, numbers.format_money(yuan))


@register.simple_tag
def report_tag(report: object, plain: bool = False) -> SafeString:
    """The report's state as colour, icon and word."""
    code = look_of(report.state, report.timeliness, report.due_at, clock.now())
    label = _("Missing") if report.state == ReportState.MISSING else ""
    return status_tag(code, label, plain)


@register.simple_tag
def report_icon(report: object) -> SafeString:
    """The report's state as an icon alone, spoken with its week."""
    look = statuses.look(look_of(report.state, report.timeliness, report.due_at, clock.now()))
    word = _("Missing") if report.state == ReportState.MISSING else look.word
    spoken = f"{period_title(report.period)}: {word}"
    return format_html(
        '<span class="wk wk-{}" title="{}">{}</span>',
        look.colour,
        spoken,
        icons.icon(look.icon, "ic ic-l", spoken),
    )


@register.simple_tag
def time_parts(moment: datetime | None, plain: bool = False) -> SafeString | str:
    """What is left until a moment, its numbers large; how long it is over, in red."""
    if moment is None:
        return ""
    now = clock.now()
    text = wording.time_left(moment, now)
    if moment < now:
        return format_html('<b class="bad over">{}</b>', text)
    if plain:
        return text
    return format_html_join(
        "", "{}", ((format_html("<b>{}</b>", p) if p.isdigit() else p,) for p in DIGITS.split(text))
    )


@register.simple_tag
def notice_words(notice: object) -> str:
    """A notice's title in the language of the page."""
    return notice_title(notice)


@register.simple_tag
def changed_cells(changes: Sequence[Sequence[str]]) -> SafeString:
    """What a unit's row of a workbook changes, as the items of a list: name, before, after."""
    item = '<li><span class="t2">{}</span> <s>{}</s> → <b>{}</b></li>'
    return format_html_join(
        "", item, (map(escaped, [a, b or "—", c or "—"]) for a, b, c in changes)
    )
