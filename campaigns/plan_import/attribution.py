"""Who a plan makes responsible apart from the subject of its sentences (pure).

``（各村落实）`` at the end of a clause or of a block, ``牵头单位：…；责任单位：…`` in brackets, in
a line or a cell of its own, and a unit standing as a label before a colon.
"""

import re
from dataclasses import dataclass

from .draft import Owner
from .piece import Piece
from .units import Name, is_unit, split_list

LEAD, RESPONSIBLE, SUPPORT = "lead", "responsible", "support"
ROLES = {
    LEAD: ("牵头", "主办", "主责"),
    RESPONSIBLE: ("责任", "落实", "实施", "承办", "组织", "负责", "完成", "执行"),
    SUPPORT: ("配合", "协办", "协同", "参与", "协助", "参加", "支持"),
}
# How sure a unit is by what named it.
SURE = {"responsible": 0.95, "label": 0.95, "by": 0.85, "with": 0.7}
AS = {word: role for role, words in ROLES.items() for word in words}
WORDS = "|".join(AS)
# 责任单位：甲、乙
NAMED = re.compile(
    rf"(?P<as>{WORDS}|具体责任)(?:落实|实施)?(?:单位|部门|科室|股室|处室|主体|人|领导小组成员单位)(?:及责任人|和责任人)?:?(?:为|是)?:"
    r"(?P<who>[^。;:()]+(?:\([^()]*\)[^。;:()]*)*)"
)
# （甲、乙落实）  （甲牵头，乙、丙配合）  （由甲负责）
BRACKET = re.compile(r"[(\[](?P<what>[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]][。;.,、]*$")
DOES = re.compile(
    rf"(?:由)?(?P<who>.+?)(?:共同|分别|按职责分工|按照职责分工|按职责|具体|各自|统一|组织|牵头)?(?P<as>{WORDS})(?:落实|实施)?$"
)
WITH_DAY = re.compile(r"[,;][^,;]*\d+[月日][^,;]*$")  # 德育处负责,3月底前
WORK = r"(?:此项工作|该项工作|本项工作|以上工作|上述工作|此次[^,。;]{0,12}|本次[^,。;]{0,12})"
BY = re.compile(
    rf"(?:^|[,。;]){WORK}?由(?P<who>[^,。;]{{2,60}}?)(?:具体|共同|统一|分别)?"
    r"(?P<as>牵头|负责|主办|落实|承办|配合|协助)(?:负责|落实|实施|组织|抓好)?(?=[,。;]|$)"
)
HELPS = re.compile(
    r"[,;](?P<who>[^,。;]{2,40}?)(?:要|应)?(?:积极|密切|做好|予以)?(?P<as>配合|协助|参与|参加|协办|支持)(?:工作)?(?=[,。;]|$)"
)
LABEL = re.compile(r"^(?P<who>[^。;:!?]{2,60}):(?=.)")
LABEL_ROLE = re.compile(r"\((?P<as>牵头|责任|配合|主办|协办)(?:单位|部门)?\)")
BEGINS_WITH = re.compile(r"(?:要|负责|积极|主动)?(?:会同|联合)")


@dataclass(frozen=True)
class Attribution:
    """Who, and where the words that say so begin: what stands before is the order itself."""

    owners: tuple[Owner, ...]
    a: int


def _owners(piece: Piece, names: list[Name], role: str, why: str) -> list[Owner]:
    return [Owner(name.text, role, piece.span(name.a, name.b), SURE[why], why) for name in names]


def at_the_end(piece: Piece) -> Attribution | None:
    """Responsible units in brackets or after 责任单位： at the end of the words."""
    found = _in_brackets(piece)
    if found:
        return found
    owners, first = [], None
    for match in NAMED.finditer(piece.text):
        names = split_list(match["who"].strip(" ,、"), match.start("who"))
        if names:
            owners += _owners(piece, names, AS[match["as"].replace("具体", "")], "responsible")
            first = match.start() if first is None else first
    return Attribution(tuple(owners), first) if owners else None


def _in_brackets(piece: Piece) -> Attribution | None:
    bracket = BRACKET.search(piece.text)
    if bracket is None:
        return None
    start, owners = bracket.start("what"), []
    inner = piece[start : bracket.end("what")]
    named = at_the_end(inner) if NAMED.search(inner.text) else None
    if named:
        return Attribution(named.owners, bracket.start())
    for part in re.finditer(r"[^,;]+(?:[,;](?![^,;]*(?:" + WORDS + r"))[^,;]*)*", inner.text):
        does = DOES.match(WITH_DAY.sub("", part.group()).strip())
        if does:
            names = split_list(does["who"], start + part.start())
            if names:
                owners += _owners(piece, names, AS[does["as"]], "responsible")
    return Attribution(tuple(owners), bracket.start()) if owners else None


def in_prose(piece: Piece) -> list[Owner]:
    """由甲负责, 由乙牵头, 丙配合 inside a sentence."""
    owners = []
    for match in (*BY.finditer(piece.text), *HELPS.finditer(piece.text)):
        names = split_list(match["who"], match.start("who"))
        if names:
            owners += _owners(piece, names, AS[match["as"]], "by")
    return owners


def label(piece: Piece) -> Attribution | None:
    """A unit before a colon at the beginning: ``a`` is where its duty begins."""
    match = LABEL.match(piece.text)
    if match is None or match["who"].count("(") != match["who"].count(")"):
        return None
    role = LABEL_ROLE.search(match["who"])
    who = LABEL_ROLE.sub(lambda found: " " * len(found.group()), match["who"]).rstrip()
    names = split_list(who)
    if not names or not all(is_unit(name.text) for name in names[-1:]):
        return None
    owners = _owners(piece, names, AS[role["as"]] if role else RESPONSIBLE, "label")
    return Attribution(tuple(owners), match.end())
