"""A person's due dates as an iCalendar file (RFC 5545) that calendar programs subscribe to.

Moments are in UTC, which every program turns into its own time. Each due date is an event
and no to-do, because subscriptions of phones show events alone. No person is named.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.utils.translation import gettext as _

from campaigns.queries.calendar_feed import DONE, GONE, OPEN, Due
from fraudwatch.lib.later import Later

icalendar = Later("icalendar")
SHOWN_FOR = timedelta(minutes=30)  # an event that ends at the due moment
AHEAD = timedelta(days=1)
KIND = "text/calendar; charset=utf-8"


def calendar_bytes(dues: Iterable[Due], *, site: str) -> bytes:
    """The whole calendar; ``site`` is the address of this portal, without a slash at its end."""
    book = icalendar.Calendar()
    book.add("prodid", "-//fraudwatch//task ledger//EN")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", _("Campaign tasks"))
    book.add("x-wr-timezone", "Asia/Shanghai")
    book.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    book.add("x-published-ttl", "PT1H")
    for due in dues:
        book.add_component(_event(due, site))
    return book.to_ical()


def _event(due: Due, site: str) -> "icalendar.Event":
    event = icalendar.Event()
    host = site.partition("//")[2].partition(":")[0] or "fraudwatch"
    event.add("uid", f"{due.uid}@{host}")
    event.add("summary", _summary(due))
    ends = due.due_at.astimezone(UTC)
    event.add("dtstart", ends - SHOWN_FOR)
    event.add("dtend", ends)
    changed = due.changed_at.astimezone(UTC)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", due.sequence)
    event.add("status", "CANCELLED" if due.state == GONE else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [due.campaign])
    event.add("description", _description(due, f"{site}{due.path}"))
    event.add("url", f"{site}{due.path}")
    if due.state == OPEN:
        event.add_component(_alarm(due))
    return event


def _summary(due: Due) -> str:
    title = due.title
    if due.occurrence:
        title = _("%(task)s (round %(n)d)") % {"task": title, "n": due.occurrence}
    words = {OPEN: _("Due: %(task)s"), DONE: _("Completed: %(task)s"), GONE: _("Off: %(task)s")}
    return words[due.state] % {"task": title}


def _description(due: Due, address: str) -> str:
    lines = [due.campaign]
    if due.unit:
        lines.append(_("Unit: %(unit)s") % {"unit": due.unit})
    if due.total:
        share = {"done": due.done, "total": due.total}
        lines.append(_("Units done: %(done)d/%(total)d") % share)
    return "\n".join([*lines, address])


def _alarm(due: Due) -> "icalendar.Alarm":
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", due.title)
    alarm.add("trigger", -AHEAD)
    return alarm
