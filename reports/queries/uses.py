"""What hangs on an indicator: whether it was reported, and which templates ask for it."""

from campaigns.models import Indicator
from reports.models import TemplateItem


def was_reported(indicator: Indicator) -> bool:
    """Whether a period opened with a template version that asks for the indicator."""
    return TemplateItem.objects.filter(
        indicator=indicator, template_version__periods__isnull=False
    ).exists()
