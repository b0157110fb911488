"""Headcounts of the demo: most units have theirs, a few are still asked for them."""

from campaigns.actions.indicators import edit_indicator
from campaigns.models import Indicator
from orgs.actions.bases import BaseSpec, add_bases
from orgs.enums import BaseKind
from reports.models import ReportTemplate

from .calendar import Story
from .figures import figures
from .stage import Stage

MARGIN = 1.18  # nobody has everybody registered yet
ASKED_LATER = 9  # every ninth unit has not entered its headcount


def enter_headcounts(
    stage: Stage, story: Story, template: ReportTemplate, indicators: dict[str, Indicator]
) -> None:
    """App users are counted over adults; the office enters last spring's numbers."""
    by = stage.users["coordinator"]
    edit_indicator(indicators["app_users"], base_kind=BaseKind.ADULTS, by=by)
    specs = []
    owing = template.reporting_units.select_related("unit").order_by("unit__code")
    for number, row in enumerate(owing, start=1):
        registered = int(figures(row.unit.code, row.unit.kind, 5)["app_users"])
        if number % ASKED_LATER:
            count = round(registered * MARGIN) + 2
            specs.append(BaseSpec(row.unit, BaseKind.ADULTS, count, story.campaign_start, "户籍册"))
    add_bases(specs, by=by)
