"""A schedule in words: on which day, counted from the first of the week (pure)."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _


def day_words(offset: int) -> str:
    """A day counted from Monday: Friday; Monday of the next week."""
    week, day = divmod(offset, 7)
    if week == 0:
        return str(WEEKDAYS[day])
    words = _("%(day)s of the next week") if week == 1 else _("%(day)s, %(n)s weeks later")
    return words % {"day": WEEKDAYS[day], "n": week}


def schedule_words(template: object) -> str:
    """The schedule in a sentence: open from Monday 00:00, due …, closed …."""
    return _(
        "Open from Monday 00:00 of its week, due %(due_day)s %(due_time)s,"
        " closed %(close_day)s %(close_time)s."
    ) % {
        "due_day": day_words(template.due_day),
        "due_time": f"{template.due_time:%H:%M}",
        "close_day": day_words(template.close_day),
        "close_time": f"{template.close_time:%H:%M}",
    }
