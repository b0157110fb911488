"""Tables of tasks that a paste took apart: their rows become numbered orders again (pure).

From Word or a spreadsheet the cells of a row come with tabs or wide gaps between them; from a
page each cell comes as a line of its own. Either is known by its head: one column says what is
to be done, another who does it.
"""

import re
from collections.abc import Iterator, Sequence

from .piece import Piece
from .units import split_list

TASK = re.compile(
    r"^[^,。;:]{0,8}(?:任务|内容|事项|措施|项目|工作|举措|要求|活动|行动)(?:名称|内容|要求|措施|分解|安排)?$"
)
WHO = re.compile(
    r"^(?P<as>牵头|责任|配合|协办|主办|承办|落实|实施|参与|组织)(?:落实|实施)?(?:单位|部门|科室|股室|处室|主体)"
    r"(?:\(.{0,8}\)|及责任人)?$"
)
WHEN = re.compile(
    r"^(?:完成|办结|整改|计划|实施|推进|活动)?(?:时限|期限|时间|日期|时间节点|时间安排)$"
)
COUNTS = re.compile(r"^(?:序号|编号|项次|序)$")
OTHER = re.compile(
    r"^(?:备注|类别|目标|责任人|联系人|(?:联系)?电话|阶段|领域|层级|类型|分类|成果|形式|地点|责任领导|分管领导)$"
)
NUMBER = re.compile(r"^\d{1,3}[.、]?$")
DAY = re.compile(r"\d{1,2}月|\d[./-]\d|\d日|年底|月底|前$|长期|全年|持续")
MORE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|附件|.*[。:]$)"
)
GAP = re.compile(r" {2,}")
FEWEST, MOST = 2, 7  # columns
LONGEST_HEAD = 10  # characters


def with_tables_told(lines: list[Piece], source: str) -> list[Piece]:
    """The lines, those of tables of tasks replaced by one order a row."""
    out: list[Piece] = []
    i = 0
    while i < len(lines):
        found = _in_gaps(lines, i, source) or _line_by_line(lines, i)
        if found is None:
            out.append(lines[i])
            i += 1
            continue
        rows, i = found
        out += [_told(n, *row) for n, row in enumerate(rows, 1)]
    return out


def is_head(cells: Sequence[str]) -> bool:
    """Whether the cells are the head of a table of tasks."""
    return _kinds([Piece(cell, range(len(cell))) for cell in cells]) is not None


def _kinds(cells: list[Piece]) -> list[str] | None:
    """What each column holds when the cells are the head of a table of tasks."""
    if not FEWEST <= len(cells) <= MOST or any(len(one) > LONGEST_HEAD for one in cells):
        return None
    kinds = [_kind(one.text.replace(" ", "")) for one in cells]
    is_one = all(kinds) and "task" in kinds and any(kind in ROLES for kind in kinds)
    return kinds if is_one else None


ROLES = {"牵头", "责任", "配合", "协办", "主办", "承办", "落实", "实施", "参与", "组织"}


def _kind(text: str) -> str:
    who = WHO.match(text)
    if who:
        return who["as"]
    return next((name for name, head in KINDS if head.match(text)), "")


KINDS = (("count", COUNTS), ("when", WHEN), ("other", OTHER), ("task", TASK))


# -- cells of a row in one line ----------------------------------------------------------------


def _cells(line: Piece, source: str) -> list[Piece]:
    """The cells between tabs, or where there are none between wide gaps."""
    tabs = [i for i in range(len(line)) if source[line.at[i]] == "\t"]
    if tabs:
        bounds = [-1, *tabs, len(line)]
        return [line[a + 1 : b].strip() for a, b in zip(bounds, bounds[1:], strict=False)]
    out, start = [], 0
    for gap in [*GAP.finditer(line.text.rstrip()), None]:
        end = gap.start() if gap else len(line)
        if line.text[start:end].strip():
            out.append(line[start:end].strip())
        start = gap.end() if gap else end
    return out


def _in_gaps(
    lines: list[Piece], at: int, source: str
) -> tuple[list[tuple[list[str], list[Piece]]], int] | None:
    if len(lines[at]) > MOST * (LONGEST_HEAD + 4):
        return None
    kinds = _kinds(_cells(lines[at], source))
    if kinds is None:
        return None
    rows, i = [], at + 1
    while i < len(lines):
        cells = _cells(lines[i], source)
        if not FEWEST <= len(cells) <= len(kinds):
            break
        rows.append((kinds, cells))
        i += 1
    return (rows, i) if rows else None


# -- each cell in a line of its own ------------------------------------------------------------


def _line_by_line(
    lines: list[Piece], at: int
) -> tuple[list[tuple[list[str], list[Piece]]], int] | None:
    for width in range(MOST, FEWEST - 1, -1):
        kinds = _kinds([one.strip() for one in lines[at : at + width]])
        if kinds is None:
            continue
        read = _by_numbers if kinds[0] == "count" else _by_width
        rows = list(read(lines, at + width, kinds))
        used = at + width + sum(len(cells) for _, cells in rows)
        return (rows, used) if rows else None
    return None


def _by_numbers(
    lines: list[Piece], at: int, kinds: list[str]
) -> Iterator[tuple[list[str], list[Piece]]]:
    """Rows that begin with their number; an empty cell leaves a line out."""
    expected = 1
    while at < len(lines) and lines[at].text.strip().rstrip(".、") == str(expected):
        cells = [lines[at].strip()]
        at += 1
        while at < len(lines) and len(cells) < len(kinds):
            text = lines[at].text.strip()
            if NUMBER.match(text) or MORE.match(text):
                break
            cells.append(lines[at].strip())
            at += 1
        if len(cells) < FEWEST + 1:
            return
        yield _by_their_look(cells[1:], kinds[1:], cells[0])
        expected += 1


def _by_their_look(
    cells: list[Piece], kinds: list[str], number: Piece
) -> tuple[list[str], list[Piece]]:
    """The columns of a row; where a cell is missing, units and days show which it is."""
    if len(cells) == len(kinds):
        return ["count", *kinds], [number, *cells]
    left, out = list(kinds), []
    for cell in cells:
        looks = "when" if DAY.search(cell.text) and len(cell) < 16 else ""
        who = next((kind for kind in left if kind in ROLES), "") if split_list(cell.text) else ""
        kind = next((one for one in (looks, who, "task") if one and one in left), "other")
        if kind in left:
            left.remove(kind)
        out.append(kind)
    return ["count", *out], [number, *cells]


def _by_width(
    lines: list[Piece], at: int, kinds: list[str]
) -> Iterator[tuple[list[str], list[Piece]]]:
    """Rows without numbers: as many lines each as the head has, while the units are units."""
    who = next(i for i, kind in enumerate(kinds) if kind in ROLES)
    while at + len(kinds) <= len(lines):
        cells = [one.strip() for one in lines[at : at + len(kinds)]]
        if not split_list(cells[who].text.replace(" ", "")) or MORE.match(cells[0].text):
            return
        yield kinds, cells
        at += len(kinds)


# -- a row as an order -------------------------------------------------------------------------


def _told(n: int, kinds: list[str], cells: list[Piece]) -> Piece:
    """``1.任务(责任单位:甲;完成时限:4月15日前)。``; added signs stand where the row stands."""
    found = dict(zip(kinds, cells, strict=False))
    task = found.get("task") or next(one for one in cells if one)
    task = task.strip(" 。;,")
    words = _sign(f"{n}.", task.at[0] if task else 0) + task
    others = [
        (f"{kind}单位:" if kind in ROLES else "完成时限:", cell.strip(" 。;,"))
        for kind, cell in zip(kinds, cells, strict=False)
        if (kind in ROLES or kind == "when") and cell.strip(" 。;,")
    ]
    for i, (label, cell) in enumerate(others):
        words = words + _sign((";" if i else "(") + label, cell.at[0]) + cell
    end = words.at[-1] if len(words) else 0
    return words + _sign(")。" if others else "。", end)


def _sign(text: str, at: int) -> Piece:
    return Piece(text, [at] * len(text))
