"""Names of units: what is one, how a list is taken apart (pure)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .lexicon import FIELDS, NEVER, NOT_NAMES, PEOPLE, UNIT_ENDINGS, VERBS

LONGEST_NAME, LONGEST_LIST = 24, 220
ENDINGS = tuple(sorted({*UNIT_ENDINGS, *PEOPLE}, key=len, reverse=True))
ALL = re.compile(r"^(?:各|全体|全(?=镇|县|市|区|乡|校|行|局|院)|所有|有关|相关)")
TAIL_OF_LIST = re.compile(
    r"(?:等)?(?:(?:相关|有关|责任|成员|职能|各)?(?:部门|单位|部门单位|科室|机构|学校|乡镇|地方))$"
)
AND_SO_ON = re.compile(
    r"等(?:等)?(?:\d+|[一二三四五六七八九十两]+)?个?(?:家|个)?(?P<of>[^、,]{0,8})$"
)
PLACE = re.compile(r"^[^各]{0,8}(?:镇|县|市|区|乡|街道|省|校|院|系统|行|局)$")
BEGINS_OTHERWISE = re.compile(
    r"联合(?![会社体总])|会同|提请|报请|商请|函请|申请|责成|敦促|委托|召开|指派|近期|近日|提醒|又|接着|骗|构建|联系|或者?|加大|形成|通知|邀请|深入|面向|动员|发动|组织(?!部|科|处|办|人事|委)|督促(?!办|组)|成立|设立|提醒|引导|需|每(?![家个所名位班村户])|于|向|从|自(?!然)|按|打造|培养|"
    r"全面|广大|我[校行镇县局院区市省乡所站司]$|我们|我单位$|我中心$|本次|此次|这次|各种|各类|各项|各个环节|有条件|一些|部分|任何|涉案|涉诈|受害"
)
HOLDER = re.compile(
    r"(?:的)?(?:“?一把手”?|(?:主要|分管)负责(?:人|同志)|主要领导|分管领导|负责同志)$|(?<=单位|部门)负责人$"
)
ACTS_ON = re.compile(
    r"[所局队办委站科股部][对把将向]|.(?:[为把将使让被是]|(?<![理自经])由|(?<![所驻])在)(?=.)"
)  # 派出所对…
MANY = re.compile(r"各|全体|所有")  # 各防火监督员
LONGEST_GROUP = 8
COUNTED = re.compile(r"\d+(?:月|日|年|分钟|小时|天|次|个|场|名|元|%|条|支|份)")
# 督查室, 检查人员: the only names that begin with a verb.
OFFICE = re.compile(
    r".{2,6}(?:局|部|科|股|室|组|队|办|站|所|处|中心|委员会|人员|员|办公室|平台|机构|机关|部门|单位|系统)$"
)
BODY = re.compile(r"(?:队伍|志愿者|服务队)$")
JOIN = re.compile(r"、|,|;|/|\+|(?:以及|及其|和|及|与|特别是|会同|协同|联合(?![会社体总])|同)")


@dataclass(frozen=True)
class Name:
    """A unit's name and where it stands in its sentence."""

    text: str
    a: int
    b: int


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether the words name a unit or a body of people."""
    bare = re.sub(r"\([^()]*\)", "", text).strip(' “”"·')
    if not 1 < len(bare) <= LONGEST_NAME or re.search(r"[。;:!?,、]", bare):
        return False
    if bare in FIELDS:
        return True
    if (
        NEVER.search(re.sub("负责人$", "", bare))
        or BEGINS_OTHERWISE.match(bare)
        or bare[0] in "的是在和与及对把将为以并也不让使"
    ):
        return False
    if ACTS_ON.search(bare) or COUNTED.search(bare) or _begins_with_verb(bare):
        return False
    if bare.endswith(NOT_NAMES):
        return False
    if bare[-1] in "员师生户主" and MANY.match(bare) and len(bare) <= LONGEST_GROUP:
        return True
    return bare.endswith(ENDINGS) and not _is_too_plain(bare)


def _begins_with_verb(text: str) -> bool:
    is_office = len(text) <= LONGEST_GROUP and OFFICE.match(text) or BODY.search(text)
    return VERBS.match(text) is not None and not is_office


def _is_too_plain(text: str) -> bool:
    """A single common word that ends like a unit but names none: 社会, 工作中心 …"""
    return text in {
        "全社会",
        "社会",
        "全县",
        "全市",
        "全镇",
        "全区",
        "重点",
        "中心",
        "本县",
        "本市",
        "我县",
        "我市",
        "我镇",
        "农村",
        "城区",
        "辖区",
        "社区的",
    }


def split_list(text: str, start: int = 0) -> list[Name] | None:
    """The names when the words are a list of units and nothing else; else ``None``."""
    if not text or len(text) > LONGEST_LIST:
        return None
    names = _split(text)
    return [Name(one.text, start + one.a, start + one.b) for one in names] if names else None


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[Name, ...] | None:
    text, cut = _without_so_on(text)
    names = []
    for a, b in _items(text):
        a, b = _trimmed(text, a, b)
        if a >= b:
            continue
        names.append(Name(text[a:b], a, b))
    if not names:
        return None
    is_list = len(names) > 1 or cut
    last = names[-1]
    good = [is_unit(one.text) or (is_list and one.text in FIELDS) for one in names]
    if not good[-1] and not (cut and last.text in FIELDS):
        return None
    for one, is_good in zip(names[:-1], good[:-1], strict=True):
        is_clause = text[one.b : one.b + 1] == ","
        if not is_good and (is_clause or not _is_short_of_a_unit(one.text)):
            return None
    return tuple(names)


def _is_short_of_a_unit(text: str) -> bool:
    """In a list 电信、移动部门 the first names have no ending of their own."""
    return text in FIELDS or (
        len(text) <= 4
        and text[0] not in "在对把将为以从向到按"
        and VERBS.match(text) is None
        and not NEVER.search(text)
        and bool(re.fullmatch(r"[\u3400-\u9fff]{2,4}", text))
    )


def _without_so_on(text: str) -> tuple[str, bool]:
    """A list without 等单位 at its end."""
    found = AND_SO_ON.search(text)
    if (
        found
        and found.start() > 0
        and (not found["of"] or TAIL_OF_LIST.search(found["of"]) or found["of"].endswith(ENDINGS))
    ):
        return text[: found.start()], True
    return text, False


def _items(text: str) -> list[tuple[int, int]]:
    """Where the names of a list may stand; 和 and 及 part only what are names on both sides."""
    cuts, level, last = [], 0, 0
    for match in re.finditer(r"[()\[\]“”]|" + JOIN.pattern, text):
        word = match.group()
        if word in "([“":
            level += 1
        elif word in ")]”":
            level = max(0, level - 1)
        elif level == 0 and (
            word in "、,;/+" or _parts_here(text[last : match.start()], text[match.end() :])
        ):
            cuts.append((match.start(), match.end()))
            last = match.end()
    bounds, out = [(0, 0), *cuts, (len(text), len(text))], []
    for (_, a), (b, _) in zip(bounds, bounds[1:], strict=False):
        out += _run_together(text, a, b)
    return out


def _parts_here(before: str, after: str) -> bool:
    bare = re.sub(r"\([^()]*\)", "", before)
    return (
        (bare in FIELDS or bare.endswith(ENDINGS))
        and bool(after)
        and not after.startswith(("其", "以"))
    )


def _run_together(text: str, a: int, b: int) -> list[tuple[int, int]]:
    """各部门各单位 are two."""
    cuts = [a]
    cuts += [i for i in range(a + 2, b - 1) if _is_second(text, a, i)]
    return list(zip(cuts, [*cuts[1:], b], strict=True))


def _is_second(text: str, a: int, i: int) -> bool:
    before = text[a:i]
    return text[i] == "各" and before.endswith(ENDINGS) and not PLACE.search(before)


def _trimmed(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a] in ' ,、“”"由请':
        a += 1
    while b > a and text[b - 1] in ' ,、“”"':
        b -= 1
    holder = HOLDER.search(text[a:b])
    return (a, a + holder.start()) if holder and holder.start() > 1 else (a, b)
