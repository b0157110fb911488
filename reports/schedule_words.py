"""A schedule in words: on which day, counted from the first or the last of the period (pure)."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .enums import Cadence, CountsFrom


def day_words(
    offset: int, cadence: str = Cadence.WEEKLY, counts_from: str = CountsFrom.START
) -> str:
    """A day of a schedule: Friday; Monday of the next week; day 25; 3 days after the last day."""
    if counts_from == CountsFrom.END:
        return _after_the_last(offset)
    if cadence == Cadence.WEEKLY:
        return _weekday(offset)
    if cadence == Cadence.DAILY:
        return _after_the_day(offset)
    return _("the first day") if offset == 0 else _("day %(n)s") % {"n": offset + 1}


def _weekday(offset: int) -> str:
    week, day = divmod(offset, 7)
    if week == 0:
        return str(WEEKDAYS[day])
    words = _("%(day)s of the next week") if week == 1 else _("%(day)s, %(n)s weeks later")
    return words % {"day": WEEKDAYS[day], "n": week}


def _after_the_day(offset: int) -> str:
    if offset == 0:
        return _("the same day")
    words = ngettext("the next day", "%(n)s days later", offset)
    return words % {"n": offset}


def _after_the_last(offset: int) -> str:
    if offset == 0:
        return _("the last day")
    words = ngettext("the day after the last", "%(n)s days after the last", offset)
    return words % {"n": offset}


def schedule_words(template: object) -> str:
    """The schedule in a sentence: open from Monday 00:00, due …, closed …, locked …."""
    opens = {
        Cadence.WEEKLY: _("Open from Monday 00:00 of its week"),
        Cadence.DAILY: _("Open from 00:00 of the day"),
    }.get(template.cadence, _("Open from 00:00 of the first day"))
    words = _("%(opens)s, due %(due_day)s %(due_time)s, closed %(close_day)s %(close_time)s.")
    sentence = words % {
        "opens": opens,
        "due_day": day_words(template.due_day, template.cadence, template.counts_from),
        "due_time": f"{template.due_time:%H:%M}",
        "close_day": day_words(template.close_day, template.cadence, template.counts_from),
        "close_time": f"{template.close_time:%H:%M}",
    }
    return f"{sentence} {lock_words(template.lock_days)}"


def lock_words(lock_days: int | None) -> str:
    """When a period locks, in a sentence."""
    if lock_days is None:
        return _("It never locks by itself.")
    if lock_days == 0:
        return _("It locks when it closes.")
    words = ngettext(
        "It locks %(n)s day after closing.", "It locks %(n)s days after closing.", lock_days
    )
    return words % {"n": lock_days}


def level_words(template: object, level: object) -> str:
    """The due moment of a kind of units: villages (communities): Friday 18:00."""
    return _("%(kind)s: due %(day)s %(time)s") % {
        "kind": level.get_kind_display(),
        "day": day_words(level.due_day, template.cadence, template.counts_from),
        "time": f"{level.due_time:%H:%M}",
    }
