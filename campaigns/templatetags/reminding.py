"""Reminder policies as sentences with marked parts."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from campaigns.reminder_words import channel_words, cooling_words, listed, step_words, to_words

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
register.filter("step_words", step_words)


@register.filter
def step_mark(step: object) -> SafeString:
    """When it applies, marked."""
    words = step_words(step.minutes)
    return _mark(words[:1].upper() + words[1:])


@register.filter
def step_to(step: object) -> SafeString:
    """Whom it reaches, marked."""
    return _mark(to_words(step.to))


@register.filter
def step_how(step: object) -> SafeString:
    """Over which channels, marked."""
    return _mark(channel_words(step.channels, to_groups=step.to_groups))


@register.filter
def terms_words(policy: object) -> str:
    """Under which terms a policy's steps go out."""
    words = []
    if policy.quiet_from:
        quiet = _("quiet %(start)s–%(end)s")
        start, end = f"{policy.quiet_from:%H:%M}", f"{policy.quiet_until:%H:%M}"
        words.append(quiet % {"start": start, "end": end})
        if policy.rings_at_due:
            words.append(_("the due moment always"))
    if policy.working_days_only:
        words.append(_("working days only"))
    if policy.is_digest:
        words.append(_("one message a person and day"))
    pause = cooling_words(policy.cooling_minutes)
    words.append(_("by hand every %(pause)s at most") % {"pause": pause})
    return listed(words)


@register.filter
def weekday_sign(day: date) -> str:
    """The weekday as short as a calendar has it: Mon; 一."""
    return str(SIGNS[day.weekday()])


def _mark(words: str) -> SafeString:
    return format_html("<mark>{}</mark>", words)
