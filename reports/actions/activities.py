"""Activities of several units, entered once by their lead (联合活动)."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from difflib import SequenceMatcher

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.audit import record
from orgs.models import Unit
from reports.actions.deciding import hold_period
from reports.enums import ActivityState, PeriodState
from reports.errors import ReportError
from reports.models import ActivityUnit, JointActivity, Report

ALIKE = 0.6  # share of a name that two activities of one day have in common


class SeemsEntered(ReportError):
    """An activity like this stands there already; entering it again needs a yes."""


@transaction.atomic
def add_activity(
    report: Report,
    *,
    name: str,
    kind: str,
    state: str,
    held_on: date,
    venue: str,
    reach: int | None,
    co_units: Collection[Unit],
    by: object,
    again: bool = False,
) -> JointActivity:
    """Enter an activity with the lead's report; it counts once, for the report's unit.

    SeemsEntered when one of the units has an activity with a similar name on that day,
    unless ``again`` says that this is another one. ReportError outside the period's days,
    in a locked period, without the reach of what was held, or with the lead among its
    own companions.
    """
    hold_period(report.period_id)  # two leads at once: the second sees what the first entered
    row = (
        Report.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "period")
        .get(pk=report.pk)
    )
    activity = JointActivity(report=row, entered_by=by, entered_at=clock.now())
    facts = {"name": name, "kind": kind, "state": state, "held_on": held_on, "venue": venue}
    _take(activity, facts | {"reach": reach}, co_units, again=again)
    activity.save(force_insert=True)
    _share(activity, co_units)
    record(
        "activity.added", activity, by=by, path=row.path,
        changes={"units": [None, [unit.name for unit in co_units]], "reach": [None, reach]},
    )  # fmt: skip
    return activity


@transaction.atomic
def change_activity(
    activity: JointActivity,
    *,
    version: int,
    co_units: Collection[Unit],
    by: object,
    again: bool = False,
    **facts: object,
) -> None:
    """Change an activity: held after it was planned, cancelled, another reach, other units.

    StaleVersion when somebody else changed it first; otherwise as :func:`add_activity`.
    """
    hold_period(activity.report.period_id)
    Report.objects.select_for_update(of=("self",), no_key=True).get(pk=activity.report_id)
    row = JointActivity.objects.select_related("report__unit", "report__period").get(pk=activity.pk)
    if row.version != version:
        raise StaleVersion(_("Somebody else has changed this activity meanwhile."), row)
    was = {"state": row.state, "reach": row.reach}
    _take(row, facts, co_units, again=again)
    row.version += 1
    row.save()
    _share(row, co_units)
    changes = {key: [old, getattr(row, key)] for key, old in was.items()}
    record("activity.changed", row, by=by, path=row.report.path, changes=changes)


def _take(activity: JointActivity, facts: dict, co_units: Collection[Unit], *, again: bool) -> None:
    period = activity.report.period
    for key, value in facts.items():
        setattr(activity, key, value.strip() if isinstance(value, str) else value)
    if period.state == PeriodState.LOCKED:
        raise ReportError(_("The period is locked; its activities can no longer be changed."))
    if not period.starts_on <= activity.held_on <= period.ends_on:
        raise ReportError(
            _("The day lies outside the report's days, %(first)s to %(last)s.")
            % {"first": _day(period.starts_on), "last": _day(period.ends_on)}
        )
    if activity.state == ActivityState.HELD and activity.reach is None:
        raise ReportError(_("Say how many people the activity reached; 0 if nobody came."))
    if activity.report.unit_id in {unit.pk for unit in co_units}:
        raise ReportError(_("The lead counts by itself; leave it out of the other units."))
    if not again and activity.state != ActivityState.CANCELLED:
        _ask_whether_entered(activity, {unit.pk for unit in co_units})


def _ask_whether_entered(activity: JointActivity, co_units: set[int]) -> None:
    units = {activity.report.unit_id, *co_units}
    campaign = activity.report.period.template.campaign_id
    there = JointActivity.objects.filter(
        held_on=activity.held_on, report__period__template__campaign=campaign
    ).exclude(state=ActivityState.CANCELLED)
    for other in there.exclude(pk=activity.pk).select_related("report__unit"):
        shared = {other.report.unit_id, *other.shares.values_list("unit_id", flat=True)}
        if units & shared and are_alike(other.name, activity.name):
            raise SeemsEntered(
                _(
                    "%(lead)s has entered “%(name)s” on %(day)s. If this is another activity, "
                    "tick that it is; otherwise it would count twice."
                )
                % {"lead": other.report.unit, "name": other.name, "day": _day(other.held_on)}
            )


def are_alike(first: str, second: str) -> bool:
    """Whether two names may mean the same activity: width, spaces and marks do not count."""
    one, two = _bare(first), _bare(second)
    if one and two and (one in two or two in one):
        return True
    return SequenceMatcher(None, one, two).ratio() >= ALIKE


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold()


def _share(activity: JointActivity, co_units: Collection[Unit]) -> None:
    wanted = {unit.pk for unit in co_units}
    activity.shares.exclude(unit_id__in=wanted).delete()
    there = set(activity.shares.values_list("unit_id", flat=True))
    ActivityUnit.objects.bulk_create(
        ActivityUnit(activity=activity, unit_id=key) for key in sorted(wanted - there)
    )


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
