"""What hangs on an indicator: whether it was reported, and which templates ask for it."""

from django.db.models import QuerySet

from campaigns.models import Indicator
from reports.models import TemplateItem, TemplateVersion


def was_reported(indicator: Indicator) -> bool:
    """Whether a period opened with a template version that asks for the indicator."""
    return TemplateItem.objects.filter(
        indicator=indicator, template_version__periods__isnull=False
    ).exists()


def library_for(version: TemplateVersion) -> QuerySet[Indicator]:
    """What a row of the next version may choose: what is in use, and what is asked for already."""
    asked = version.items.values("indicator")
    return Indicator.objects.in_use() | Indicator.objects.filter(pk__in=asked)
