"""Reminding units of reports they still owe (催报)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.actions.notices import tell
from orgs.models import Notice, Unit, User
from orgs.queries.recipients import reporters_of
from reports.enums import REMINDER
from reports.models import Period, Report
from reports.reminding import ASKED as BY_HAND
from reports.reminding import about

COOLING_OFF = timedelta(hours=2)
ASKED = gettext_noop("%(unit)s still owes the report of %(week)s")
DUE = gettext_noop("It was asked for by %(by)s. Due %(due_at)s, closes %(closes_at)s.")


@transaction.atomic
def remind_now(period: Period, unit: Unit | None = None, *, by: User) -> tuple[int, int]:
    """Remind the reporters of the units that still owe, as far as ``by`` looks after them.

    ``unit`` narrows it to a subtree. A unit that was reminded within two hours is left
    out, however often the button is pressed. Returns how many units were reminded and
    how many were left out; a unit without a reporter counts as left out.
    """
    now = clock.now()
    owing = list(_owing(period, unit, by))
    recent = _reminded_since(owing, now - COOLING_OFF)
    due = [report for report in owing if about(report) not in recent]
    people = reporters_of([report.unit for report in due], campaign_id=period.template.campaign_id)
    reached = [report for report in due if _tell(report, people[report.unit_id], now, by)]
    if reached:
        record(
            "report.reminded",
            period,
            by=by,
            path=(unit or period.template.campaign.owner).path,
            changes={"units": [None, [report.unit.name for report in reached]]},
        )
    return len(reached), len(owing) - len(reached)


def _owing(period: Period, unit: Unit | None, by: User) -> object:
    rows = Report.objects.handled_by(by).filter(period=period).still_owed()
    if unit is not None:
        rows = rows.owed_under(unit.path)
    return rows.select_related("unit", "period").order_by("path")


def _reminded_since(reports: list[Report], moment: datetime) -> set[str]:
    keys = [about(report) for report in reports]
    found = Notice.objects.filter(kind=REMINDER, about__in=keys, at__gt=moment)
    return set(found.values_list("about", flat=True))


def _tell(report: Report, people: list[User], now: datetime, by: User) -> int:
    slot = int(now.timestamp() // COOLING_OFF.total_seconds())
    return tell(
        people,
        kind=REMINDER,
        occasion=f"{about(report)}:{BY_HAND}:{slot}",
        title=ASKED,
        text=DUE,
        params={
            "unit": report.unit.name,
            "week": report.period.words,
            "by": by.name,
            "due_at": report.due_at.isoformat(),
            "closes_at": report.closes_at.isoformat(),
        },
        url=report.get_absolute_url(),
        about=about(report),
    )
