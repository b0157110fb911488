"""Sheets of tasks as an office makes them, for the tests of reading and saving."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

HEADS = [
    "任务", "工作要求", "牵头单位", "责任单位", "配合单位", "开始日期", "完成时限", "阶段",
    "交付成果", "周期", "方案出处",
]  # fmt: skip
TITLES = {
    "title": "任务", "requirement": "工作要求", "lead": "牵头单位", "responsible": "责任单位",
    "support": "配合单位", "starts_on": "开始日期", "due_at": "完成时限", "phase": "阶段",
    "deliverable": "交付成果", "repeat": "周期", "source": "方案出处",
}  # fmt: skip


def row(title: object = "入户宣传", **cells: object) -> list[object]:
    """One row; cells by their key, the rest empty."""
    given = {"title": title, **cells}
    return [given.get(key, "") for key in TITLES]


def book(*rows: Sequence[object], heads: Sequence[str] = HEADS, name: str = "任务") -> bytes:
    """A workbook with a title line, headings and the rows."""
    made = Workbook()
    made.active.title = name
    made.active.append(["青澜县任务分解表"])
    made.active.append(list(heads))
    for one in rows:
        made.active.append(list(one))
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()
