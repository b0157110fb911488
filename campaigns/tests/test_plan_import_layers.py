"""What the reader of plans understands, sentence by sentence."""

import pytest

from campaigns.plan_import import dates
from campaigns.plan_import.as_json import as_json
from campaigns.plan_import.reader import read_plan
from campaigns.plan_import.subjects import partners, subject_of

HEAD = "柳溪县护苗行动工作方案\n2031年3月1日\n一、工作措施\n"


def read(body, head=HEAD):
    return as_json(read_plan(head + body))


def orders(body, head=HEAD):
    return [(one["quote"], one["units"]) for one in read(body, head)["tasks"]]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("(2月15日前)", None, "2031-02-15"),
        ("(4月)", "2031-04-01", "2031-04-30"),
        ("(3月5日)", "2031-03-05", "2031-03-05"),
        ("(4月底前)", None, "2031-04-30"),
    ],
)
def test_days_alone_in_brackets_are_an_end_a_month_or_a_day(words, start, end):
    found = dates.in_brackets(words, 2031)

    assert (found.start and str(found.start), str(found.end)) == (start, end)


def test_a_month_in_which_something_is_held_is_its_deadline():
    assert str(dates.deadline("围绕主题,5月份举办宣传月", 2031)) == "2031-05-31"
    assert dates.deadline("5月份以来案件多发", 2031) is None


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("各门店6月15日前完成自查", ["各门店"]),
        ("审计科在4月30日前将问题清单交办", ["审计科"]),
        ("寒假期间学校实行值班制度", ["学校"]),
        ("各分行行长为第一责任人", ["各分行行长"]),
        ("食堂要做好登记", ["食堂"]),
        ("值班人员不得离岗", ["值班人员"]),
        ("水务所会同派出所对水库开展巡查", ["水务所", "派出所"]),
        ("水务所、供电所联合对沿线商户开展检查", ["水务所", "供电所"]),
        ("财政所联合司法所、学校举办讲座", ["财政所", "司法所", "学校"]),
    ],
)
def test_the_subject_is_found_across_dates_and_partners(clause, names):
    assert [one.text for one in subject_of(clause).names] == names


def test_partners_stand_behind_the_order():
    names = partners("要联合县教体局、县融媒体中心对校园周边开展检查")

    assert [one.text for one in names] == ["县教体局", "县融媒体中心"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "1.督查。总务处每天自查一次,领导小组每月检查一次。",
            [("督查。总务处每天自查一次", ["总务处"]), ("领导小组每月检查一次", ["领导小组"])],
        ),
        (
            "1.采购关。食堂要严格执行定点采购;要做好进货登记。",
            [("采购关。食堂要严格执行定点采购", ["食堂"]), ("要做好进货登记", ["食堂"])],
        ),
        (
            "1.约谈。对工作不力造成后果的,由县纪委监委依规依纪追究责任。",
            [("约谈。对工作不力造成后果的,由县纪委监委依规依纪追究责任", ["县纪委监委"])],
        ),
        (
            "1.考核。专项行动纳入考核,实行月通报制度,各社区每月5日前将情况报县护苗办。",
            [("考核。专项行动纳入考核,实行月通报制度,各社区每月5日前将情况报县护苗办", [])],
        ),
    ],
)
def test_each_addressee_has_its_order(body, expected):
    assert orders(body) == expected


def test_contents_to_check_are_no_orders_and_units_in_activities_have_theirs():
    head = "柳溪学院护苗月活动方案\n一、自查重点\n1.虚假登记;\n2.重复收费。\n二、活动内容\n"

    assert orders("1.学生会宣传部制作展板。\n2.志愿服务队每周三晚开展走访。", head) == [
        ("学生会宣传部制作展板", ["学生会宣传部"]),
        ("志愿服务队每周三晚开展走访", ["志愿服务队"]),
    ]


def test_the_lines_of_a_leading_group_are_no_orders():
    text = (
        "护苗方案\n一、组织领导\n组  长：柳  原  镇党委副书记、镇长\n        尹小山  镇应急办主任\n"
    )
    text += "成  员：各村党支部书记、镇直各单位负责人\n"

    draft = as_json(read_plan(text))

    assert draft["tasks"] == []
    assert [(m["role"], m["person"], m["post"]) for m in draft["leading_group"]["members"][:2]] == [
        ("组长", "柳原", "镇党委副书记、镇长"),
        ("组长", "尹小山", "镇应急办主任"),
    ]


def test_seats_are_found_in_prose():
    draft = read(
        "二、组织领导\n成立护苗行动领导小组,局长方平任组长,总工程师秦川任副组长,宣传科、办公室主要负责同志为成员。"
        "领导小组下设办公室,挂靠宣传科,副局长韩江兼任主任,宣传科科长傅青任副主任。"
    )

    group = draft["leading_group"]
    assert group["office_at"] == "宣传科"
    assert [tuple(one.values()) for one in group["members"]] == [
        ("组长", "方平", "局长", None),
        ("副组长", "秦川", "总工程师", None),
        ("成员", None, "主要负责同志", "宣传科"),
        ("成员", None, "主要负责同志", "办公室"),
        ("办公室主任", "韩江", "副局长", None),
        ("办公室副主任", "傅青", "宣传科科长", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "知晓率、签收率、排查率均达到100%。",
            [("知晓率", "==", 100, "%"), ("签收率", "==", 100, "%"), ("排查率", "==", 100, "%")],
        ),
        ("安装率、实名率实现两个100%。", [("安装率", "==", 100, "%"), ("实名率", "==", 100, "%")]),
        ("实现“零火点、零黑斑”。", [("火点", "==", 0, "个"), ("黑斑", "==", 0, "个")]),
        ("学生伤亡事故为零。", [("学生伤亡事故", "==", 0, "起")]),
        ("受害率控制在0.5‰以内。", [("受害率", "<=", 0.5, "‰")]),
        ("每批留样不少于125克。", [("每批留样", ">=", 125, "克")]),
    ],
)
def test_figures_that_must_be_reached(words, expected):
    found = read("1.目标。" + words)["targets"]

    assert [(t["metric"], t["op"], t["value"], t["unit"]) for t in found] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "各部门于12月25日前将总结及照片交总务处,学校于12月31日前上报镇教管中心。",
            [
                ("once", "2031-12-25", "总务处", "总结及照片"),
                ("once", "2031-12-31", "镇教管中心", "总结及照片"),
            ],
        ),
        (
            "各支行于每周一上午10点前将上周数据发送至零售部,7月3日前报送活动总结。",
            [
                ("weekly", "每周一上午10点前", "零售部", "上周数据"),
                ("once", "2031-07-03", "零售部", "活动总结"),
            ],
        ),
        (
            "各村要及时将活动情况报镇综治办,并于6月28日前上报活动总结。",
            [
                (None, "及时", "镇综治办", "活动情况"),
                ("once", "2031-06-28", "镇综治办", "活动总结"),
            ],
        ),
        ("涉嫌犯罪的移交公安局,并将旧档案交由档案室保管。", []),
    ],
)
def test_each_duty_to_report_has_its_own_day_rhythm_and_addressee(words, expected):
    assert [tuple(one.values()) for one in read("1.报送。" + words)["reporting"]] == expected


def test_items_with_their_days_are_stages_wherever_they_stand():
    draft = read(
        "(一)自查自纠(3月10日-3月31日)。各网吧全面自查,3月28日前报送县文旅局。\n"
        "(二)集中检查(4月)。开展检查。\n(三)总结(5月15日前)。总结经验。",
        "柳溪县护苗行动工作方案\n2031年3月1日\n",
    )

    assert [(one["name"], one["start"], one["end"]) for one in draft["phases"]] == [
        ("自查自纠", "2031-03-10", "2031-03-31"),
        ("集中检查", "2031-04-01", "2031-04-30"),
        ("总结", None, "2031-05-15"),
    ]
    assert draft["tasks"][0]["deadline"] == "2031-03-31"


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        (
            "柳溪学院“书香进校园”主题教育月\n活 动 方 案\n为增强学生素养，特制定本方案。\n",
            "柳溪学院“书香进校园”主题教育月活动方案",
        ),
        (
            "护苗专项行动工作方案（街道篇）\n柳溪街道护苗专项行动工作方案\n",
            "柳溪街道护苗专项行动工作方案",
        ),
        ("柳溪区商务局护苗工作方案 为加强管理，制定本方案。", "柳溪区商务局护苗工作方案"),
        ("柳溪县教育局\n关于做好2031年度护苗工作的通知\n", "关于做好2031年度护苗工作的通知"),
    ],
)
def test_the_title_is_the_plans_own(opening, title):
    body = "一、工作目标。提高认识。二、工作措施。1.各校要开展宣传。2.各校要落实责任。"

    assert as_json(read_plan(opening + body))["title"] == title


def test_a_list_of_annexes_gives_no_headings():
    draft = read("1.宣传。各校要开展宣传。\n附件：1.问题清单\n      2.情况统计表\n")

    assert [one["heading"] for one in draft["sections"]] == ["工作措施", "宣传"]


@pytest.mark.parametrize(
    ("text", "annexes"),
    [
        (
            "附件：1.领导小组名单\n      2.统计表。\n松溪镇\n",
            [("1", "领导小组名单"), ("2", "统计表")],
        ),
        ("附件1：问题清单\n附件2　汇总表\n", [("1", "问题清单"), ("2", "汇总表")]),
        ("附 件：1.清单 2.台账\n", [("1", "清单"), ("2", "台账")]),
        ("附件1\n任务分解表\n序号 任务\n附件2\n统计表\n", [("1", "任务分解表"), ("2", "统计表")]),
        ("附件要求填写完整，于三日内报县局。\n名单见附件1。\n附件\n", []),
    ],
)
def test_annexes_are_listed_with_their_numbers(text, annexes):
    source = HEAD + "1.宣传。各校要开展宣传。\n" + text

    found = read_plan(source).attachments

    assert [(one.number, one.name) for one in found] == annexes
    assert [source[one.span.start : one.span.end] for one in found] == [name for _, name in annexes]
