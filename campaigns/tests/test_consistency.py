"""The consistency list: every kind of flaw that plans are known to have, and no false alarm."""

from datetime import date, datetime

import pytest

from campaigns.consistency import (
    AttachmentFact,
    ClauseFact,
    MemberFact,
    PartFact,
    PhaseFact,
    PlanFacts,
    SectionFact,
    TaskFact,
    find_flaws,
)

NOW = datetime.fromisoformat("2026-05-01T09:00:00+08:00")
DUE = datetime.fromisoformat("2026-06-30T18:00:00+08:00")
FIRST, LAST = date(2026, 5, 8), date(2026, 12, 30)


def facts(*texts: str, kind: str = "tasks", **more: object) -> PlanFacts:
    """A plan of one section whose other parts are in order, unless ``more`` says otherwise."""
    clauses = [ClauseFact(at, "", text, is_used=True) for at, text in enumerate(texts, start=1)]
    given = {
        "starts_on": FIRST,
        "ends_on": LAST,
        "now": NOW,
        "sections": [SectionFact(1, kind, "一、", "任务分工", clauses)],
        "members": [MemberFact("河湾镇", frozenset({"河湾镇"}))],
    }
    return PlanFacts(**given | more)


def codes(plan: PlanFacts) -> list[str]:
    return [flaw.code for flaw in find_flaws(plan)]


SOUND = [
    "自2026年5月8日起至12月30日，在全县开展专项行动。",
    "每月27日前报送小结，每周一12时前报送周报。",
    "组长：陈平安（副县长）。副组长：李知远。成员：各成员单位负责人。",
    "领导小组办公室设在县公安局，负责统筹调度。",
    "发放**致全县居民的一封信**，逐户讲解。",
    "一是抓宣传；二是抓劝阻；三是抓督导。",
    "利用APP和LED屏宣传，处置XP系统漏洞，电话96110。",
    "《中华人民共和国反电信网络诈骗法》自2022年12月1日起施行。",
    "每季度末前开展一次演练，为期3天的培训由各单位自定。",
    "赴现场（不少于2人）核查，做到“三个一”。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_sentences_are_left_alone(text):
    assert codes(facts(text)) == []


WORDINGS = [
    ("在全镇开展为期四个月的打击防范专项行动。", "objectives", "length"),
    ("宣传从2026年5月26日至2026年6月26日，为期两个月。", "tasks", "length"),
    ("动员部署阶段（20xx年5月8日至20xx年6月30日）。", "phases", "date_masked"),
    ("活动自20***年10月起。", "tasks", "date_masked"),
    ("各学院于本月27日前报送联络员名单。", "tasks", "date_half"),
    ("27日前完成注册。", "tasks", "date_half"),
    ("11月底前报送总结。", "tasks", "date_half"),
    ("6月30日前完成入户。", "tasks", "date_yearless"),
    ("2025年6月30日前完成入户。", "tasks", "date_outside"),
    ("组长：", "organisation", "seat_blank"),
    ("副组长：xx。", "organisation", "seat_blank"),
    ("成员：×××、×××", "organisation", "seat_blank"),
    ("联系人：待定；联系电话：12345678", "organisation", "seat_blank"),
    ("由党组书记、主任***任组长。", "organisation", "masked"),
    ("由某某同志兼任办公室主任。", "organisation", "masked"),
    ("（一）摸清底数。（二）逐户走访。（二）逐户登记。", "tasks", "number_twice"),
    ("一是宣传；二是劝阻；二是督导。", "tasks", "number_twice"),
    ("签订承诺书（附件8）。", "tasks", "attachment_missing"),
    ("播放提示短片。（灯塔街道办事处落实）", "tasks", "owner_unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "code"), WORDINGS)
def test_a_flawed_wording_is_found_once_with_a_jump_to_its_sentence(text, kind, code):
    found = find_flaws(facts(text, kind=kind))

    assert [(flaw.code, flaw.blocks, flaw.target) for flaw in found] == [(code, False, "clause:1")]


def test_a_year_said_before_in_the_section_is_the_year_of_what_follows():
    plan = facts("2026年5月8日启动。", "6月30日前完成入户。")

    assert codes(plan) == []


def test_a_length_is_held_against_the_phase_that_comes_from_the_sentence():
    phase = PhaseFact(1, "动员部署", FIRST, date(2026, 7, 7), clause=1)
    rest = PhaseFact(2, "集中攻坚", date(2026, 7, 8), LAST, clause=2)

    assert codes(facts("动员部署为期两个月。", phases=[phase, rest])) == []
    assert codes(facts("动员部署为期半年。", phases=[phase, rest])) == ["length"]


def test_two_leaders_in_one_section_are_found():
    plan = facts("组长：陈平安。", "副组长：李知远。", "组长：王守正。", kind="organisation")

    assert [(flaw.code, flaw.target) for flaw in find_flaws(plan)] == [("two_leaders", "clause:3")]


def test_two_sections_with_one_number_and_two_sentences_with_one_number_are_found():
    clauses = [ClauseFact(1, "", "（三）摸清底数。"), ClauseFact(2, "", "（三）侦破现案。")]
    sections = [
        SectionFact(1, "objectives", "一、", "三、工作目标", clauses),
        SectionFact(2, "tasks", "二、", "三、任务分工"),
    ]

    found = find_flaws(facts(sections=sections))

    assert [(flaw.code, flaw.target) for flaw in found] == [
        ("number_twice", "section:2"),
        ("number_twice", "clause:2"),
    ]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["（一）宣传。", "1.入户。", "2.赶集。", "（二）劝阻。", "1.柜面。"], []),
        (["（一）宣传。", "1.入户。", "1.赶集。"], ["number_twice"]),
        (["（一）宣传。", "（一）劝阻。"], ["number_twice"]),
        (["一是宣传。", "二是劝阻。", "（二）整治。", "一是查号码。"], []),
    ],
)
def test_numbers_begin_anew_only_below_a_higher_one(texts, wanted):
    assert codes(facts(*texts)) == wanted


def test_one_attachment_number_for_two_papers_is_found():
    texts = ("发放《防骗提示单》（附件5）。", "统计安装率（附件5：《安装率统计表》）。")
    there = [AttachmentFact(1, 5, "防骗提示单")]

    found = find_flaws(facts(*texts, attachments=there))

    assert [flaw.code for flaw in found] == ["attachment_double"]
    assert "《防骗提示单》" in found[0].text
    assert "《安装率统计表》" in found[0].text


def test_a_paper_cited_by_what_it_is_may_be_another_than_the_title_says():
    there = [AttachmentFact(1, 5, "防骗提示单")]

    same = facts("发放《防骗提示单》（附件5）。", "张贴提示单（附件5）。", attachments=there)
    other = facts(
        "发放《防骗提示单》（附件5）。", "统计安装率（附件5、附件5）。", attachments=there
    )

    assert codes(same) == []
    assert codes(other) == ["attachment_double"]


def test_a_title_told_in_full_elsewhere_is_the_same_paper():
    texts = ("签订《承诺书》（附件1）。", "附件1：《河湾镇居民承诺书》")
    there = [AttachmentFact(1, 1, "河湾镇居民承诺书")]

    assert codes(facts(*texts, attachments=there)) == []


def test_an_attachment_that_nothing_cites_is_found():
    there = [AttachmentFact(7, 2, "统计表")]

    found = find_flaws(facts("逐户走访。", attachments=there))

    assert [(flaw.code, flaw.target) for flaw in found] == [("attachment_unused", "attachment:7")]


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        ([(FIRST, date(2026, 8, 31)), (date(2026, 9, 1), LAST)], []),
        ([(FIRST, date(2026, 9, 1)), (date(2026, 9, 1), LAST)], ["phase_overlap"]),
        ([(FIRST, date(2026, 8, 1)), (date(2026, 9, 1), LAST)], ["phase_gap"]),
        ([(date(2026, 6, 1), LAST)], ["phase_gap"]),
        ([(FIRST, date(2026, 12, 1))], ["phase_gap"]),
        ([(FIRST, date(2027, 1, 15))], ["phase_outside"]),
    ],
)
def test_phases_fill_the_campaign_without_overlap(spans, wanted):
    phases = [PhaseFact(n, f"阶段{n}", *span, clause=1) for n, span in enumerate(spans, start=1)]

    assert codes(facts("分阶段推进。", phases=phases)) == wanted


def task(**more: object) -> TaskFact:
    given = {"due_at": DUE, "units": 2, "has_lead": True, "clause": 1}
    return TaskFact(3, 1, "入户宣传", **given | more)


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, None),
        ({"units": 0, "has_lead": False}, "task_unit"),
        ({"has_lead": False}, "task_lead"),
        ({"due_at": None}, "task_due"),
        ({"due_at": datetime.fromisoformat("2027-01-02T18:00:00+08:00")}, "task_outside"),
        ({"due_at": datetime.fromisoformat("2026-05-08T00:30:00+08:00")}, None),
        ({"due_at": None, "is_draft": False}, None),
    ],
)
def test_a_task_that_could_not_be_issued_blocks(more, wanted):
    found = find_flaws(facts("逐户走访。", tasks=[task(**more)]))

    assert [(flaw.code, flaw.blocks, flaw.target) for flaw in found] == (
        [(wanted, True, "task:3")] if wanted else []
    )


def test_a_due_moment_that_has_passed_blocks():
    late = datetime.fromisoformat("2026-07-01T09:00:00+08:00")

    found = find_flaws(facts("逐户走访。", tasks=[task()], now=late))

    assert [(flaw.code, flaw.blocks) for flaw in found] == [("task_past", True)]


def test_a_task_due_outside_its_phase_is_a_warning():
    phases = [
        PhaseFact(1, "动员部署", FIRST, date(2026, 6, 1), clause=1),
        PhaseFact(2, "集中攻坚", date(2026, 6, 2), LAST, clause=1),
    ]

    found = find_flaws(facts("分步推进。", phases=phases, tasks=[task(phase=1)]))

    assert [(flaw.code, flaw.blocks) for flaw in found] == [("task_phase", False)]


def test_what_blocks_stands_first():
    plan = facts("27日前完成。", tasks=[task(due_at=None)])

    assert codes(plan) == ["task_due", "date_half"]


def test_parts_without_a_sentence_and_targets_without_a_day_are_found():
    plan = facts(
        "逐户走访。",
        tasks=[task(clause=None)],
        targets=[PartFact(4, "入户数")],
        duties=[PartFact(5, "河湾镇")],
        phases=[PhaseFact(6, "全程", FIRST, LAST)],
    )

    assert codes(plan) == [
        "target_due", "task_source", "phase_source", "target_source", "duty_source",
    ]  # fmt: skip


def test_a_member_unit_with_nothing_to_do_is_named():
    members = [MemberFact("河湾镇", is_busy=False), MemberFact("沙溪镇")]

    found = find_flaws(facts("逐户走访。", members=members))

    assert [(flaw.code, flaw.target) for flaw in found] == [("member_idle", "duties")]
    assert "河湾镇" in found[0].text


def test_a_sentence_that_makes_somebody_answer_without_a_task_is_found():
    text = "逢集必讲。（河湾镇牵头，各村（社区）配合）"
    sections = [SectionFact(1, "tasks", "一、", "任务", [ClauseFact(1, "", text)])]

    found = find_flaws(facts(sections=sections))

    assert [(flaw.code, flaw.target) for flaw in found] == [("no_task", "clause:1")]


@pytest.mark.parametrize(
    "text",
    [
        "处置预警。（派出所、河湾镇落实）",
        "播放标语。（各成员单位落实）",
        "签订承诺书。（河湾镇牵头，各村（社区）配合）",
        "督促整改。（有关部门负责）",
    ],
)
def test_members_by_any_of_their_names_and_nobody_in_particular_are_no_strangers(text):
    members = [MemberFact("河湾镇", frozenset({"河湾镇"})),
               MemberFact("河湾派出所", frozenset({"河湾派出所"}))]  # fmt: skip

    assert codes(facts(text, members=members)) == []


@pytest.mark.parametrize(
    ("leaders", "wanted"), [(None, []), (0, ["leader"]), (1, []), (2, ["leader"])]
)
def test_the_leading_group_is_led_by_one(leaders, wanted):
    assert codes(facts("逐户走访。", leaders=leaders, group=1)) == wanted


def test_a_plan_without_text_is_one_finding():
    assert codes(facts(sections=[], tasks=[task(clause=None)])) == ["no_text"]
