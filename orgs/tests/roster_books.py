"""Roster workbooks as an office makes them, for the tests of reading and saving."""

from io import BytesIO

from openpyxl import Workbook

from orgs.imports.roster_apply import plan_roster
from orgs.imports.roster_xlsx import read_roster

UNIT_HEADS = ["编码", "名称", "简称", "类型", "上级编码", "别名", "单位组"]
PERSON_HEADS = [
    "姓名", "单位编码", "职务", "手机", "邮箱", "联络员", "领导小组席位", "账号", "角色",
]  # fmt: skip
UNITS = [
    ["X1", "青石镇", "", "镇", "U001", "青石；老青石", "各镇"],
    ["X2", "青石村", "青石", "村", "X1", "", "各村；重点村"],
    ["U003", "桃源社区", "", "", "", "老桃源", "各村"],
]
PEOPLE = [
    ["姚建国", "X1", "镇长", "13812340001", "yao@example.cn", "A岗", "副组长", "", ""],
    ["余长春", "X2", "文书", "0731-88261234", "", "A岗", "", "xqs.ycc", "填报员"],
    ["何晓", "U003", "主任", 13812340003, "", "B岗", "成员", "", ""],
]


def book(units=UNITS, people=PEOPLE, unit_heads=UNIT_HEADS, person_heads=PERSON_HEADS) -> bytes:
    """A workbook as an office makes it: a title row, headings, rows."""
    made = Workbook()
    made.remove(made.active)
    for name, heads, rows in (("单位", unit_heads, units), ("人员", person_heads, people)):
        if rows is None:
            continue
        sheet = made.create_sheet(name)
        sheet.append(["青澜县反诈通讯录"])
        sheet.append(heads)
        for row in rows:
            sheet.append(row)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def problems(content: bytes, by) -> list[tuple[str, str, str]]:
    plan = plan_roster(read_roster(content), by=by)
    return [(found.sheet, found.cell, found.text) for found in plan.problems]
