"""How the demo's plan was reviewed, signed off, published, revised and signed for."""
# ruff: noqa: E501 - sentences stand whole

from datetime import datetime, time, timedelta

from campaigns.actions.comments import add_comment, answer_comment, settle_comment
from campaigns.actions.parts import Parts
from campaigns.actions.plan import save_section, section_text
from campaigns.actions.publishing import publish_version
from campaigns.actions.receipts import remind_receipts, sign_receipt
from campaigns.actions.tasks import create_task
from campaigns.actions.versions import return_version, send_for_review, sign_off
from campaigns.models import Campaign, Clause, PlanVersion, Receipt, Section
from fraudwatch.lib import clock

from .calendar import Story
from .places import SCHOOLS
from .stage import Stage

Events = list[tuple[datetime, object]]

NUMBERS = "青反诈办〔%d〕%d号"
ISSUER = "青澜县打击治理电信网络诈骗工作领导小组办公室"
COPIES = "县委办公室、县政府办公室，领导小组各成员"
REMARKS = "总体可行。周报截止时间请写明钟点，联络员的 A、B 岗要求补进去，其余意见见批注。"
COMMENT = "只写“一名联络员”不够，外出或休假时没人接。"
ANSWER = "已改为 A、B 岗各一名，并要求报办公室备案。"
OLD_WORDS, NEW_WORDS = (
    "各成员单位明确一名联络员。",
    "各成员单位明确 A、B 岗联络员各一名，报办公室备案。",
)
FIRST_NOTE = "请各单位签收后按分工抓好落实，联络员名单一并报办公室。"
SECOND_NOTE = "主要调整：新增岁末校园提醒，预警处置改为当日回访。没有涉及的单位不用再签收。"
REVISED = (
    "普通预警当日处置完毕，处置情况登记台账。",
    "普通预警当日处置完毕并电话回访，处置情况登记台账。",
)
MORE = "3.放假前向家长和学生各发一次假期防骗提醒，毕业班逐班讲解。（县教育局牵头，各学校落实）"
BEFORE = "（四）守住资金关口。"
NEW_TASK = "岁末校园防骗提醒"
REVISION_DAY = 32
NOT_SIGNED = {1: "QL06", 2: "QL01-23"}  # by edition: the unit that has not signed yet


def publish_plan(stage: Stage, story: Story, campaign: Campaign) -> None:
    """The first edition: returned once with remarks, mended, signed off, published."""
    office, leader = stage.users["coordinator"], stage.users["leader"]
    with clock.at(story.day(0, time(16, 20))):
        first = send_for_review(campaign, message="九项措施、二十项以内任务，请审示。", by=office)
    clause = Clause.objects.get(section__campaign=campaign, text__contains=OLD_WORDS)
    with clock.at(story.day(1, time(8, 40))):
        comment = add_comment(first, clause_key=str(clause.key), text=COMMENT, by=leader)
        return_version(first, remarks=REMARKS, by=leader)
    with clock.at(story.day(1, time(10, 15))):
        _reword(clause.section, OLD_WORDS, NEW_WORDS, office)
        answer_comment(comment, text=ANSWER, by=office)
        second = send_for_review(campaign, message="已按批注修改联络员要求。", by=office)
    with clock.at(story.day(1, time(17, 5))):
        settle_comment(comment, by=leader)
        sign_off(second, remarks="同意印发。", by=leader)
    _publish(second, story.day(2, time(9, 30)), 7, FIRST_NOTE, office)


def _publish(version: PlanVersion, at: datetime, number: int, note: str, by: object) -> None:
    with clock.at(at):
        publish_version(
            version, document_number=NUMBERS % (at.year, number), issuer=ISSUER,
            issued_on=at.date(), recipients="各成员单位", copies=COPIES, note=note, sign_days=2,
            by=by,
        )  # fmt: skip


def _reword(section: Section, old: str, new: str, by: object) -> None:
    section.refresh_from_db()
    text = section_text(section)
    save_section(
        section, version=section.version, heading=section.heading, kind=section.kind,
        text=text.replace(old, new), by=by,
    )  # fmt: skip


def version_events(stage: Stage, story: Story, campaign: Campaign) -> Events:
    """Receipts of the first edition, then the revision and its receipts, as moments and deeds."""
    revised = story.day(REVISION_DAY, time(9, 0))
    return [
        *_receipts(stage, campaign, 1, story.day(2, time(9, 40))),
        (story.day(4, time(9, 0)), lambda: _remind(stage, campaign)),
        (revised, lambda: _revise(stage, story, campaign)),
        *_receipts(stage, campaign, 2, revised + timedelta(hours=5)),
    ]


def _receipts(stage: Stage, campaign: Campaign, number: int, begin: datetime) -> Events:
    """Each unit signs within a day or two; one has not."""
    deeds = []
    for place, (code, user) in enumerate(sorted(stage.reporters.items())):
        if code != NOT_SIGNED[number]:
            wait = timedelta(minutes=(place * 53) % 480 + (place % 3 == 0) * 1380)
            deeds.append((begin + wait, lambda c=code, u=user: _sign(campaign, number, c, u)))
    return deeds


def _sign(campaign: Campaign, number: int, code: str, user: object) -> None:
    waiting = Receipt.objects.waiting().filter(
        version__campaign=campaign, version__number=number, unit__code=code
    )
    for receipt in waiting.select_related("version", "unit"):
        sign_receipt(receipt, by=user)


def _remind(stage: Stage, campaign: Campaign) -> None:
    version = PlanVersion.objects.filter(campaign=campaign).current().get()
    remind_receipts(version, by=stage.users["coordinator"])


def _revise(stage: Stage, story: Story, campaign: Campaign) -> None:
    """The second edition: a sentence reworded, a sentence and a task more."""
    office, leader = stage.users["coordinator"], stage.users["leader"]
    section = Section.objects.get(campaign=campaign, heading="九项措施")
    _reword(section, *REVISED, office)
    _reword(section, BEFORE, f"{MORE}\n{BEFORE}", office)
    source = Clause.objects.get(section__campaign=campaign, text__startswith=MORE[2:14])
    create_task(
        campaign, title=NEW_TASK, requirement=source.text, deliverable="发放人数、照片",
        clause=source, phase=campaign.phases.get(name="巩固提升"),
        due_at=story.day(150, time(18, 0)),
        parts=Parts(
            lead=stage.units["QL-JY"], responsible=[stage.units[code] for code in SCHOOLS]
        ),
        by=office,
    )  # fmt: skip
    version = send_for_review(campaign, message="新增岁末校园提醒，调整预警处置要求。", by=office)
    with clock.at(story.day(REVISION_DAY, time(11, 30))):
        sign_off(version, by=leader)
    _publish(version, story.day(REVISION_DAY, time(14, 0)), 19, SECOND_NOTE, office)
