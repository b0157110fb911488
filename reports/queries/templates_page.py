"""What the page of a report template shows: content, moments to come, who owes it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from campaigns.models import Campaign
from orgs.models import Unit, User
from reports.models import (
    LevelDue,
    Period,
    ReportTemplate,
    TemplateItem,
    TemplateVersion,
    TextBlock,
)
from reports.queries.content import wording
from reports.queries.schedules import Coming, preview_of, unknown_words


@dataclass(frozen=True)
class ItemGroup:
    """A section of the report with its indicators."""

    name: str
    items: list[TemplateItem]


@dataclass(frozen=True)
class UnitGroup:
    """The units of one kind that owe the report."""

    kind: str
    units: list[Unit]


@dataclass
class TemplatePage:
    """Everything the page prints."""

    template: ReportTemplate
    version: TemplateVersion
    is_used: bool
    groups: list[ItemGroup]
    blocks: list[TextBlock]
    coming: list[Coming]
    unknown: str
    levels: list[LevelDue]
    owing: list[UnitGroup]
    periods: int

    @property
    def asked(self) -> int:
        """How many indicators are asked for."""
        return sum(len(group.items) for group in self.groups)

    @property
    def units(self) -> int:
        """How many units owe it."""
        return sum(len(group.units) for group in self.owing)


def listed_templates(user: User, campaign: Campaign) -> QuerySet[ReportTemplate]:
    """The campaign's templates with what a list says of each."""
    return (
        ReportTemplate.objects.visible_to(user)
        .filter(campaign=campaign)
        .annotate(
            owing=Count("reporting_units", filter=Q(reporting_units__to_on=None), distinct=True),
            opened=Count("periods", distinct=True),
        )
    )


def template_page(user: User, template: ReportTemplate, today: date) -> TemplatePage:
    """The page of a template as far as ``user`` sees its units."""
    version = template.versions.order_by("-number").first()
    items = list(version.items.select_related("indicator"))
    opened = dict(template.periods.values_list("starts_on", "pk"))
    levels = list(template.level_dues.all())
    preview = preview_of(template, today, levels=levels, opened=opened)
    return TemplatePage(
        template=template,
        version=version,
        is_used=Period.objects.filter(template_version=version).exists(),
        groups=_grouped(items),
        blocks=list(version.blocks.all()),
        coming=preview.coming,
        unknown=unknown_words(preview.unknown),
        levels=levels,
        owing=_owing(user, template),
        periods=len(opened),
    )


def _grouped(items: list[TemplateItem]) -> list[ItemGroup]:
    groups: list[ItemGroup] = []
    for item in items:
        name = wording(item.section, item.section_en)
        if not groups or groups[-1].name != name:
            groups.append(ItemGroup(name, []))
        groups[-1].items.append(item)
    return groups


def _owing(user: User, template: ReportTemplate) -> list[UnitGroup]:
    seen = Unit.objects.visible_to(user)
    rows = template.reporting_units.filter(to_on=None, unit__in=seen).select_related("unit")
    groups: dict[str, list[Unit]] = {}
    for row in rows:
        groups.setdefault(row.unit.get_kind_display(), []).append(row.unit)
    return [UnitGroup(str(kind), units) for kind, units in groups.items()]
