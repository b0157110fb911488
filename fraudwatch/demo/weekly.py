"""The weekly report of the demo: four weeks with everything that happens in real ones."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from campaigns.actions.due_reminders import remind_due
from campaigns.models import Campaign, Indicator
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import shift_weeks
from reports.actions.baselines import set_baselines
from reports.actions.periods import close_due_periods, open_due_periods
from reports.actions.photos import add_photo
from reports.actions.reviews import approve_report, return_report
from reports.actions.submissions import submit_report, submit_zero
from reports.actions.template_content import BlockSpec, ItemSpec, revise_template
from reports.actions.templates import (
    create_template,
    set_reporting_units,
    switch_on,
)
from reports.models import Report, ReportTemplate

from .calendar import REPORTED_WEEKS, SCHEDULE, Story
from .figures import figures
from .indicators import BLOCKS, INDICATORS, PROBLEMS, USUAL, WORK
from .places import REPORTING
from .scenes import scene
from .stage import Stage
from .workbooks import BY_WORKBOOK

Events = list[tuple[datetime, object]]
LATE_VILLAGE = ("QL01-09", 2)
ZERO_REPORT = ("QL01-12", 3)
RETURNED = ("QL01-04", 3)
MISSING = ("QL01-11", 2)
REMINDED = [timedelta(minutes=minutes) for minutes in (1 - 24 * 60, 1, 61, 1 + 24 * 60)]
# What else is due in a day: quiet hours end, digests go out, tasks run out.
TICKS = [timedelta(hours=at, minutes=1) for at in (8, 9, 12, 18)]
INCIDENT = ("QL01-21", 3)
SCENES = {
    "village": ("visit", "street"),
    "school": ("lecture",),
    "police": ("street", "lecture"),
    "branch": ("counter",),
    "telecom": ("counter",),
    "town": ("street",),
}
CAPTIONS = {
    "visit": "入户宣传，送防骗手册",
    "street": "集市宣传点，现场答疑",
    "lecture": "防骗课堂",
    "counter": "柜面提示，核对转账",
}
ZERO_REASON = "全村集中秋收，本周没有组织宣传活动，也没有接到预警。"
RETURN_REASON = "入户宣传像是把累计数填成了本周数，请核对后重报。"
INCIDENT_TEXT = "一名教师因冒充客服退款骗局被骗，已报警，正在开展全员复盘。"


def make_template(
    campaign: Campaign, stage: Stage, story: Story, indicators: dict[str, Indicator]
) -> ReportTemplate:
    """The weekly report, switched on from the first reported week."""
    by = stage.users["coordinator"]
    template = create_template(
        campaign, name="反诈周报", first_on=story.first_week,
        last_on=shift_weeks(story.first_week, 22), photos_min=0, photos_max=9, by=by, **SCHEDULE,
    )  # fmt: skip
    items = [
        ItemSpec(indicators[row[0]], section=row[10][0], section_en=row[10][1], is_required=row[11])
        for row in INDICATORS
    ]
    blocks = [BlockSpec(*row) for row in BLOCKS]
    revise_template(template, items=items, blocks=blocks, by=by)
    owing = [stage.units[code] for code in REPORTING]
    set_reporting_units(template, owing, from_on=story.first_week, by=by)
    switch_on(template, by=by)
    set_baselines(template, _last_year(stage, story), by=by)
    return template


def _last_year(stage: Stage, story: Story) -> Iterator[tuple]:
    for week in range(1, REPORTED_WEEKS + 2):
        monday = shift_weeks(story.first_week, week - 1 - 52)
        for code in REPORTING:
            unit = stage.units[code]
            yield unit, monday, figures(code, unit.kind, week, year_before=True)


def weekly_events(stage: Stage, story: Story, template: ReportTemplate) -> Events:
    """Everything that happened to the reports of the four weeks, as moments and deeds."""
    events: Events = []
    for week in range(1, REPORTED_WEEKS + 2):
        moments = story.week(week)
        events.append((moments.opens_at + timedelta(minutes=1), open_due_periods))
        events.append((moments.closes_at + timedelta(minutes=1), close_due_periods))
        events += [(moments.due_at + shift, remind_due) for shift in REMINDED]
        mornings = [moments.opens_at + timedelta(days=day) for day in range(7)]
        events += [(day + tick, remind_due) for day in mornings for tick in TICKS]
        if week > REPORTED_WEEKS:
            continue
        for place, code in enumerate(REPORTING):
            events += _unit_events(Week(stage, template, story, week), code, place)
    return events


class Week:
    """One reported week as the story needs it."""

    def __init__(self, stage: Stage, template: ReportTemplate, story: Story, number: int) -> None:
        self.stage, self.template, self.number = stage, template, number
        self.moments = story.week(number)

    def report(self, code: str) -> Report:
        """The unit's row of this week."""
        return Report.objects.select_related("unit", "period__template__campaign__owner").get(
            period__template=self.template,
            period__starts_on=self.moments.starts_on,
            unit=self.stage.units[code],
        )


def _unit_events(week: Week, code: str, place: int) -> Events:
    dice = Random(f"{code}/{week.number}")  # noqa: S311 - demo
    due = week.moments.due_at
    filed = due - timedelta(minutes=20 + dice.randint(0, 50) + place * 5)
    if (code, week.number) == MISSING:
        return []
    if (code, week.number) == LATE_VILLAGE:
        filed = due + timedelta(hours=3, minutes=20)
    decided = max(filed, due) + timedelta(minutes=40 + place * 4)
    events: Events = [
        (filed, lambda: _file(week, code)),
        (decided, lambda: _approve(week, code, place)),
    ]
    if (code, week.number) in BY_WORKBOOK:
        events = events[1:]
    if (code, week.number) == RETURNED:
        back = due + timedelta(minutes=35)
        again = back + timedelta(hours=2)
        events = [
            (filed, lambda: _file(week, code, tenfold=True)),
            (back, lambda: _return(week, code)),
            (again, lambda: _file(week, code)),
            (again + timedelta(hours=1), lambda: _approve(week, code, place)),
        ]
    return events


def _file(week: Week, code: str, *, tenfold: bool = False) -> None:
    report = week.report(code)
    by = week.stage.reporters[code]
    kind = str(report.unit.kind)
    if (code, week.number) == ZERO_REPORT:
        submit_zero(report, submission_id=uuid.uuid4(), reason=ZERO_REASON, by=by)
        return
    values = figures(code, kind, week.number)
    texts = {"work": WORK[kind][(week.number + len(code)) % 4]}
    problem = PROBLEMS[(week.number + sum(map(ord, code))) % 4]
    if (code, week.number) == INCIDENT:
        values["staff_victims"], values["cases"], values["losses"] = "1", "1", "4800"
        problem = INCIDENT_TEXT
    if problem:
        texts["problems"] = problem
    if tenfold:
        values["visits"] = str(int(values["visits"]) * 7)
    if not report.revision_number:
        _take_photos(report, kind, week.number, by)
    reasons = dict.fromkeys(USUAL[kind], "本周集中行动，情况属实。")
    submit_report(
        report, submission_id=uuid.uuid4(), values=values, texts=texts, reasons=reasons, by=by,
        source="phone" if kind == "village" else "web",
    )  # fmt: skip


def _take_photos(report: Report, kind: str, number: int, by: object) -> None:
    for place, name in enumerate(SCENES[kind][: 1 + number % 2]):
        picture = scene(name, f"{report.unit.code}/{number}/{place}")
        caption = "" if place else CAPTIONS[name]
        add_photo(report, picture, upload_id=uuid.uuid4(), by=by, caption=caption)


def _return(week: Week, code: str) -> None:
    report = week.report(code)
    return_report(
        report,
        version=report.version,
        reason=RETURN_REASON,
        marks={"visits": "与上周相差过大"},
        correct_by=clock.now() + timedelta(days=1),
        by=week.stage.users["reviewer"],
    )


def _approve(week: Week, code: str, place: int) -> None:
    report = week.report(code)
    in_town = code.startswith("QL01-") and place % 2 and (code, week.number) not in BY_WORKBOOK
    by = week.stage.users["town" if in_town else "reviewer"]
    approve_report(report, version=report.version, by=by)
