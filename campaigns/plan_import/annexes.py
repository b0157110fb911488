"""The annexes (附件) that a plan lists or carries (pure)."""

import re

from .clean import Line
from .draft import Attachment
from .outline import read_mark
from .piece import Piece

LONGEST = 60  # characters of a name
ANNEX = re.compile(
    r"^附 ?(?:件|表)(?: ?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2}))?"
    r"(?: ?[:、.] ?| +|(?=《)|(?<=\d)|$)(?P<name>.*)$"
)
HEAD = re.compile(r"^附 ?(?:件|表)(?:清单|目录|列表)?:?$")


def find_annexes(lines: list[Line]) -> list[Attachment]:
    """Each annex once, in order: 附件:1.… 2.…, 附件1:…, or 附件1 and its title below."""
    found: list[Attachment] = []
    is_list = False
    for i, line in enumerate(lines):
        text = line.text.strip()
        piece = line.piece.strip()
        match = ANNEX.match(text) if _is_short(text) else None
        if match:
            rest = piece[match.start("name") :]
            is_list = HEAD.match(text) is not None or read_mark(rest.text) is not None
            number = match["n"] or ""
            if not rest and not is_list and i + 1 < len(lines) or (number and not rest):
                rest = _next_title(lines, i)
                is_list = False
            found += _items(rest, number)
        elif is_list and read_mark(text) and _is_short(text):
            found += _items(piece, "")
        else:
            is_list = False
    return _each_once(found)


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST and "。" not in text[:-1]


def _next_title(lines: list[Line], at: int) -> Piece:
    after = lines[at + 1].piece.strip() if at + 1 < len(lines) else Piece("", [])
    return after if len(after) <= LONGEST and not read_mark(after.text) else Piece("", [])


def _items(piece: Piece, number: str) -> list[Attachment]:
    """``1.名单 2.统计表`` are two; a name without a number is one."""
    mark = read_mark(piece.text)
    if mark is None:
        name = piece.strip(" 《》。;,:")
        return [Attachment(number, name.text, name.span())] if name else []
    name = piece[mark[2] :].strip(" 《》。;,:")
    return [Attachment(mark[1], name.text, name.span())] if name else []


def _each_once(found: list[Attachment]) -> list[Attachment]:
    seen, out = set(), []
    for one in found:
        key = one.name
        if key not in seen:
            seen.add(key)
            out.append(one)
    return out
