"""What is no plan gives one sentence and no tasks; what is one is never turned away."""

from pathlib import Path

import pytest

from campaigns.plan_import.clean import LONGEST
from campaigns.plan_import.reader import judge, plans_in, read_plan

PLANS = sorted(Path(__file__).with_name("plans").glob("*.txt"))
NOVEL = "那天夜里下着雨，老人坐在门口，看见路灯一盏一盏地亮起来。他想起许多年前的事。\n" * 20
NEWS = (
    "本报讯（记者 林小禾）6月3日，松溪镇派出所民警走进集市，向赶集群众讲解常见骗局。活动现场，民警"
    "发放了宣传册三百余份，解答了群众提问。\n据了解，今年以来该镇已开展此类活动十二场，取得了良好成效。\n"
    "下一步，松溪镇将继续加强宣传，筑牢安全防线。\n"
)
LESSON = (
    "《不上当》主题班会教案\n一、教学目标\n1.了解常见的骗局。\n2.学会求助。\n二、教学重点\n识别骗局。\n三、教学过程\n"
    "（一）导入\n老师提问：同学们，你们接到过陌生电话吗？学生自由回答。\n（二）新授\n1.小组讨论，学生汇报。\n2.教师小结。\n四、板书\n"
)
SPEECH = (
    "在全县反诈工作推进会上的讲话\n同志们：\n一、提高认识，增强责任感\n各乡镇要认清形势，县公安局要主动担当。\n二、突出重点\n"
    "各部门要各司其职。\n三、加强领导\n各单位要一把手负总责。\n"
)
REPORT = (
    "松溪镇2031年上半年反诈工作总结\n一、组织领导\n我们成立了领导小组，召开了三次会议。\n二、主要做法\n（一）宣传。我们走访了"
    "两千户，发放了资料。\n（二）打击。抓获了四人，取得了明显成效。\n三、存在问题\n部分群众意识不强。\n"
)
SLOGANS = "\n".join(f"{n}.不听不信不转账，平平安安过日子。" for n in range(1, 13))
TRICKS = (
    "骗局大全\n1、冒充客服：骗子自称客服，要求当事人转账。\n2、冒充亲友：骗子发来语音，当事人信以为真，嫌疑人得手。\n"
    "3、刷单：犯罪分子先返小利，受害人加大投入后被拉黑。\n"
)
RECIPE = "番茄炒蛋\n1.番茄切块。\n2.鸡蛋打散。\n3.热锅下油，放入鸡蛋。\n4.加盐出锅。\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n　\n", "empty"),
        (NOVEL, "told"),
        (NEWS, "told"),
        (LESSON, "other paper"),
        (LESSON.partition("\n")[2], "lesson"),
        (REPORT, "other paper"),
        (REPORT.partition("\n")[2], "told"),
        (SLOGANS, "list"),
        (TRICKS, "tricks"),
        (RECIPE, "list"),
        ("abc " * 500, "no signs"),
    ],
)
def test_other_texts_give_a_verdict_and_nothing_else(text, code):
    draft = read_plan(text)

    assert (draft.judgement.verdict, draft.judgement.code) == ("none", code)
    assert (draft.title, draft.sections, draft.tasks, draft.targets) == (None, [], [], [])


def test_a_speech_that_gives_orders_is_doubtful():
    draft = read_plan(SPEECH)

    assert (draft.judgement.verdict, draft.judgement.code) == ("doubtful", "other paper")
    assert len(draft.tasks) == 4


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_plans_are_plans(path):
    assert judge(path.read_text("utf-8")).verdict == "plan"


@pytest.mark.parametrize(
    "text",
    [
        "为防止学生溺水，我校决定自6月1日至8月31日开展专项活动，现将有关事项通知如下：各班主任要每周提醒一次，"
        "总务处要检查围栏，6月5日前将情况报德育处。",
        "春季防火工作方案\n1.护林员要每天巡山。\n2.各村要在路口设卡。\n3.镇林业站要备足物资。",
    ],
    ids=["one paragraph", "three lines"],
)
def test_short_plans_without_headings_are_plans(text):
    assert judge(text).verdict == "plan"


def test_who_insists_gets_what_can_be_found():
    assert read_plan(LESSON, anyway=True).judgement.verdict == "none"
    assert [one.number for one in read_plan(LESSON, anyway=True).sections[:3]] == ["一", "二", "三"]


def test_what_lies_beyond_the_longest_text_is_counted():
    text = PLANS[0].read_text("utf-8")

    assert read_plan(text).left_out == 0
    assert read_plan(text + "空" * LONGEST).left_out == len(text)


PLAN = (
    "{}方案\n为做好工作，特制定本方案。\n一、工作目标\n知晓率达到90%以上。\n二、工作任务\n1.各村要开展宣传。\n"
    "2.镇财政所要保障经费。\n"
)


def test_only_the_plans_of_a_paste_are_offered():
    paste = PLAN.format("松溪镇防溺水工作") + NOVEL + PLAN.format("松溪镇禁毒宣传工作") + SLOGANS

    found = plans_in(paste)

    assert [one.title.value for one in found] == [
        "松溪镇防溺水工作方案",
        "松溪镇禁毒宣传工作方案",
    ]
