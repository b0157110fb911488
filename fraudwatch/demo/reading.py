"""Plans that are being read in when the demo is opened: a new one, and a revised text."""

from datetime import datetime, time

from campaigns.actions.import_steps import mark_pieces
from campaigns.actions.plan import section_text
from campaigns.actions.plan_imports import open_import
from campaigns.clauses import chinese_number
from campaigns.enums import PieceState
from campaigns.models import Campaign
from campaigns.queries.outlines import full_day
from campaigns.queries.plan_imports import certain_pieces

from .calendar import Story
from .stage import Stage
from .town_plan import TITLE

DAY = 30
NEW = """青澜县校园网贷诈骗集中防范行动方案
为防范针对学生的网贷诈骗，保护学生和家长财产安全，制定本方案。
一、工作目标
师生反诈知识知晓率达到95%以上。
二、时间安排
（一）动员排查阶段（{a}至{b}）。各学校要摸清学生网贷情况，{b}前报县教育局。
（二）集中防范阶段（{c}至{d}）。
三、工作任务
（一）召开一次反诈主题班会，讲清网贷诈骗的套路。（各中小学落实）
（二）给每名家长发一封提醒信，收齐回执。（各中小学落实）
（三）在校门口设咨询台，解答家长疑问。（各派出所、邮政网点落实）
（四）对学生账户大额转出逐笔核实。（各银行落实）
四、工作要求
各单位于每周五前将进展情况报送县教育局。
"""
BEFORE, AFTER = "镇平安办每月抽看", "镇平安办每周抽看，发现过期的当场换下"


def reading_events(stage: Stage, story: Story) -> list[tuple[datetime, object]]:
    """The county reads in a new plan, the town a revised text of its own; both wait."""

    def read() -> None:
        days = {
            name: full_day(story.day(offset).date())
            for name, offset in {"a": 42, "b": 55, "c": 56, "d": 90}.items()
        }
        plan = open_import(
            stage.units["QL"], text=NEW.format(**days), name="校园网贷防范方案.docx",
            by=stage.users["coordinator"],
        )  # fmt: skip
        mark_pieces(plan, certain_pieces(plan)[:6], PieceState.CONFIRMED)

    def revise() -> None:
        made = Campaign.objects.get(title=TITLE)
        parts = [
            f"{chinese_number(number)}、{section.heading}\n{section_text(section)}"
            for number, section in enumerate(made.sections.all(), start=1)
        ]
        text = "\n".join([f"{TITLE}方案", *parts]).replace(BEFORE, AFTER)
        open_import(
            made.owner, text=text, name="入户行动方案（修订）.docx", revises=made,
            by=stage.users["town"],
        )  # fmt: skip

    return [(story.day(DAY, time(15, 0)), read), (story.day(DAY, time(16, 0)), revise)]
