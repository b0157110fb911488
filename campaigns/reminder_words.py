"""Reminders in words: when a step applies, whom it reaches, why somebody was told (pure)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from campaigns.enums import Audience, Occasion
from fraudwatch.lib import wording
from orgs.enums import Channel

OVER = {
    Channel.INBOX: pgettext_lazy("over a channel", "in-app"),
    Channel.EMAIL: pgettext_lazy("over a channel", "e-mail"),
    Channel.SMS: pgettext_lazy("over a channel", "SMS"),
}


def occasion_kind(minutes: int) -> str:
    """Before, at or after the due moment."""
    if not minutes:
        return Occasion.AT_DUE
    return Occasion.BEFORE if minutes < 0 else Occasion.AFTER


def step_words(minutes: int) -> str:
    """When a step applies: 1 day before it is due."""
    if not minutes:
        return _("at the due moment")
    span = wording.span(abs(minutes) * 60)
    text = _("%(span)s before it is due") if minutes < 0 else _("%(span)s after it was due")
    return text % {"span": span}


def listed(words: Iterable[str]) -> str:
    """Words one after the other: a, b, c."""
    return pgettext("between the words of a list", ", ").join(str(word) for word in words)


def to_words(to: Iterable[str]) -> str:
    """Whom it reaches, from the unit upwards."""
    return listed(one.label for one in Audience if one in to)


def channel_words(channels: Iterable[str], *, to_groups: bool = False) -> str:
    """Over which channels; the inbox is always among them."""
    words = [word for one, word in OVER.items() if one == Channel.INBOX or one in channels]
    return listed([*words, _("group robots")] if to_groups else words)


def why_words(reminder: object) -> str:
    """Why a reminder went out."""
    if reminder.minutes is None:
        who = reminder.by or reminder.params.get("by", "")
        return _("by hand: %(who)s") % {"who": who}
    words = step_words(reminder.minutes)
    return _("%(when)s, returned report") % {"when": words} if reminder.is_back else words


def cooling_words(minutes: int) -> str:
    """The pause between two reminders by hand."""
    if minutes % 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
