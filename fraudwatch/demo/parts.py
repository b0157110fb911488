"""What units ask in the demo: more time, answers; and a task that the town passed on."""

from datetime import datetime, time, timedelta

from campaigns.actions.assignments import (
    ask_close,
    close_assignment,
    give_feedback,
    sign,
    withdraw_assignment,
)
from campaigns.actions.extensions import ask_extension, grant_extension, refuse_extension
from campaigns.actions.passing_on import pass_on
from campaigns.actions.questions import answer_question, ask_question
from campaigns.actions.task_reminders import remind_parts
from campaigns.models import Assignment, Campaign

from .calendar import Story
from .stage import Stage

Events = list[tuple[datetime, object]]

PASSED = "每周发布两条反诈提示"
VILLAGES = ("QL01-01", "QL01-02", "QL01-04", "QL01-05", "QL01-07")
OWN = "转发到本村（居）微信群，截图留存，每周五下班前完成。"


def part_of(campaign: Campaign, title: str, stage: Stage, code: str) -> Assignment:
    """The part of a unit in a task of the county's campaign."""
    return Assignment.objects.select_related("unit", "task__campaign__owner", "parent__unit").get(
        task__campaign=campaign, task__title=title, unit=stage.units[code]
    )


def part_events(stage: Stage, story: Story, campaign: Campaign) -> Events:
    """Requests and answers, and what the villages did with what was passed on to them."""
    return [
        *_extensions(stage, story, campaign),
        *_questions(stage, story, campaign),
        *_passing_on(stage, story, campaign),
    ]


def _extensions(stage: Stage, story: Story, campaign: Campaign) -> Events:
    office = stage.users["reviewer"]

    def ask(title: str, code: str, until: int, reason: str) -> None:
        ask_extension(
            part_of(campaign, title, stage, code), wanted_at=story.day(until, time(18, 0)),
            reason=reason, by=stage.reporters[code],
        )  # fmt: skip

    def asked(title: str, code: str) -> object:
        return part_of(campaign, title, stage, code).extensions.get()

    checks, drill, inquiry = "电话卡实名复核", "柜面拦截演练", "落实大额异常转账询问"
    return [
        (
            story.day(43, time(9, 40)),
            lambda: ask(checks, "QL01-51", 80, "省公司系统本月升级，复核接口要到月底才能用。"),
        ),
        (
            story.day(44, time(15, 10)),
            lambda: grant_extension(
                asked(checks, "QL01-51"), answer="同意延到下周末，已复核的先报数。", by=office,
                due_at=story.day(75, time(18, 0)),
            ),
        ),
        (
            story.day(44, time(10, 5)),
            lambda: ask(drill, "QL01-42", 66, "网点装修，大厅暂不对外。"),
        ),
        (
            story.day(45, time(9, 20)),
            lambda: refuse_extension(
                asked(drill, "QL01-42"), by=office,
                answer="演练可以借支行营业厅做，请按原时限完成。",
            ),
        ),
        (
            story.day(48, time(16, 30)),
            lambda: ask(inquiry, "QL01-42", 74, "新到柜员两名，培训后再统一登记。"),
        ),
    ]  # fmt: skip


def _questions(stage: Stage, story: Story, campaign: Campaign) -> Events:
    visits, talks = "网格员逐户走访并回收回执", "重点人群一对一提醒"

    def ask(title: str, code: str, text: str) -> None:
        part = part_of(campaign, title, stage, code)
        ask_question(part, text=text, by=stage.reporters[code])

    def answer() -> None:
        question = part_of(campaign, visits, stage, "QL01-02").questions.get()
        answer_question(
            question, answer="常年不在家的算一户，回执由委托人签，备注栏写明。",
            by=stage.users["coordinator"],
        )  # fmt: skip

    def remind() -> None:
        late = Assignment.objects.filter(task__campaign=campaign, unit=stage.units["QL05"])
        remind_parts(late.overdue(story.day(46)), by=stage.users["coordinator"])

    return [
        (story.day(33, time(11, 0)), lambda: ask(visits, "QL01-02", "外出务工锁门户怎么统计？")),
        (story.day(34, time(8, 50)), answer),
        (story.day(46, time(9, 0)), remind),
        (
            story.day(48, time(17, 15)),
            lambda: ask(talks, "QL01-07", "敬老院集中居住的老人，由村里提醒还是由院里提醒？"),
        ),
    ]


def _passing_on(stage: Stage, story: Story, campaign: Campaign) -> Events:
    town = stage.users["town"]

    def give() -> None:
        units = [stage.units[code] for code in VILLAGES]
        parent = part_of(campaign, PASSED, stage, "QL01")
        pass_on(
            parent, units=units, due_at=parent.due_at - timedelta(days=7), requirement=OWN, by=town
        )

    def child(code: str) -> Assignment:
        return part_of(campaign, PASSED, stage, code)

    def work() -> None:
        for code in VILLAGES[:3]:
            sign(child(code), by=stage.reporters[code])
        give_feedback(
            child("QL01-01"), text="四个群每周二、周五各转一条。", by=stage.reporters["QL01-01"]
        )
        ask_close(
            child("QL01-02"), text="全年提示已排好班，专人转发。", by=stage.reporters["QL01-02"]
        )

    return [
        (story.day(37, time(10, 30)), give),
        (story.day(39, time(15, 0)), work),
        (story.day(41, time(9, 10)), lambda: close_assignment(child("QL01-02"), by=town)),
        (
            story.day(41, time(9, 30)),
            lambda: withdraw_assignment(
                child("QL01-07"), reason="青松村的群已并入社区群，由河湾社区一并转发。", by=town
            ),
        ),
    ]
