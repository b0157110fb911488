"""What a day of rest is called (pure)."""

from datetime import date

import chinese_calendar
from django.utils.translation import gettext as _

from .weeks import WorkingDays


def holiday_name(day: date) -> str:
    """The public holiday that the yearly notices name for this day; empty for none."""
    try:
        is_rest, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    if not is_rest or not name:
        return ""
    return {
        "New Year's Day": _("New Year's Day"),
        "Spring Festival": _("Spring Festival"),
        "Tomb-sweeping Day": _("Tomb-sweeping Day"),
        "Labour Day": _("Labour Day"),
        "Dragon Boat Festival": _("Dragon Boat Festival"),
        "National Day": _("National Day"),
        "Mid-autumn Festival": _("Mid-Autumn Festival"),
    }.get(name, name)


def rest_words(day: date, days: WorkingDays) -> str:
    """Why offices rest on this day: what the site calls it, the holiday, or the weekend."""
    name = days.names.get(day) or holiday_name(day)
    if name:
        return name
    return _("weekend") if day.weekday() > 4 else _("day off")
