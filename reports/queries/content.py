"""What a template version asks for, what a unit reported of it before, and its checks.

``checked`` is the one door to the checks: form, autosave, workbook, link and review use it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import get_language

from campaigns.models import Indicator, Target
from fraudwatch.lib.prepared import read_again, read_same
from orgs.queries.bases import bases_of_unit
from reports.checks import Checked, Item, ItemPart, check_item, check_values
from reports.enums import COUNTED
from reports.figures import Value, add_values, number, part_key, split_key
from reports.glances import Glance, at_a_glance, glance_of
from reports.models import (
    Photo,
    Report,
    TemplateCheck,
    TemplateItem,
    TemplateVersion,
    TextBlock,
)
from reports.rule_checks import Past, Rule, apply_rules, read_rule

WINDOW = 8


@dataclass(frozen=True)
class Asked:
    """What a report asks for and what is known from before, read once for a page or a sheet.

    ``bases`` are the unit's headcounts by kind. With ``glances`` (one for each item, or ``None``)
    figures that are surely in order are taken at a glance.
    """

    items: list[TemplateItem]
    earlier: list[Report]
    rules: list[Rule] = field(default_factory=list)
    bases: Mapping[str, int] = field(default_factory=dict)
    glances: Sequence[Glance | None] = ()

    @cached_property
    def checks(self) -> list[Item]:
        """The items as the checks want them."""
        return check_items(self.items, self.earlier, self.bases)


def asked_of(report: Report) -> Asked:
    """The items of the report's version with the unit's earlier figures: three queries."""
    version = report.period.template_version
    items, earlier = items_of(version), earlier_reports(report)
    return Asked(items, earlier, rules_of(version, items), own_bases(report, items))


def checked(report: Report, values: Mapping[str, object], *, asked: Asked | None = None) -> Checked:
    """What the typed ``values`` amount to: figures as kept with the sums of their parts, and
    the sentences of errors (they block) and warnings (they ask for a reason) by code.

    ``asked`` saves the queries when the caller has it already.
    """
    asked = asked or asked_of(report)
    factor = report.period.template.campaign.unusual_factor
    if asked.glances:
        found = _glanced(asked, values, factor)
    else:
        found = check_values(asked.checks, values, unusual_factor=factor)
    if asked.rules:
        apply_rules(asked.rules, found, past_of(asked.items, asked.earlier))
    return found


def _glanced(asked: Asked, values: Mapping[str, object], factor: int) -> Checked:
    """What ``check_values`` finds, with its full checks for those figures only that need them."""
    found = Checked()
    rows = [_reported(past) for past in asked.earlier[:WINDOW]]
    carried = asked.earlier[0].carried if asked.earlier else {}
    for item, glance in zip(asked.items, asked.glances, strict=True):
        if glance:
            typed, base = values.get(glance.code), asked.bases.get(glance.base_kind)
            value = at_a_glance(glance, typed, rows, carried, factor, base)
            if value is not None:
                found.values[glance.code] = value
                continue
            if typed == "" and not glance.is_required:
                continue
        check_item(_check_item(item, asked.earlier, asked.bases), values, found, factor)
    return found


def glances_of(items: list[TemplateItem]) -> list[Glance | None]:
    """How to glance at each item, the same for all units."""
    shapes = zip(items, check_items(items, []), strict=True)
    return [glance_of(shape, item.indicator.base_kind) for item, shape in shapes]


def rules_of(version: TemplateVersion, items: list[TemplateItem]) -> list[Rule]:
    """The checks of a version that are switched on."""
    known = known_keys(items)
    on = read_same("checks of a version", _checks_on, version=version.pk)
    read = [(row, read_rule(row.expression, known)) for row in on]
    return [
        Rule(expression, wording(row.message, row.message_en), row.severity, row.about)
        for row, expression in read
        if expression
    ]


def _checks_on(version: int) -> QuerySet[TemplateCheck]:
    return TemplateCheck.objects.filter(template_version_id=version, is_on=True)


def known_keys(items: Iterable[TemplateItem]) -> frozenset[str]:
    """The keys that a check may name: of every figure that is asked for, and of its parts."""
    return frozenset(key for item in items for key in keys_of(item.indicator))


def past_of(items: list[TemplateItem], earlier: list[Report]) -> Past:
    """What a unit reported before, as checks ask for it."""
    measures = {item.indicator.code: item.indicator.measure for item in items}

    def so_far(key: str) -> Value | None:
        measure = measures[split_key(key)[0]]
        return None if measure == "stock" else cumulative_of(key, measure, earlier)

    rows = [_reported(past) or None for past in earlier[:WINDOW]]
    return Past(rows, so_far)


def items_of(version: TemplateVersion) -> list[TemplateItem]:
    """The items of a version in order, indicators fetched."""
    return read_same(
        "items of a version",
        lambda version: TemplateItem.objects.filter(
            template_version_id=version
        ).select_related("indicator"),
        version=version.pk,
    )  # fmt: skip


def blocks_of(version: TemplateVersion) -> list[TextBlock]:
    """The text blocks of a version in order."""
    return read_same(
        "blocks of a version",
        lambda version: TextBlock.objects.filter(template_version_id=version),
        version=version.pk,
    )


def targets_of(report: Report) -> list[Target]:
    """What the campaign wants of every unit."""
    campaign = report.period.template.campaign_id
    return read_same("targets of every unit", _per_unit, campaign=campaign)


def _per_unit(campaign: int) -> QuerySet[Target]:
    return Target.objects.filter(campaign_id=campaign, per_unit=True)


def photos_of(report: Report) -> list[Photo]:
    """The photos that are there, with their files."""
    rows = read_again("photos of a report", _pictures, report=report.pk)
    for photo in rows:
        photo.report = report
    return rows


def _pictures(report: int) -> QuerySet[Photo]:
    return Photo.objects.filter(report_id=report).kept().select_related("picture", "thumbnail")


def wording(chinese: str, english: str) -> str:
    """Data with an English name shows it on the English page."""
    return english if english and (get_language() or "").startswith("en") else chinese


def earlier_reports(report: Report) -> list[Report]:
    """The unit's reports of the same template before this one, latest first, with their figures."""
    return read_again(
        "reports before",
        _earlier,
        unit=report.unit_id,
        template=report.period.template_id,
        before=report.period.starts_on,
    )


def _earlier(unit: int, template: int, before: date) -> QuerySet[Report]:
    rows = Report.objects.filter(
        unit_id=unit, period__template_id=template, period__starts_on__lt=before
    )
    known = rows.only("state", "values", "standing", "carried", "revision_number")
    return known.order_by("-period__starts_on")


def keys_of(indicator: Indicator) -> list[str]:
    """The keys of an indicator in a report's values: its code and those of its parts."""
    parts = [part_key(indicator.code, option.key) for option in indicator.options]
    return [indicator.code, *parts]


def part_label(indicator: Indicator, key: str) -> str:
    """The name behind a key: the indicator's, or that of its part."""
    option = split_key(key)[1]
    names = {one.key: wording(one.name, one.name_en) for one in indicator.options}
    return names.get(option) or wording(indicator.name, indicator.name_en)


def history_of(code: str, earlier: list[Report]) -> list[Decimal | None]:
    """The unit's figures of the last eight periods, latest first; None where none was counted."""
    return [number(_reported(past).get(code)) for past in earlier[:WINDOW]]


def _reported(past: Report) -> dict[str, Value]:
    """The figures of a report that came in; those approved while they are being corrected."""
    if past.standing is not None:
        return past.standing
    return past.values if past.state in COUNTED else {}


def cumulative_of(code: str, measure: str, earlier: list[Report]) -> Value | None:
    """Approved so far: flows summed over earlier periods, a stock as last approved."""
    if measure == "stock":
        return earlier[0].carried.get(code) if earlier else None
    total: Value | None = None
    for past in earlier:
        total = add_values(total, past.counted_values.get(code))
    return total


def own_bases(report: Report, items: list[TemplateItem]) -> dict[str, int]:
    """The unit's headcounts as of the period's last day, by kind; no query without gauges."""
    kinds = {item.indicator.base_kind for item in items} - {""}
    if not kinds:
        return {}
    return bases_of_unit(kinds, report.period.ends_on, report.unit_id)


def check_items(
    items: list[TemplateItem], earlier: list[Report], bases: Mapping[str, int] | None = None
) -> list[Item]:
    """The items as the checks want them; a range of the template's own wins."""
    return [_check_item(item, earlier, bases or {}) for item in items]


def _check_item(item: TemplateItem, earlier: list[Report], bases: Mapping[str, int]) -> Item:
    indicator = item.indicator
    parts = [
        ItemPart(
            key=option.key,
            label=wording(option.name, option.name_en),
            measure=indicator.measure,
            history=history_of(part_key(indicator.code, option.key), earlier),
            carried=_carried(part_key(indicator.code, option.key), earlier),
        )
        for option in indicator.options
    ]
    return Item(
        code=indicator.code,
        label=wording(indicator.name, indicator.name_en),
        kind=indicator.kind,
        measure=indicator.measure,
        unit=indicator.unit_of_measure,
        is_required=item.is_required,
        low=item.lowest,
        high=item.highest,
        history=history_of(indicator.code, earlier),
        carried=_carried(indicator.code, earlier),
        parts=parts,
        base=bases.get(indicator.base_kind),
    )


def _carried(key: str, earlier: list[Report]) -> Decimal | None:
    """The stock as last approved; ``None`` for a flow."""
    return number(earlier[0].carried.get(key)) if earlier else None
