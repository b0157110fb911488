"""河湾镇's own campaign in the demo: it leads tasks of the county's and adds one of its own."""

from datetime import datetime, time, timedelta

from campaigns.actions.assignments import ask_close, close_assignment, give_feedback, sign
from campaigns.actions.campaigns import launch_campaign
from campaigns.actions.higher_plans import remind_of_plan
from campaigns.actions.parts import Parts
from campaigns.actions.plan import add_section
from campaigns.actions.starts import start_campaign
from campaigns.actions.tasks import create_task, issue_tasks
from campaigns.enums import SectionKind
from campaigns.models import Campaign
from campaigns.queries.higher_plans import child_sketch

from .calendar import Story
from .plan import VILLAGES
from .stage import Stage

TITLE = "河湾镇“反诈进万家”入户行动"
THEME = "走一户，讲一次，护一家"
TAKEN = ("网格员逐户走访并回收回执", "重点人群一对一提醒", "逐户签订承诺书")
OWN = "村（社区）反诈联络牌上墙"
OWN_TEXT = (
    "（一）各村（社区）在村部和网格员住处挂出反诈联络牌，写明联络员姓名和值班时段，"
    "换人当日更新，镇平安办每月抽看。"
)
OWN_ASKS = "牌子由镇里统一制作，挂好后报一张照片，不写住户信息。"
OWN_DUE = 52
DAY = 24  # the town starts in the week after the county's mobilisation

Events = list[tuple[datetime, object]]


def town_events(stage: Stage, story: Story, county: Campaign) -> Events:
    """The town drafts, issues and works; the county reminds a town that has no plan."""
    by, office = stage.users["town"], stage.users["coordinator"]

    def start() -> None:
        tasks = county.tasks.filter(title__in=TAKEN).values_list("pk", flat=True)
        first = story.day(DAY).date()
        sketch = child_sketch(
            county, stage.units["QL01"], first, county.ends_on - timedelta(days=28), chosen=tasks
        )
        made = start_campaign(
            stage.units["QL01"], sketch, title=TITLE, theme=THEME, kind=county.kind,
            parent=county, note=county.title, by=by,
        )  # fmt: skip
        _own_task(stage, story, made)
        launch_campaign(made, by=by)
        ready = [task for task in made.tasks.all() if task.due_at]
        issue_tasks(ready, by=by)

    def work() -> None:
        made = Campaign.objects.get(parent=county, owner=stage.units["QL01"])
        led = made.tasks.get(title=TAKEN[1]).assignments.get()
        sign(led, by=stage.reporters["QL01"])
        give_feedback(led, text="名单已分到各村，镇里每周调度一次。", by=stage.reporters["QL01"])
        task = made.tasks.get(title=OWN)
        for place, part in enumerate(task.assignments.select_related("unit").order_by("pk")):
            user = stage.reporters[part.unit.code]
            sign(part, by=user)
            if place % 3 == 0:
                give_feedback(part, text="村部的牌子已挂，网格员住处这两天补齐。", by=user)
            elif place % 3 == 1:
                ask_close(part, text="牌子已全部上墙，照片存村部备查。", by=user)
                close_assignment(part, by=by)

    def remind() -> None:
        remind_of_plan(county, stage.units["QL03"], by=office)

    return [
        (story.day(DAY, time(14, 0)), start),
        (story.day(DAY + 5, time(9, 30)), remind),
        (story.day(DAY + 12, time(16, 0)), work),
    ]


def _own_task(stage: Stage, story: Story, made: Campaign) -> None:
    """What the county does not ask for: a task that the town gives its villages itself."""
    by = stage.users["town"]
    section = add_section(made, kind=SectionKind.MEASURES, heading="本镇安排", text=OWN_TEXT, by=by)
    create_task(
        made, title=OWN, requirement=OWN_ASKS, deliverable="上墙照片",
        clause=section.clauses.get(), due_at=story.day(OWN_DUE, time(18, 0)), by=by,
        parts=Parts(stage.units["QL01"], [stage.units[code] for code in VILLAGES]),
    )  # fmt: skip
