"""Entering days that the office works or rests against the usual week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.errors import OrgError
from orgs.models import CalendarDay, User

FIRST, LAST = 2020, 2100


@dataclass(frozen=True)
class DaySpec:
    """A day, whether it is worked, what it is called, where that is announced."""

    day: date
    is_working: bool
    name: str = ""
    source: str = ""


@transaction.atomic
def set_days(specs: Iterable[DaySpec], *, by: User) -> int:
    """Enter days or change them, all or none; returns how many are new or different.

    Periods already open keep their moments. OrgError for a day twice, or out of range.
    """
    specs, seen = list(specs), set()
    for spec in specs:
        if spec.day in seen:
            raise OrgError(_("%(day)s stands there twice; keep one row.") % {"day": spec.day})
        seen.add(spec.day)
        if not FIRST <= spec.day.year <= LAST:
            raise OrgError(_("%(day)s: choose a day from %(first)s to %(last)s.")
                           % {"day": spec.day, "first": FIRST, "last": LAST})  # fmt: skip
    rows = CalendarDay.objects.select_for_update(no_key=True).filter(day__in=seen).order_by("day")
    standing = {row.day: row for row in rows}
    changes: dict[str, list] = {}
    for spec in sorted(specs, key=lambda one: one.day):
        row = standing.get(spec.day)
        before = _words(row) if row else None
        if before == _words(spec):
            continue
        facts = {"is_working": spec.is_working, "name": spec.name.strip()[:40],
                 "source": spec.source.strip()[:120], "by": by, "at": clock.now()}  # fmt: skip
        CalendarDay.objects.update_or_create(day=spec.day, defaults=facts)
        changes[spec.day.isoformat()] = [before, _words(spec)]
    if changes:
        record("calendar.days_set", None, by=by, changes=changes, technical=True)
    return len(changes)


@transaction.atomic
def remove_day(day: date, *, by: User) -> None:
    """Take a day out again: the yearly notice and the week count for it. OrgError if not there."""
    row = CalendarDay.objects.select_for_update().filter(day=day).first()
    if row is None:
        raise OrgError(_("%(day)s is not in the calendar any more.") % {"day": day})
    before = _words(row)
    row.delete()
    changes = {day.isoformat(): [before, None]}
    record("calendar.day_removed", None, by=by, changes=changes, technical=True)


def _words(row: CalendarDay | DaySpec) -> str:
    kind = "working" if row.is_working else "rest"
    return " · ".join(part for part in (kind, row.name.strip(), row.source.strip()) if part)
