"""How long nobody is reminded by hand again, and when people were reminded last."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max

from campaigns.models import Campaign, Reminder, ReminderPolicy

COOLING = timedelta(minutes=120)


def cooling_of(campaign: Campaign, subject: str, object_id: int | None = None) -> timedelta:
    """The pause between two reminders by hand, from the policy that applies; else two hours."""
    rows = ReminderPolicy.objects.filter(campaign=campaign, subject=subject)
    found = dict(rows.values_list("object_id", "cooling_minutes"))
    minutes = found.get(object_id, found.get(None))
    return COOLING if minutes is None else timedelta(minutes=minutes)


def last_told(abouts: Sequence[str], *, since: datetime) -> dict[str, datetime]:
    """When people were last reminded of each of the things, as far as that is after ``since``."""
    found: dict[str, datetime] = {}
    for start in range(0, len(abouts), 500):
        rows = Reminder.objects.filter(about__in=abouts[start : start + 500], sent_at__gt=since)
        found |= dict(rows.order_by().values_list("about").annotate(last=Max("sent_at")))
    return found


def last_reminders(abouts: Sequence[str]) -> dict[str, tuple[datetime, str]]:
    """When people were last reminded of each of the things, and by whom; blank is by policy."""
    found: dict[str, tuple[datetime, str]] = {}
    rows = Reminder.objects.filter(about__in=list(abouts)).exclude(sent_at=None)
    for about, at, by in rows.order_by("sent_at").values_list("about", "sent_at", "by__name"):
        found[about] = (at, by or "")
    return found
