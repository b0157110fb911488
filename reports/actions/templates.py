"""Setting up a report: its content, its moments, and who owes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Indicator
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.audit import record
from orgs.models import Unit
from orgs.tasks import ring
from reports.enums import Occasion
from reports.errors import ReportError
from reports.models import (
    ReminderRule,
    ReportingUnit,
    ReportTemplate,
    TemplateItem,
    TemplateVersion,
    TextBlock,
)

SCHEDULE = (
    "name", "first_on", "last_on", "due_day", "due_time", "close_day", "close_time",
    "shift_holidays", "photos_min", "photos_max",
)  # fmt: skip
DEFAULT_REMINDERS = (
    (Occasion.BEFORE, -24 * 60, False),
    (Occasion.AT_DUE, 0, False),
    (Occasion.AFTER, 60, True),
    (Occasion.AFTER, 24 * 60, True),
)


@dataclass(frozen=True)
class ItemSpec:
    """An indicator to be asked for."""

    indicator: Indicator
    section: str
    section_en: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class BlockSpec:
    """A narrative to be asked for."""

    key: str
    label: str
    label_en: str = ""
    is_required: bool = False
    min_length: int = 0
    max_length: int = 500


@transaction.atomic
def create_template(campaign: Campaign, *, by: object, **schedule: object) -> ReportTemplate:
    """A new report of a campaign, switched off, with an empty first version and usual reminders."""
    template = ReportTemplate(campaign=campaign, **schedule)
    _guard_moments(template)
    try:
        with transaction.atomic():
            template.save(force_insert=True)
    except IntegrityError as error:
        raise ReportError(
            _("This campaign already has a report called “%(name)s”.") % {"name": template.name}
        ) from error
    TemplateVersion.objects.create(template=template, number=1, made_at=clock.now())
    ReminderRule.objects.bulk_create(
        ReminderRule(template=template, occasion=occasion, minutes=minutes, to_deputy=deputy)
        for occasion, minutes, deputy in DEFAULT_REMINDERS
    )
    record("template.created", template, by=by, path=campaign.owner.path)
    return template


def _guard_moments(template: ReportTemplate) -> None:
    due = (template.due_day, template.due_time)
    if (template.close_day, template.close_time) < due:
        raise ReportError(_("The report cannot close before it is due."))
    if template.photos_max < template.photos_min:
        raise ReportError(_("The most photos cannot be fewer than the least."))


@transaction.atomic
def change_schedule(
    template: ReportTemplate, *, version: int, by: object, **schedule: object
) -> None:
    """Change name, moments or photo numbers; periods already open keep theirs.

    StaleVersion when somebody saved first; ReportError when it would close before due.
    """
    before = {name: getattr(template, name) for name in SCHEDULE if name in schedule}
    for name in before:
        setattr(template, name, schedule[name])
    _guard_moments(template)
    fields = {name: schedule[name] for name in before}
    saved = ReportTemplate.objects.filter(pk=template.pk, version=version).update(
        **fields, version=version + 1
    )
    if not saved:
        raise StaleVersion(_("Somebody else changed this report setting first; look again."))
    changes = {
        name: [before[name], fields[name]] for name in before if before[name] != fields[name]
    }
    record("template.changed", template, by=by, path=template.campaign.owner.path, changes=changes)
    template.refresh_from_db()


@transaction.atomic
def revise_template(
    template: ReportTemplate,
    *,
    items: Iterable[ItemSpec],
    blocks: Iterable[BlockSpec],
    by: object,
) -> TemplateVersion:
    """Change what is asked for; once a period has used a version, a new one is made.

    Periods already open keep the version they opened with.
    """
    items, blocks = list(items), list(blocks)
    if not items and not blocks:
        raise ReportError(_("A report needs at least one indicator or text."))
    codes = [item.indicator.code for item in items]
    if len(codes) != len(set(codes)):
        raise ReportError(_("An indicator stands in the report twice; keep one of them."))
    version = template.versions.order_by("-number").first()
    if version.periods.exists():
        version = TemplateVersion.objects.create(
            template=template, number=version.number + 1, made_at=clock.now()
        )
    else:
        version.items.all().delete()
        version.blocks.all().delete()
    _fill(version, items, blocks)
    record(
        "template.revised",
        template,
        by=by,
        path=template.campaign.owner.path,
        changes={"version": [None, version.number], "indicators": [None, codes]},
    )
    return version


def _fill(version: TemplateVersion, items: list[ItemSpec], blocks: list[BlockSpec]) -> None:
    TemplateItem.objects.bulk_create(
        TemplateItem(
            template_version=version,
            indicator=item.indicator,
            section=item.section,
            section_en=item.section_en,
            position=position,
            is_required=item.is_required,
        )
        for position, item in enumerate(items)
    )
    TextBlock.objects.bulk_create(
        TextBlock(
            template_version=version,
            key=block.key,
            label=block.label,
            label_en=block.label_en,
            is_required=block.is_required,
            min_length=block.min_length,
            max_length=block.max_length,
            position=position,
        )
        for position, block in enumerate(blocks)
    )


@transaction.atomic
def set_reporting_units(
    template: ReportTemplate, units: Iterable[Unit], *, from_on: date | None = None, by: object
) -> tuple[int, int]:
    """Say who owes the report from a day on; returns how many were added and ended.

    Rows of periods already open stay as they are. ReportError for a unit out of service.
    """
    wanted = {unit.pk: unit for unit in units}
    for unit in wanted.values():
        if not unit.is_active:
            raise ReportError(_("%(unit)s is out of service.") % {"unit": unit.name})
    start = from_on or clock.today()
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


@transaction.atomic
def switch_on(template: ReportTemplate, *, by: object) -> None:
    """Let periods open by themselves. ReportError when nothing is asked for or nobody owes it."""
    version = template.versions.order_by("-number").first()
    if not version.items.exists() and not version.blocks.exists():
        raise ReportError(_("Choose at least one indicator before switching the report on."))
    if not template.reporting_units.filter(to_on=None).exists():
        raise ReportError(_("Choose the units that owe the report before switching it on."))
    _switch(template, is_active=True, by=by)
    ring("reports.tasks.turn_periods")


@transaction.atomic
def switch_off(template: ReportTemplate, *, by: object) -> None:
    """Let no more periods open; those open go on to their end."""
    _switch(template, is_active=False, by=by)


def _switch(template: ReportTemplate, *, is_active: bool, by: object) -> None:
    if ReportTemplate.objects.filter(pk=template.pk, is_active=not is_active).update(
        is_active=is_active
    ):
        template.is_active = is_active
        record(
            "template.switched_on" if is_active else "template.switched_off",
            template,
            by=by,
            path=template.campaign.owner.path,
        )
