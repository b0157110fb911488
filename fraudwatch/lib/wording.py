"""Figures and moments as people read them: separators, dashes for nothing, time left."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NOTHING = "—"


def number(value: object, places: int | None = None) -> str:
    """``1,284.5``; ``—`` when there is no figure, because blank is not zero.

    ``places`` rounds half up; left out, a figure keeps the places it has.
    """
    if value is None or value == "":
        return NOTHING
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if places is not None:
        figure = figure.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{figure:,f}"


def percent(value: object, places: int = 1) -> str:
    """``96.2%`` from 96.2; ``—`` when there is none."""
    text = number(value, places)
    return text if text == NOTHING else f"{text}%"


def share(done: object, total: object) -> Decimal | None:
    """``done`` of ``total`` in percent, unrounded; None when there is nothing to divide by."""
    if done is None or not total:
        return None
    return Decimal(str(done)) * 100 / Decimal(str(total))


def width(value: object) -> str:
    """A percentage as an SVG length, held between 0% and 100%."""
    figure = min(max(Decimal(str(value or 0)), Decimal(0)), Decimal(100))
    return f"{figure.quantize(Decimal('0.1')).normalize():f}%"


def span(seconds: float) -> str:
    """A stretch of time in its two largest units: 2 days 8 hours; 35 minutes."""
    minutes = int(abs(seconds) // 60)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = []
    if days:
        parts.append(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if not days and (minutes or not hours):
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes})
    return " ".join(parts)


def time_left(moment: datetime, now: datetime) -> str:
    """What is left until ``moment``, or how long it has been over."""
    seconds = (moment - now).total_seconds()
    text = _("%(span)s left") if seconds >= 0 else _("%(span)s over")
    return text % {"span": span(seconds)}
