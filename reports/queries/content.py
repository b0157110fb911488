"""What a template version asks for, and what a unit reported of it before."""

from decimal import Decimal

from django.utils.translation import get_language

from reports.checks import Item
from reports.figures import Value, add_values, number
from reports.models import Report, TemplateItem, TemplateVersion, TextBlock

WINDOW = 8


def items_of(version: TemplateVersion) -> list[TemplateItem]:
    """The items of a version in order, indicators fetched."""
    return list(version.items.select_related("indicator"))


def blocks_of(version: TemplateVersion) -> list[TextBlock]:
    """The text blocks of a version in order."""
    return list(version.blocks.all())


def wording(chinese: str, english: str) -> str:
    """Data with an English name shows it on the English page."""
    return english if english and (get_language() or "").startswith("en") else chinese


def earlier_reports(report: Report) -> list[Report]:
    """The unit's reports of the same template before this one, latest first."""
    return list(
        Report.objects.filter(
            unit_id=report.unit_id,
            period__template_id=report.period.template_id,
            period__starts_on__lt=report.period.starts_on,
        )
        .select_related("period")
        .order_by("-period__starts_on")
    )


def history_of(code: str, earlier: list[Report]) -> list[Decimal | None]:
    """The unit's figures of the last eight periods, latest first; None where none was counted."""
    return [
        number(past.values.get(code)) if past.state in ("submitted", "approved") else None
        for past in earlier[:WINDOW]
    ]


def cumulative_of(code: str, measure: str, earlier: list[Report]) -> Value | None:
    """Approved so far: flows summed over earlier periods, a stock as last approved."""
    if measure == "stock":
        return earlier[0].carried.get(code) if earlier else None
    total: Value | None = None
    for past in earlier:
        if past.state == "approved":
            total = add_values(total, past.values.get(code))
    return total


def check_items(items: list[TemplateItem], earlier: list[Report]) -> list[Item]:
    """The items as the checks want them."""
    return [
        Item(
            code=item.indicator.code,
            label=wording(item.indicator.name, item.indicator.name_en),
            kind=item.indicator.kind,
            measure=item.indicator.measure,
            unit=item.indicator.unit_of_measure,
            is_required=item.is_required,
            low=item.indicator.low,
            high=item.indicator.high,
            history=history_of(item.indicator.code, earlier),
        )
        for item in items
    ]
