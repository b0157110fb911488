"""What a report asks for: figures, texts and checks, in versions.

A version that a period has used is left as it is; a change makes the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Indicator
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.audit import record
from reports.errors import ReportError
from reports.expression_tokens import ExpressionProblem
from reports.expressions import parse
from reports.models import (
    ReportTemplate,
    TemplateCheck,
    TemplateItem,
    TemplateVersion,
    TextBlock,
)
from reports.queries.content import keys_of

ITEM = ("indicator_id", "section", "section_en", "is_required", "has_own_range", "low", "high")
BLOCK = ("key", "label", "label_en", "is_required", "min_length", "max_length")
CHECK = (
    "expression", "message", "message_en", "severity", "about", "is_on", "tried_at",
    "tried_found", "tried_of",
)  # fmt: skip


@dataclass(frozen=True)
class ItemSpec:
    """An indicator to be asked for; with ``has_own_range`` its range stands for the library's."""

    indicator: Indicator
    section: str
    section_en: str = ""
    is_required: bool = True
    has_own_range: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


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
def revise_template(
    template: ReportTemplate,
    *,
    items: Iterable[ItemSpec],
    blocks: Iterable[BlockSpec],
    by: object,
    made_at: datetime | None = None,
) -> TemplateVersion:
    """Change what is asked for; once a period has used a version, a new one is made.

    Periods already open keep the version they opened with; checks go along. ``made_at`` is
    that of the version the change was made from: StaleVersion when somebody saved another since.
    ReportError when nothing is asked for, something twice, a range ends before it begins, or a
    check names a figure that would be gone.
    """
    items, blocks = list(items), list(blocks)
    _guard_asked(items, blocks)
    latest = _lock(template)
    if made_at and latest.made_at != made_at:
        raise StaleVersion(_("Somebody else changed what this report asks for; look again."))
    _guard_checks(latest, items)
    version, is_new = _version_to_write(template, latest)
    if is_new:
        _copy_checks(latest, version)
    version.items.all().delete()
    version.blocks.all().delete()
    _fill(version, items, blocks)
    codes = [item.indicator.code for item in items]
    record(
        "template.revised",
        template,
        by=by,
        path=template.campaign.owner.path,
        changes={"version": [None, version.number], "indicators": [None, codes]},
    )
    return version


def open_version(template: ReportTemplate) -> tuple[TemplateVersion, dict[int, TemplateCheck]]:
    """The version to write a change of the checks into, inside the caller's transaction.

    When a period has used the latest one this is a copy of it; the mapping leads from each
    check of the latest version to the row to change.
    """
    latest = _lock(template)
    version, is_new = _version_to_write(template, latest)
    if not is_new:
        return version, {check.pk: check for check in version.checks.all()}
    TemplateItem.objects.bulk_create(
        TemplateItem(
            template_version=version,
            position=item.position,
            **{name: getattr(item, name) for name in ITEM},
        )
        for item in latest.items.all()
    )
    TextBlock.objects.bulk_create(
        TextBlock(
            template_version=version,
            position=block.position,
            **{name: getattr(block, name) for name in BLOCK},
        )
        for block in latest.blocks.all()
    )
    return version, _copy_checks(latest, version)


def _lock(template: ReportTemplate) -> TemplateVersion:
    """The latest version, while nobody else changes the template's content."""
    ReportTemplate.objects.select_for_update(of=("self",), no_key=True).get(pk=template.pk)
    return template.versions.order_by("-number").first()


def _version_to_write(
    template: ReportTemplate, latest: TemplateVersion
) -> tuple[TemplateVersion, bool]:
    now = clock.now()
    if latest.periods.exists():
        number = latest.number + 1
        made = TemplateVersion.objects.create(template=template, number=number, made_at=now)
        return made, True
    TemplateVersion.objects.filter(pk=latest.pk).update(made_at=now)
    return latest, False


def _copy_checks(latest: TemplateVersion, version: TemplateVersion) -> dict[int, TemplateCheck]:
    return {
        check.pk: TemplateCheck.objects.create(
            template_version=version,
            position=check.position,
            **{name: getattr(check, name) for name in CHECK},
        )
        for check in latest.checks.all()
    }


def _guard_asked(items: list[ItemSpec], blocks: list[BlockSpec]) -> None:
    if not items and not blocks:
        raise ReportError(_("A report needs at least one indicator or text."))
    codes = [item.indicator.code for item in items]
    if len(codes) != len(set(codes)):
        raise ReportError(_("An indicator stands in the report twice; keep one of them."))
    for item in items:
        if None not in (item.low, item.high) and item.low > item.high:
            raise ReportError(
                _("The range of %(name)s ends at %(high)s, below its beginning %(low)s.")
                % {"name": item.indicator.shown_name, "low": item.low, "high": item.high}
            )


def _guard_checks(latest: TemplateVersion, items: list[ItemSpec]) -> None:
    """A check must not lose its figure silently."""
    known = {key for item in items for key in keys_of(item.indicator)}
    for check in latest.checks.all():
        try:
            parse(check.expression, known)
        except ExpressionProblem as problem:
            raise ReportError(
                _("The check “%(check)s” needs a figure you took out. Change or remove it first.")
                % {"check": check.expression}
            ) from problem


def _fill(version: TemplateVersion, items: list[ItemSpec], blocks: list[BlockSpec]) -> None:
    TemplateItem.objects.bulk_create(
        TemplateItem(
            template_version=version,
            indicator=item.indicator,
            section=item.section,
            section_en=item.section_en,
            position=position,
            is_required=item.is_required,
            has_own_range=item.has_own_range,
            low=item.low if item.has_own_range else None,
            high=item.high if item.has_own_range else None,
        )
        for position, item in enumerate(items)
    )
    TextBlock.objects.bulk_create(
        TextBlock(
            template_version=version,
            position=position,
            **{name: getattr(block, name) for name in BLOCK},
        )
        for position, block in enumerate(blocks)
    )
