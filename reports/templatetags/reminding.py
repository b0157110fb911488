"""Reminder rules as sentences with marked parts."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from reports.reminding import rule_words

register = template.Library()
SIGNS = (
    pgettext_lazy("calendar", "Mon"),
    pgettext_lazy("calendar", "Tue"),
    pgettext_lazy("calendar", "Wed"),
    pgettext_lazy("calendar", "Thu"),
    pgettext_lazy("calendar", "Fri"),
    pgettext_lazy("calendar", "Sat"),
    pgettext_lazy("calendar", "Sun"),
)
register.filter("rule_words", rule_words)


@register.filter
def rule_mark(minutes: int) -> SafeString:
    """When it applies, marked."""
    words = rule_words(minutes)
    return _mark(words[:1].upper() + words[1:])


@register.filter
def rule_to(rule: object) -> SafeString:
    """Whom it reaches, marked."""
    return _mark(_("reporters and backup liaisons") if rule.to_deputy else _("reporters"))


@register.filter
def rule_how(rule: object) -> SafeString:
    """Over which channels, marked."""
    return _mark(_("in-app and by e-mail") if rule.by_email else _("in-app"))


@register.filter
def weekday_sign(day: date) -> str:
    """The weekday as short as a calendar has it: Mon; 一."""
    return str(SIGNS[day.weekday()])


def _mark(words: str) -> SafeString:
    return format_html("<mark>{}</mark>", words)
