"""The demo's collecting: a market day held by several units, a link for a village's open week."""

from datetime import timedelta

from reports.actions.activities import add_activity
from reports.actions.links import make_links
from reports.enums import ActivityKind, ActivityState
from reports.models import Report, ReportTemplate

from .calendar import Story
from .stage import Stage

LEAD = "QL01-31"
TOOK_PART = ("QL01-01", "QL01-02", "QL01-03")
LINKED = "QL01-10"
MARKET = "河湾集市反诈宣传日"
REACHED = 460


def collecting_events(stage: Stage, story: Story, template: ReportTemplate) -> list:
    """The police station leads in the fourth week; the town makes a link in the fifth."""

    def report(code: str, week: int) -> Report:
        rows = Report.objects.select_related("unit", "period__template__campaign")
        return rows.get(
            period__template=template,
            period__starts_on=story.week(week).starts_on,
            unit=stage.units[code],
        )

    def market() -> None:
        row = report(LEAD, 4)
        add_activity(
            row, name=MARKET, kind=ActivityKind.STREET, state=ActivityState.HELD,
            held_on=row.period.starts_on + timedelta(days=3), venue="河湾集市", reach=REACHED,
            co_units=[stage.units[code] for code in TOOK_PART], by=stage.reporters[LEAD],
        )  # fmt: skip

    def link() -> None:
        period = report(LINKED, 5).period
        make_links(period, [stage.units[LINKED].pk], by=stage.users["town"])

    return [
        (story.week(4).opens_at + timedelta(days=3, hours=17), market),
        (story.week(5).opens_at + timedelta(hours=9), link),
    ]
