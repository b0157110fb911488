"""Reading a plan: one invented plan from end to end, and the ways plans arrive."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from campaigns.plan_import.as_json import as_json
from campaigns.plan_import.clean import evened
from campaigns.plan_import.reader import plans_in, read_plan

PLAN = """青澜县2027年医保基金安全集中整治实施方案

为守住群众的看病钱，县医保局会同有关部门决定自2027年3月1日至2027年5月31日开展集中整治，现制定本方案。

一、指导思想
坚持问题导向，各方面都要算清利害，把基金管紧管好。

二、工作目标
定点机构自查率达到100%，违规费用同比下降10%以上，每家机构培训不少于2次。

三、组织领导
成立青澜县医保基金安全整治工作领导小组。
组  长：胡  伟　县政府副县长
副组长：罗新平（县医保局局长）
成  员：县卫健局、县公安局、县市场监管局，各乡镇
领导小组办公室设在县医保局，罗新平同志兼任办公室主任。

四、工作任务
（一）全面自查自纠。各定点医药机构要对照清单逐条自查，3月20日前把自查报告报送县医保局。
（二）开展联合检查。组织力量抽查住院病历和购药记录。（县医保局牵头，县卫健局、县市场监管局配合）
（三）加强宣传引导。
1.在门诊大厅张贴举报电话；
2.向住院病人发放提示单。（各定点医院落实）

五、实施步骤
（一）自查阶段（2027年3月1日至3月20日）。制定清单，召开动员会。
（二）检查阶段（3月21日至5月10日）。县卫健局要抽调骨干参加检查组。
（三）总结阶段（5月11日至5月底）。汇总问题，完善制度。

六、工作要求
（一）压实责任。各乡镇要明确一名联络员，每周五前将进展报送领导小组办公室。
（二）严肃纪律。县公安局对涉嫌犯罪的线索要依法查处。

青澜县医保局
"""


def test_a_plan_is_read_from_its_title_to_its_reports():
    draft = as_json(read_plan(PLAN))

    assert draft["title"] == "青澜县2027年医保基金安全集中整治实施方案"
    assert draft["period"] == {"start": "2027-03-01", "end": "2027-05-31"}
    assert draft["leading_group"] == {
        "name": "青澜县医保基金安全整治工作领导小组",
        "office_at": "县医保局",
        "members": [
            seat("组长", person="胡伟", post="县政府副县长"),
            seat("副组长", person="罗新平", post="县医保局局长"),
            seat("成员", unit="县卫健局"),
            seat("成员", unit="县公安局"),
            seat("成员", unit="县市场监管局"),
            seat("成员", unit="各乡镇"),
            seat("办公室主任", person="罗新平"),
        ],
    }
    assert [(one["metric"], one["op"], one["value"], one["unit"]) for one in draft["targets"]] == [
        ("定点机构自查率", "==", 100, "%"),
        ("违规费用同比", "-", 10, "%"),
        ("每家机构培训", ">=", 2, "次"),
    ]
    assert [(one["name"], one["start"], one["end"]) for one in draft["phases"]] == [
        ("自查阶段", "2027-03-01", "2027-03-20"),
        ("检查阶段", "2027-03-21", "2027-05-10"),
        ("总结阶段", "2027-05-11", "2027-05-31"),
    ]
    assert draft["reporting"] == [
        {"frequency": "once", "due": "2027-03-20", "to": "县医保局", "what": "自查报告"},
        {"frequency": "weekly", "due": "每周五前", "to": "领导小组办公室", "what": "进展"},
    ]


def test_each_order_has_its_units_and_its_day():
    draft = as_json(read_plan(PLAN))

    assert [(one["quote"][:8], one["units"], one["deadline"]) for one in draft["tasks"]] == [
        ("全面自查自纠。各", ["各定点医药机构"], "2027-03-20"),
        ("开展联合检查。组", ["县医保局", "县卫健局", "县市场监管局"], None),
        ("在门诊大厅张贴举", ["各定点医院"], None),
        ("向住院病人发放提", ["各定点医院"], None),
        ("制定清单,召开动", [], "2027-03-20"),
        ("县卫健局要抽调骨", ["县卫健局"], "2027-05-10"),
        ("汇总问题,完善制", [], "2027-05-31"),
        ("压实责任。各乡镇", ["各乡镇"], None),
        ("严肃纪律。县公安", ["县公安局"], None),
    ]


def seat(role, *, person=None, post=None, unit=None):
    return {"role": role, "person": person, "post": post, "unit": unit}


def test_every_find_stands_where_it_says():
    draft = read_plan(PLAN)

    task = draft.tasks[1]
    owners = [(one.name, one.role, PLAN[one.span.start : one.span.end]) for one in task.owners]
    assert owners == [
        ("县医保局", "lead", "县医保局"),
        ("县卫健局", "support", "县卫健局"),
        ("县市场监管局", "support", "县市场监管局"),
    ]
    assert PLAN[task.span.start : task.span.end].startswith("开展联合检查。组织力量抽查")
    for section in draft.sections:
        assert evened(PLAN[section.span.start : section.span.end]) == section.heading
    assert draft.sections[task.section].heading == "开展联合检查"


HALF = str.maketrans("：；，（）！？", ":;,()!?")
TRADITIONAL = "開展聯合檢查。組織力量抽查住院病歷。（縣醫保局牽頭，縣衛健局配合）"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.translate(HALF),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n（", "（").replace("\n1.", "1.").replace("\n2.", "2."),
        lambda text: text.replace("一、", "一、　").replace("（一）", "（一）　"),
        lambda text: "第3篇：" + text + "\n本文来源：http://example.com/1.html",
        lambda text: text + "\n【青澜县方案】相关文章：\n反诈方案05-09\n宣传标语02-03",
    ],
    ids=["half width", "windows", "blank lines", "run together", "wide gaps", "a site", "links"],
)
def test_the_way_a_plan_is_pasted_changes_nothing(change):
    assert as_json(read_plan(change(PLAN))) == as_json(read_plan(PLAN))


def test_traditional_characters_are_understood_and_kept_in_their_places():
    [task] = read_plan(f"一、工作任務\n（一）{TRADITIONAL}").tasks

    assert [(one.name, one.role) for one in task.owners] == [
        ("县医保局", "lead"),
        ("县卫健局", "support"),
    ]


COVER = """青澜县人民政府办公室关于印发医保基金安全集中整治实施方案的通知
青政办发〔2027〕8号
各乡镇人民政府，县直各部门：
现将《青澜县2027年医保基金安全集中整治实施方案》印发给你们，请认真贯彻执行。
青澜县人民政府办公室
2027年2月20日
"""


def test_a_notice_before_the_plan_is_not_part_of_it():
    assert as_json(read_plan(COVER + PLAN)) == as_json(read_plan(PLAN))


def test_several_plans_in_one_paste_are_told_apart():
    second = PLAN.replace("医保基金安全集中整治", "养老诈骗防范")

    found = plans_in(COVER + PLAN + "\n" + second)

    assert [one.title.value for one in found] == [
        "青澜县2027年医保基金安全集中整治实施方案",
        "青澜县2027年养老诈骗防范实施方案",
    ]
    parts = [(COVER + PLAN + "\n" + second)[one.span.start : one.span.end] for one in found]
    assert as_json(read_plan(parts[0])) == as_json(read_plan(PLAN))
    assert len(read_plan(parts[1]).tasks) == len(read_plan(PLAN).tasks)


def test_what_is_no_plan_gives_no_tasks():
    novel = "那天夜里下着雨，老人坐在门口，看见路灯一盏一盏地亮起来。他想起许多年前的事。" * 30

    assert as_json(read_plan(novel)) == as_json(read_plan(""))


@given(
    st.text(
        alphabet="一二（(1.、，：；。由任组长办公室设在月日年前率0% \n\x00①县局要报送", max_size=300
    )
)
def test_no_text_makes_the_reader_stumble(text):
    draft = read_plan(text)

    assert all(0 <= one.span.start <= one.span.end <= len(text) for one in draft.tasks)


def test_the_command_writes_one_prediction_a_plan(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.txt").write_text(PLAN, "utf-8")
    (tmp_path / "in" / "乙.txt").write_bytes(PLAN.encode("gb18030"))

    call_command("parse_plan", str(tmp_path / "in"), out=tmp_path / "out")
    call_command("parse_plan", str(tmp_path / "in" / "甲.txt"))

    expected = as_json(read_plan(PLAN))
    written = {one.name: json.loads(one.read_text("utf-8")) for one in (tmp_path / "out").iterdir()}
    assert written == {"甲.pred.json": expected, "乙.pred.json": expected}
    assert json.loads(capsys.readouterr().out.partition("\n")[2]) == expected


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="is not there"):
        call_command("parse_plan", str(tmp_path / "none.txt"))


def test_one_broken_file_does_not_keep_the_others_from_being_read(tmp_path, capsys):
    (tmp_path / "甲.txt").write_text(PLAN, "utf-8")
    (tmp_path / "乙.docx").write_bytes(b"PK\x03\x04 no package")
    (tmp_path / "丙.txt").write_text("那天夜里下着雨，他想起许多年前的事。" * 20, "utf-8")

    with override("en"), pytest.raises(CommandError) as error:
        call_command("parse_plan", str(tmp_path), out=tmp_path / "out")

    written = {one.stem.split(".")[0]: one for one in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["丙", "甲"]
    assert json.loads(written["丙"].read_text("utf-8"))["tasks"] == []
    assert str(error.value).startswith(f"{tmp_path / '乙.docx'}: ")
    assert str(error.value).count("\n") == 0
    told = "This tells what was done or happened; a plan says what is to be done."
    assert capsys.readouterr().err == f"{tmp_path / '丙.txt'}: {told}\n"
