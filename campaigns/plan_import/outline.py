"""The numbered tree of a plan: blocks with their head, their text and what is under them (pure)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .breaks import CJK
from .clean import Line
from .lexicon import HEADS, section_kind
from .piece import Piece

HAN = "一二三四五六七八九十"
MARKS = (
    (1, re.compile(r"第([一二三四五六七八九十百]{1,4})(?:章|节|条|部分)[、,: .]? *")),
    (1, re.compile(r"([一二三四五六七八九十]{1,3})、 *")),
    (2, re.compile(r"\(([一二三四五六七八九十]{1,3})\)[、,.]? *")),
    (3, re.compile(r"(\d{1,2})(?:、|\.(?!\d)|,(?=[\u3400-\u9fff“《])) *")),
    (4, re.compile(r"\((\d{1,2})\)[、,.]? *|(\d{1,2})\)[、,.]? *")),
)
ORDER_WORD = re.compile(r"将|必须|应当|(?<![重必需主首])要(?![求素点])")
ALONE = re.compile(rf"{HEADS}:?$")
FEW = 2  # headings without numbers that show that a paper writes them so
LIKE_ALONE = re.compile(
    r"[\u3400-\u9fff]{2,8}(?:目标|要求|任务|措施|步骤|安排|时间|内容|对象|范围|主题|组织|领导|机构|保障|形式|原则"
    r"|思想|分工|职责|重点|地点|方式|方法|意义|目的|事项|纪律|宣传|报送|流程|考核|经费|预算|准备)[::]?$"
)
RINGED = {chr(0x2460 + i): (5, str(i + 1)) for i in range(20)}
RINGED |= {chr(0x2474 + i): (4, str(i + 1)) for i in range(20)}
RINGED |= {chr(0x3220 + i): (2, HAN[i]) for i in range(10)}
LONGEST_HEAD, LONGEST_SIGNATURE = 30, 16
# A known heading whose text follows without a stop.
LONG_GLUED = re.compile(rf"{HEADS}(?!小组|机构|及|和|的|与|、)(?=[{CJK}])")
GLUED_HEAD = re.compile(
    rf"{HEADS}(?=(?:通过|为|以|自|从|\d|成立|由|坚持|一是|一要|充分|进一步|紧紧|本次|此次|围绕|按照|根据)"
    r"\S{6})"
)
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# Kinds that a heading keeps for itself whatever it stands under.
PLAIN = {"duties", "phases", "group", "theme", "time", "people", "contents", "reporting"}
CONTENTS = re.compile(
    r"以下[^,。;]{0,10}(?:内容|方面)[^,。;]{0,16}(?:宣传|教育|培训)[^,。;]{0,8}[:。]$"
)


@dataclass
class Block:
    """One numbered item, or an unnumbered paragraph (depth 0 with no number).

    ``head`` is what stands before the first full stop or colon if it is short, ``body`` the
    rest; ``parts`` are blocks under it and unnumbered paragraphs in order. ``kind`` is what its
    section is about.
    """

    depth: int
    number: str
    head: Piece | None
    body: Piece | None
    line: Line | None
    parent: "Block | None" = None
    parts: list["Block"] = field(default_factory=list)
    kind: str = ""
    is_heading: bool = False
    following: "Block | None" = None  # the next part of its parent

    @property
    def is_numbered(self) -> bool:
        """Whether it carries a number."""
        return self.depth > 0

    @property
    def children(self) -> list["Block"]:
        """The numbered items directly under it."""
        return [part for part in self.parts if part.is_numbered]

    @property
    def text(self) -> Piece | None:
        """Head and body as one."""
        if self.head is None or self.body is None:
            return self.head or self.body
        return self.line.piece[-(len(self.head) + len(self.body)) :]

    def ancestors(self) -> Iterator["Block"]:
        """What it stands under, nearest first, without the root."""
        up = self.parent
        while up is not None and up.parent is not None:
            yield up
            up = up.parent

    def walk(self) -> Iterator["Block"]:
        """Everything under it in order."""
        for part in self.parts:
            yield part
            yield from part.walk()


def read_mark(text: str) -> tuple[int, str, int] | None:
    """Depth, number and length of the number at the beginning of a line."""
    if text[:1] in RINGED:
        depth, number = RINGED[text[0]]
        return depth, number, 1
    for depth, pattern in MARKS:
        match = pattern.match(text)
        if match and match.end() < len(text):
            return depth, next(found for found in match.groups() if found), match.end()
    return None


def build(lines: list[Line], headings: Mapping[int, int] = MappingProxyType({})) -> Block:
    """The tree of the lines; a root without text holds it all.

    ``headings`` gives the level of lines that are headings without a number, by the place of
    their first character; lines that are nothing but a well-known heading are so by themselves.
    """
    root = Block(0, "", None, None, None)
    stack = [root]
    known = sum(1 for line in lines if ALONE.match(line.text))
    for line in lines:
        mark = read_mark(line.text) or _styled(line, headings, is_sure=known >= FEW)
        if mark is None:
            _append(Block(0, "", None, line.piece, line, stack[-1]))
            continue
        depth, number, length = mark
        while len(stack) > 1 and stack[-1].depth >= depth:
            stack.pop()
        block = Block(depth, number, None, line.piece[length:], line, stack[-1])
        _append(block)
        stack.append(block)
    for block in root.walk():
        if block.is_numbered:
            _give_head(block)
    for block in [root, *root.walk()]:
        _like_the_others(block)
    _give_kinds(root)
    return root


def _styled(
    line: Line, headings: Mapping[int, int], *, is_sure: bool
) -> tuple[int, str, int] | None:
    """Depth of a heading without a number; it has none to give.

    ``is_sure`` where the paper has several such lines: then a short line with a telling last
    word is one too.
    """
    level = headings.get(line.piece.at[0]) if len(line.piece) else None
    if level is None and (ALONE.match(line.text) or (is_sure and LIKE_ALONE.match(line.text))):
        level = 1
    return (level, "", 0) if level else None


def _append(block: Block) -> None:
    parts = block.parent.parts
    if parts:
        parts[-1].following = block
    parts.append(block)


def _give_head(block: Block) -> None:
    text = block.body.text
    cut = _head_end(text)
    if cut is None:
        return
    is_alone = not text[cut:].strip("。:;,.、 ")
    if is_alone:
        ends = text[cut : cut + 1]
        is_order = len(bare(text)) > 20 or ORDER_WORD.search(text) is not None
        has_text = bool(block.children) or (_has_text(block) and not is_order)
        block.is_heading = ends not in "。;,." or not ends or has_text
        if block.is_heading:
            block.head, block.body = block.body[:cut], None
        return
    block.is_heading = True
    block.head, block.body = block.body[:cut], block.body[cut:]


def _has_text(block: Block) -> bool:
    """Whether paragraphs stand under it; 附件 and the signature are none."""
    return any(
        len(part.body) > LONGEST_SIGNATURE or part.body.text.rstrip()[-1:] in "。;:"
        for part in block.parts
        if part.body is not None
    )


def _like_the_others(parent: Block) -> None:
    """A short item that is nothing but a name is a heading where those beside it are."""
    items = parent.children
    for before, block in zip(items, items[1:], strict=False):
        is_short = block.body is not None and len(bare(block.body.text)) <= 12
        if before.is_heading and before.depth == block.depth and not block.is_heading and is_short:
            block.head, block.body, block.is_heading = block.body.strip(" 。;,"), None, True


def _head_end(text: str) -> int | None:
    """Where a short head ends: at the first full stop or colon outside brackets, or at the end."""
    glued = GLUED_HEAD.match(text)
    if glued:
        return glued.end()
    level, length = 0, 0
    for i, char in enumerate(text):
        if char in "([《":
            level += 1
        elif char in ")]》":
            level = max(0, level - 1)
        elif level == 0:
            if char in "。:!" or (char == ";" and not text[i + 1 :].strip()):
                return i
            length += 1
        if length > LONGEST_HEAD:
            known = LONG_GLUED.match(text)
            return known.end() if known else None
    return len(text)


def _give_kinds(root: Block) -> None:
    """Each block learns what its section is about.

    A head that tells nothing takes its parent's kind, one that tells something plain keeps it;
    an introduction 围绕以下内容 gives the items after it the kind of contents.
    """
    introduced = ""
    for block in root.walk():
        own = section_kind(block.head.text) if block.is_heading and block.head else ""
        inherited = block.parent.kind if block.parent else ""
        if block.depth == 1 or own in PLAIN or inherited in ("", "tasks"):
            block.kind = own or inherited
        else:
            block.kind = inherited
        if not block.is_numbered and block.body is not None:
            introduced = "contents" if CONTENTS.search(block.body.text) else ""
        elif not block.kind and block.parent is root and not block.is_heading and introduced:
            block.kind = introduced


def bare(text: str) -> str:
    """A heading without what stands in brackets and without its punctuation."""
    return BRACKETS.sub("", text).strip(" 。:;,.、!")
