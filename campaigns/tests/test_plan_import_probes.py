"""Forms of official papers, each in a few invented words, and what is read in them."""

import pytest

from campaigns.plan_import.as_json import as_json
from campaigns.plan_import.reader import read_plan

HEAD = "柳溪县护苗行动工作方案\n2031年3月1日\n"


def read(body, head=HEAD):
    source = head + body
    return as_json(read_plan(source, anyway=True), source)


def tasks(body, head=HEAD):
    return [(one["quote"], one["units"], one["deadline"]) for one in read(body, head)["tasks"]]


def seats(body):
    return [
        tuple(one.values()) for one in read("一、组织领导\n" + body)["leading_group"]["members"]
    ]


ROWS = [
    ("清理河道和岸线", ["县水务局", "各乡镇"], "2031-04-15"),
    ("检查食堂", ["县教育局"], "2031-05-31"),
]


@pytest.mark.parametrize(
    "table",
    [
        "序号\n任务内容\n责任单位\n完成时限\n1\n清理河道和岸线\n县水务局、各乡镇\n4月15"
        "日前\n2\n检查食堂\n县教育局\n5月底前\n",
        "序号\t任务内容\t责任单位\t完成时限\n1\t清理河道和岸线\t县水务局、各乡镇\t4月15"
        "日前\n2\t检查食堂\t县教育局\t5月底前\n",
        "任务内容    责任单位    完成时限\n清理河道和岸线    县水务局、各乡镇    4月15"
        "日前\n检查食堂    县教育局    5月底前\n",
        "任务内容\n责任单位\n完成时限\n清理河道和岸线\n县水务局、各乡镇\n4月15日前\n检"
        "查食堂\n县教育局\n5月底前\n",
    ],
    ids=["a cell a line", "tabs", "gaps", "no numbers"],
)
def test_a_table_of_tasks_is_read_however_it_was_pasted(table):
    body = "一、任务分工\n" + table + "二、工作要求\n（一）保密。各村要保密。"

    assert tasks(body) == [*ROWS, ("保密。各村要保密", ["各村"], None)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "组  长：厉 东 升  公司党委书记、董事长\n副组长：迟 晓 光  公司总经理\n    "
            "    蒙 恬 恬  安全总监",
            [
                ("组长", "厉东升", "公司党委书记、董事长", None),
                ("副组长", "迟晓光", "公司总经理", None),
                ("副组长", "蒙恬恬", "安全总监", None),
            ],
        ),
        (
            "组长：局长李明；副组长：副局长王刚；成员：办公室、宣传科",
            [
                ("组长", "李明", "局长", None),
                ("副组长", "王刚", "副局长", None),
                ("成员", None, None, "办公室"),
                ("成员", None, None, "宣传科"),
            ],
        ),
        (
            "组长\n夏知行\n校长\n成员\n丁一\n总务主任",
            [("组长", "夏知行", "校长", None), ("成员", "丁一", "总务主任", None)],
        ),
        (
            "由镇长徐xx任组长，副镇长花xx任副组长，派出所、财政所主要负责人及各村支部书记为成员。",
            [
                ("组长", "徐xx", "镇长", None),
                ("副组长", "花xx", "副镇长", None),
                ("成员", None, "主要负责人", "派出所"),
                ("成员", None, "主要负责人", "财政所"),
                ("成员", None, "各村支部书记", None),
            ],
        ),
        (
            "组长：***（校长） 副组长：***（副校长） 办公室设在德育处，德育处主任宗莉兼"
            "任办公室主任。",
            [
                ("组长", None, "校长", None),
                ("副组长", None, "副校长", None),
                ("办公室主任", "宗莉", "德育处主任", None),
            ],
        ),
        (
            "由镇党委书记任政委，镇长任指挥长，分管副镇长任常务副指挥长。",
            [("组长", None, "镇长", None), ("副组长", None, "分管副镇长", None)],
        ),
    ],
    ids=["wide names", "one line", "cells", "half masked", "masked", "other seats"],
)
def test_seats_of_every_form(body, expected):
    assert seats(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "（一）审核。医保办牵头，医务科、信息科配合，修订审核办法。",
            [(
                "审核。医保办牵头,医务科、信息科配合,修订审核办法",
                ["医保办", "医务科", "信息科"],
                None,
            )],
        ),
        (
            "（一）处罚。对多次违规者由派出所依法处理。",
            [("处罚。对多次违规者由派出所依法处理", ["派出所"], None)],
        ),
        (
            "（一）协议。由农技站与养殖大户、生物质电厂签订收购协议。",
            [(
                "协议。由农技站与养殖大户、生物质电厂签订收购协议",
                ["农技站", "养殖大户", "生物质电厂"],
                None,
            )],
        ),
        (
            "（一）授课。各子公司要开展一次培训。工会组织一次专题学习。\n责任部门：安全部、工会",
            [
                ("授课。各子公司要开展一次培训", ["安全部", "工会"], None),
                ("工会组织一次专题学习", ["安全部", "工会"], None),
            ],
        ),
        (
            "（一）咨询。6月16日，工会在广场设置咨询台。",
            [("咨询。6月16日,工会在广场设置咨询台", ["工会"], "2031-06-16")],
        ),
        (
            "（一）比赛。开展讲故事比赛（4月10日前完成，负责人：语文组）",
            [("比赛。开展讲故事比赛", ["语文组"], "2031-04-10")],
        ),
        (
            "（一）作风。能当场整改的当场整改，不能当场整改的限期完成。",
            [("作风。能当场整改的当场整改,不能当场整改的限期完成", [], None)],
        ),
        (
            "（一）监督。各防火监督员要用好临时查封。县教育局会同公安、消防等部门对学校"
            "进行检查。",
            [
                ("监督。各防火监督员要用好临时查封", ["各防火监督员"], None),
                ("县教育局会同公安、消防等部门对学校进行检查", ["县教育局", "公安", "消防"], None),
            ],
        ),
        ("（一）值日。每周五下午为全县劳动时间。", []),
        (
            "（一）招募。志愿者由村妇联负责招募。",
            [("招募。志愿者由村妇联负责招募", ["村妇联"], None)],
        ),
        (
            "（一）宣讲。邀请讲师开设讲座；保卫处与属地派出所建立劝阻机制。",
            [
                ("宣讲。邀请讲师开设讲座", [], None),
                ("保卫处与属地派出所建立劝阻机制", ["保卫处", "属地派出所"], None),
            ],
        ),
        ("（一）防汛。汛期内各管理站每日巡查。\n柳溪县市场监督管理局", [
            ("防汛。汛期内各管理站每日巡查", ["各管理站"], None)
        ]),
    ],
)  # fmt: skip
def test_orders_of_every_form(body, expected):
    assert tasks("一、工作要求\n" + body) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("人均绿地面积达到10平方米，合格率≥95%。", [(10, "平方米"), (95, "%")]),
        ("阅读量力争突破10万次。", [(10, "万次")]),
        ("检查门店比例不低于总数的60%。", [(60, "%")]),
        ("重要节点“零较大火灾”。", [(0, "起")]),
        ("实现三个百分之百的目标，即检查率、整治率、建档率三个100%。", [(100, "%")] * 3),
        ("落实“六个百分之百”要求。", []),
        ("行动要达到三个目的。", []),
    ],
)
def test_goals_of_every_form(words, expected):
    found = read("一、工作目标\n1.目标。" + words)["targets"]

    assert [(one["value"], one["unit"]) for one in found] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "各科室每周五前报送小结，12月5日前报名单。材料统一发安监科邮箱。",
            [("weekly", "安监科", "小结"), ("once", "安监科", "名单")],
        ),
        ("7月28日前，各所将总结发送至office@example.cn。", [("once", None, "总结")]),
        ("9月4日前将海报发至各支行。", []),
        ("各网格将图片资料报社区居委会存档。", [(None, "社区居委会", "图片资料")]),
        ("各村每天17:00前将当日险情报镇防汛办。", [("daily", "镇防汛办", "当日险情")]),
        (
            "各校请于3月3日前将检查报告（加盖公章）和台账报市教育局安全科。",
            [("once", "市教育局安全科", "检查报告(加盖公章)和台账")],
        ),
    ],
)
def test_reports_of_every_form(words, expected):
    found = read("一、工作要求\n1.报送。" + words)["reporting"]

    assert [(one["frequency"], one["to"], one["what"]) for one in found] == expected


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("决定自即日起至2032年1月31日开展行动。", (None, "2032-01-31")),
        ("决定于6月在全县开展行动。", ("2031-06-01", "2031-06-30")),
        ("行动时间为11月1日至2032年1月20日。", ("2031-11-01", "2032-01-20")),
        ("行动时间为12月1日至次年2月底。", ("2031-12-01", "2032-02-29")),
        ("4月1日—4月30日", ("2031-04-01", "2031-04-30")),
    ],
)
def test_spans_of_every_form(words, period):
    found = read(words + "\n一、工作任务\n1.各村要宣传。")["period"]

    assert (found["start"], found["end"]) == period


def test_stages_around_an_undated_middle():
    body = (
        "一、重点任务\n（一）汛前准备（3月31日前完成）\n1.各村要排查。\n"
        "（二）汛期应对\n1.各村要值班。\n"
        "（三）汛后总结（10月1日至10月31日）\n各村要复盘。"
    )

    assert [(one["name"], one["start"], one["end"]) for one in read(body)["phases"]] == [
        ("汛前准备", None, "2031-03-31"),
        ("汛后总结", "2031-10-01", "2031-10-31"),
    ]


def test_main_contents_are_orders_and_contents_of_propaganda_are_none():
    body = "一、宣传内容\n1.宣传法律法规。\n二、主要内容\n1.各学院要开展反诈第一课。"

    assert tasks(body) == [("各学院要开展反诈第一课", ["各学院"], None)]


def test_the_issue_date_gives_the_year_before_days_in_the_text():
    source = (
        "柳溪县护苗方案\n决定即日起至2032年1月31日开展行动。\n一、任务\n1.各村11月5日前要完"
        "成排查。\n柳溪县教育局\n2031年10月20日"
    )

    assert as_json(read_plan(source))["tasks"][0]["deadline"] == "2031-11-05"


def test_headings_without_numbers_and_points_for_full_stops():
    body = (
        "工作目标\n坚持标本兼治.\n禁烧时间\n9月1日至10月1日\n工作措施\n(一)疏通渠道.各村要"
        "收集秸秆.财政所要落实资金."
    )

    assert [(one["number"], one["heading"]) for one in read(body)["sections"]] == [
        ("", "工作目标"), ("", "禁烧时间"), ("", "工作措施"), ("一", "疏通渠道"),
    ]  # fmt: skip
    assert [units for _, units, _ in tasks(body)] == [["各村"], ["财政所"]]


def test_numbers_with_a_gap_and_heads_with_a_gap():
    body = (
        "一 活动目的\n普及常识。\n二 活动内容\n1 入户检查 台区经理负责对农村独居老人家庭进"
        "行检查。\n2 集中宣传 由供电所在文化广场摆放展板和手册。"
    )

    draft = read(body)

    assert [one["heading"] for one in draft["sections"]] == [
        "活动目的", "活动内容", "入户检查", "集中宣传",
    ]  # fmt: skip
    assert [one["units"] for one in draft["tasks"]] == [["台区经理"], ["供电所"]]


def test_traditional_words_come_out_as_they_went_in():
    draft = read("一、工作任務\n（一）各鄉鎮要開展宣傳。", head="柳溪縣護苗行動方案\n")

    assert draft["title"] == "柳溪縣護苗行動方案"
    assert [(one["quote"], one["units"]) for one in draft["tasks"]] == [
        ("各鄉鎮要開展宣傳", ["各鄉鎮"])
    ]


NOISE = "【公文】方案怎么写？（建议收藏）\n点击上方蓝字关注我们\n"
AFTER = "\n————END————\n长按识别二维码，扫码关注\n往期推荐\n消防演练脚本\n"
CONTENTS = "目　录\n一、工作任务……………1\n"


@pytest.mark.parametrize(("before", "after"), [(NOISE, AFTER), ("", AFTER), (CONTENTS, "")])
def test_what_a_site_puts_around_a_plan_is_left_out(before, after):
    plan = HEAD + "一、工作任务\n（一）各村要宣传。\n（二）各镇要排查。"

    assert as_json(read_plan(before + plan + after)) == as_json(read_plan(plan))


def test_the_page_of_an_annex_gives_no_order():
    body = "一、工作任务\n（一）各村要宣传。\n附件1\n柳溪县创建领导小组名单\n组长：方平 县长\n"

    assert tasks(body) == [("各村要宣传", ["各村"], None)]
    assert read(body)["leading_group"]["members"][0]["person"] == "方平"


def test_partners_behind_a_label_stand_where_they_say():
    source = HEAD + "一、职责分工\n公共服务办：做好登记。会同各社区、派出所排查。"

    owners = [one for task in read_plan(source, anyway=True).tasks for one in task.owners]

    assert [source[one.span.start : one.span.end] for one in owners] == [
        one.name for one in owners
    ]  # fmt: skip


def test_partners_at_the_very_end_are_read():
    source = HEAD + "一、工作任务\n（一）排查。各村要登记。\n（二）协作。主动会同各社区为。"

    assert read_plan(source, anyway=True).judgement is not None
