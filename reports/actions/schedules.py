"""When a report opens, is due, closes and locks: its schedule and the levels within it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from fraudwatch.lib.errors import StaleVersion
from orgs.actions.audit import record
from orgs.enums import UnitKind
from reports.enums import Cadence
from reports.errors import ReportError
from reports.models import LevelDue, ReportTemplate

SCHEDULE = (
    "name", "cadence", "first_on", "last_on", "counts_from", "due_day", "due_time", "close_day",
    "close_time", "lock_days", "shift_holidays", "photos_min", "photos_max",
)  # fmt: skip


@dataclass(frozen=True)
class LevelSpec:
    """The due moment of one kind of units, counted as the template's own."""

    kind: str
    due_day: int
    due_time: time


def guard_moments(template: ReportTemplate) -> None:
    """ReportError when the moments of a template do not follow one another."""
    if (template.close_day, template.close_time) < (template.due_day, template.due_time):
        raise ReportError(_("The report cannot close before it is due."))
    if template.photos_max < template.photos_min:
        raise ReportError(_("The most photos cannot be fewer than the least."))
    if template.last_on and template.last_on < template.first_on:
        raise ReportError(_("The last period cannot be before the first."))
    if template.cadence == Cadence.PHASE and not template.campaign.phases.exists():
        raise ReportError(
            _("“%(campaign)s” has no phases; enter them in its plan, or choose another rhythm.")
            % {"campaign": template.campaign}
        )


@transaction.atomic
def change_schedule(
    template: ReportTemplate, *, version: int, by: object, **schedule: object
) -> None:
    """Change name, moments or photo numbers; periods already open keep theirs.

    StaleVersion when somebody saved first; ReportError when it would close before due, or for
    another rhythm once a period has opened.
    """
    before = {name: getattr(template, name) for name in SCHEDULE if name in schedule}
    for name in before:
        setattr(template, name, schedule[name])
    guard_moments(template)
    fields = {name: schedule[name] for name in before}
    saved = ReportTemplate.objects.filter(pk=template.pk, version=version).update(
        **fields, version=version + 1
    )
    if not saved:
        raise StaleVersion(_("Somebody else changed this report setting first; look again."))
    rhythm = before.get("cadence", template.cadence)
    if rhythm != template.cadence and template.periods.exists():
        raise ReportError(
            _("Periods have opened already, so the report stays %(rhythm)s. Make a new report"
              " for another rhythm.") % {"rhythm": Cadence(rhythm).label}
        )  # fmt: skip
    changes = {
        name: [before[name], fields[name]] for name in before if before[name] != fields[name]
    }
    record("template.changed", template, by=by, path=template.campaign.owner.path, changes=changes)
    template.refresh_from_db()


@transaction.atomic
def set_levels(template: ReportTemplate, levels: Iterable[LevelSpec], *, by: object) -> int:
    """Give kinds of units a due moment of their own, from the next period on; returns how many.

    ReportError for a kind twice, or a moment after the report closes.
    """
    levels, seen = list(levels), set()
    for level in levels:
        kind = UnitKind(level.kind).label
        if level.kind in seen:
            raise ReportError(_("%(kind)s: give one due moment only.") % {"kind": kind})
        seen.add(level.kind)
        if (level.due_day, level.due_time) > (template.close_day, template.close_time):
            raise ReportError(
                _("%(kind)s: the due moment is after the report closes.") % {"kind": kind}
            )
    ReportTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    before = _facts(template.level_dues.all())
    if before == _facts(levels):
        return len(levels)
    template.level_dues.all().delete()
    LevelDue.objects.bulk_create(
        LevelDue(template=template, kind=level.kind, due_day=level.due_day, due_time=level.due_time)
        for level in levels
    )
    record(
        "template.levels_set",
        template,
        by=by,
        path=template.campaign.owner.path,
        changes={"levels": [before, _facts(levels)]},
    )
    return len(levels)


def _facts(levels: Iterable) -> list[list]:
    return sorted([one.kind, one.due_day, f"{one.due_time:%H:%M}"] for one in levels)
