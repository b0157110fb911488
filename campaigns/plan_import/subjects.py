"""Who acts in a clause, and together with whom (pure)."""

import re
from dataclasses import dataclass
from itertools import islice

from .lexicon import ACTS, FIELDS, GLUED, MODAL, PEOPLE
from .piece import Piece
from .units import ENDINGS, JOIN, LONGEST_LIST, OFFICE, Name, split_list

LONGEST_BETWEEN, FAR = 60, 40
LONGEST_OFFICE = 6  # characters of 组织部, 指导中心
LONG_ENDINGS = tuple(one for one in ENDINGS if len(one) > 2)
BARE_END = re.compile(r"\([^()]*\)$")
MOST_MUSTS = 8  # words of duty that are tried in a clause
ACT = re.compile(ACTS)
DOING = re.compile(rf"(?!负责[人同制])(?:{MODAL}|{ACTS})")
MUST = re.compile(rf"(?!负责[人同制]){MODAL}")
# 6月15日前 between a subject and its verb.
TIME = (
    r"(?:(?:自|从|于|在|至迟|最迟)?(?:(?:20\d\d年)?\d{1,2}月(?:\d{1,2}[日号]|底|份|初)?|\d{1,2}[日号])"
    r"(?:之?前|以前|起|内|底前)?,?|\d{1,3}(?:分钟|小时|个?工作日|天|日)[之以]?内)"
)
SOON = re.compile(rf",?(?:在|要|于)|{TIME}(?=[^,。;])")
WITH = re.compile(
    r"(?:会同|联合|对接|商请)(?![会社体总]|开展|检查|执法|[下印]发|发文|制定|组成|成立)"
)
AT_ONCE = re.compile(rf"(?:主动|积极|加强|及时|定期|组织)*{WITH.pattern}")
# What may stand between a subject and the word that obliges it.
BY_INSIDE = re.compile(r"(?<![自理经事缘])由(?![于此])")
BETWEEN = re.compile(
    r"^(?:,|对此|均|都|也|还|则|又|再|一律|同时|首先|二家|三家|双方|各自|分别|共同|可|必|切实|你|们"
    r"|在[^,。;]{1,30}(?:中|时|内|下|期间|后|前|上|的同时|过程中),?"
    r"|(?:按照|根据|依据|结合|对照|围绕|针对|通过|依托|立足|利用)[^,。;]{1,40},?|于[^,。;]{1,20}[前内],?|"
    + TIME
    + r"|(?:\([^()]*\)))*$"
)
LEADING = re.compile(
    r"^(?:同时|此外|另外|其中|首先|其次|再次|最后|一是|二是|三是|四是|五是|六是|并|且|而且|要求|再|请|同时要求|期间|(?![各全本我])[\u3400-\u9fff]{2,4}期间|"
    r"[\u3400-\u9fff]{1,2}期内?(?=各)|(?:活动|专项行动|行动|整治|工作|宣传|实施)(?:期间|中|结束后|过程中|开始后)|[一二三四五六七八九十]要|"
    r"(?:此次|本次|这次)[^,。;]{0,10}?(?:的)?(?:重点|主要)(?=以|是以|通过|在)|(?:主要|重点)(?=以|通过|在|对|是以)),?"
)


@dataclass(frozen=True)
class Subject:
    """Who acts in a clause, how that was seen, and where the order begins."""

    names: tuple[Name, ...]
    how: str  # must, act, by, whole
    end: int


def subject_of(clause: str, *, may_act: bool = True) -> Subject | None:
    """Who acts in the clause.

    ``must``: units before 要, 应, 负责 …; ``by``: 由 units; ``act``: units directly before a
    verb, only where ``may_act``; ``whole``: the clause is nothing but units.
    """
    lead = LEADING.match(clause)
    offset = lead.end() if lead else 0
    text = clause[offset:]
    for read in (_by, _must, _by_inside, _act if may_act else _nobody, _whole):
        found = read(text)
        if found:
            names = tuple(Name(n.text, n.a + offset, n.b + offset) for n in found.names)
            return Subject(names, found.how, found.end + offset)
    return None


def _nobody(text: str) -> None:
    return None


def _by(text: str) -> Subject | None:
    match = re.match(r"(?:并|再|分别|统一|均|主要|具体)?由", text)
    if not match:
        return None
    for act in DOING.finditer(text, match.end() + 2):
        if act.group() in "与同和会同联合" and act.end() - match.end() < LONGEST_BETWEEN:
            continue
        names = split_list(text[match.end() : act.start()], match.end())
        if names:
            return Subject(tuple(names), "by", act.start())
        if act.start() > 60:
            break
    return None


def _by_inside(text: str) -> Subject | None:
    """对违规者由甲依法处理: who acts stands behind what it is done to."""
    match = BY_INSIDE.search(text.partition(",")[0], 1, FAR)
    found = _by(text[match.start() :]) if match else None
    if found is None:
        return None
    names = tuple(Name(n.text, n.a + match.start(), n.b + match.start()) for n in found.names)
    return Subject(names, "by", found.end + match.start())


def _must(text: str) -> Subject | None:
    for must in islice(MUST.finditer(text, 1), MOST_MUSTS):
        if must.start() > LONGEST_LIST:
            return None
        before = text[: must.start()]
        names = _names_before(before)
        if names:
            return Subject(tuple(names), "must", must.start())
    return None


def _names_before(before: str) -> list[Name] | None:
    """The list of units at the beginning of what stands before 要, with adverbs after it."""
    whole = split_list(before.rstrip(","))
    if whole:
        return whole
    for end in _ends(before):
        if len(before) - end <= LONGEST_BETWEEN and BETWEEN.match(before[end:]):
            names = split_list(before[:end])
            if names:
                return names
    return None


def _ends(text: str) -> list[int]:
    """Where a name might end, the farthest first."""
    found = [
        i
        for i in range(2, min(len(text), LONGEST_LIST) + 1)
        if (text[:i].endswith(ENDINGS) and not _is_glued(text, i)) or text[i - 1] in "))"
    ]
    return found[::-1]


def _is_glued(text: str, end: int) -> bool:
    """村|民 is no village; 派出所|在 is a police station all the same."""
    return text[end - 1 : end + 1] in GLUED and not text[:end].endswith(LONG_ENDINGS)


def _act(text: str) -> Subject | None:
    best = None
    for end in sorted(_ends(text[:80])):
        if ACT.match(text[end:]) or SOON.match(text[end:]):
            names = split_list(text[:end])
            last = BARE_END.sub("", names[-1].text) if names else ""
            if last.endswith(ENDINGS) or (last in FIELDS and "等" in text[:end]):
                if best is not None and _does_something(text[best.end : end]):
                    break
                best = Subject(tuple(names), "act", end)
        elif best is not None and end - best.end > 12:
            break
    return best


def _does_something(more: str) -> bool:
    """卫生院|组织医务人员 has a verb and whom it is done to; 县委|组织部 is one name."""
    if JOIN.match(more) or more in PEOPLE:
        return False
    is_office = len(more) <= LONGEST_OFFICE and OFFICE.match(more) and not more.endswith(PEOPLE)
    return ACT.match(more) is not None and not is_office


def _whole(text: str) -> Subject | None:
    names = split_list(text.strip(" ,:"))
    return Subject(tuple(names), "whole", len(text)) if names else None


CO_ACTORS = re.compile(
    r"(?:^|,|加强|深化|密切|强化|建立|积极|主动)(?:与|和|同)(?P<who>[^,。;]{2,60}?)(?:等单位|等部门|等机构|等)?(?:之间)?的?"
    r"(?:合作|协作|沟通协作|信息共享|联动|对接合作|部门合作)"
)


def co_actors(sentence: str) -> list[Name]:
    """With whom something is done: 与…合作."""
    match = CO_ACTORS.search(sentence)
    if match is None:
        return []
    return split_list(re.sub(r"(?:之间)?的$", "", match["who"]), match.start("who")) or []


VERB_FIRST = re.compile(
    rf"(?!组织部|宣传部|教育|指导组|监督所|财)(?:{ACTS}|{MODAL}|提醒|[多近主分具第])"
)


def is_plainly_a_unit(name: str) -> bool:
    """Whether the name begins with no verb, and is no person of the unit named before."""
    return VERB_FIRST.match(name) is None


def partners(text: str, start: int = 0, *, near: int = FAR) -> list[Name]:
    """Those whom 会同 or 联合 within ``near`` characters brings in; 0 is the very beginning."""
    match = WITH.search(text, start, start + near) if near else AT_ONCE.match(text, start)
    if match is None:
        return []
    rest = re.match(r"[^。;]{0,120}", text[match.end() :]).group()
    found = _act(rest) or _whole(rest.partition(",")[0])
    return (
        [Name(n.text, n.a + match.end(), n.b + match.end()) for n in found.names] if found else []
    )


def named(piece: Piece, names: list[Name]) -> list[tuple[str, object]]:
    """The names with their place in the source."""
    return [(one.text, piece.span(one.a, one.b)) for one in names]
