"""Setting up a report: its moments, who owes it, whether it is on."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.actions.reminder_policies import furnish
from campaigns.models import Campaign
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import Unit
from orgs.tasks import ring
from reports.actions.schedules import guard_moments
from reports.errors import ReportError
from reports.models import (
    ReportingUnit,
    ReportTemplate,
    TemplateVersion,
)
from reports.moments import spans_of


@transaction.atomic
def create_template(campaign: Campaign, *, by: object, **schedule: object) -> ReportTemplate:
    """A new report of a campaign, switched off, with an empty first version and usual reminders."""
    template = ReportTemplate(campaign=campaign, **schedule)
    guard_moments(template)
    try:
        with transaction.atomic():
            template.save(force_insert=True)
    except IntegrityError as error:
        raise ReportError(
            _("This campaign already has a report called “%(name)s”.") % {"name": template.name}
        ) from error
    TemplateVersion.objects.create(template=template, number=1, made_at=clock.now())
    furnish(campaign, "report", template.pk)
    record("template.created", template, by=by, path=campaign.owner.path)
    return template


@transaction.atomic
def set_reporting_units(
    template: ReportTemplate, units: Iterable[Unit], *, from_on: date | None = None, by: object
) -> tuple[int, int]:
    """Say who owes the report from a day on; returns how many were added and ended.

    Without a day it is today, or the first day of the first period while none has opened.
    Rows of periods already open stay as they are. ReportError for a unit out of service.
    """
    wanted = {unit.pk: unit for unit in units}
    for unit in wanted.values():
        if not unit.is_active:
            raise ReportError(_("%(unit)s is out of service.") % {"unit": unit.name})
    start = from_on or _first_day(template)
    current = {row.unit_id: row for row in template.reporting_units.filter(to_on=None)}
    added = [key for key in wanted if key not in current]
    ended = [key for key in current if key not in wanted]
    ReportingUnit.objects.bulk_create(
        ReportingUnit(template=template, unit=wanted[key], from_on=start) for key in added
    )
    ReportingUnit.objects.filter(pk__in=[current[key].pk for key in ended]).update(to_on=start)
    record(
        "template.units_set",
        template,
        by=by,
        path=template.campaign.owner.path,
        changes={"owing": [len(current), len(wanted)]},
    )
    return len(added), len(ended)


def _first_day(template: ReportTemplate) -> date:
    today = clock.today()
    if template.periods.exists():
        return today
    first = next(spans_of(template, template.campaign.phases.all()), None)
    return min(today, first.starts_on) if first else today


@transaction.atomic
def switch_on(template: ReportTemplate, *, by: object) -> None:
    """Let periods open by themselves. ReportError when nothing is asked for or nobody owes it.

    Switched on again, the report goes on with today's period: what passed meanwhile was asked
    of nobody and is not missing.
    """
    version = template.versions.order_by("-number").first()
    if not version.items.exists() and not version.blocks.exists():
        raise ReportError(_("Choose at least one indicator before switching the report on."))
    if not template.reporting_units.filter(to_on=None).exists():
        raise ReportError(_("Choose the units that owe the report before switching it on."))
    is_again = template.periods.exists()
    _switch(template, is_active=True, by=by, **({"resumed_on": clock.today()} if is_again else {}))
    ring("reports.tasks.turn_periods")


@transaction.atomic
def switch_off(template: ReportTemplate, *, by: object) -> None:
    """Let no more periods open; those open go on to their end."""
    _switch(template, is_active=False, by=by)


def _switch(template: ReportTemplate, *, is_active: bool, by: object, **more: object) -> None:
    if ReportTemplate.objects.filter(pk=template.pk, is_active=not is_active).update(
        is_active=is_active, **more
    ):
        template.is_active = is_active
        record(
            "template.switched_on" if is_active else "template.switched_off",
            template,
            by=by,
            path=template.campaign.owner.path,
        )
