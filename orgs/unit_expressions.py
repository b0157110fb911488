"""Reading units as plans name them: 各村（居）, 河湾镇各村, 除桃源村外的各村 (pure).

What is read here is only what was meant; ``orgs.queries.expressions`` says which units that are.
"""

import re
import unicodedata
from dataclasses import dataclass

from .enums import UnitKind as K
from .names import clean_name

LONGEST = 4000
EVERYONE = "everyone"
SEPARATORS = "、,;\n\t/"
HERE = {
    "", "全县", "全区", "全市", "全镇", "全乡", "全街道", "全校", "全行", "全域", "本县", "本区",
    "本市", "本镇", "本乡", "本街道", "本级", "我县", "我镇", "我乡", "我街道", "辖区", "辖区内",
    "县内", "镇内",
}  # fmt: skip

# word -> kinds, and what a unit's name has to hold to be meant (nothing: every unit of the kind)
KIND_WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(
        ("村", "村居", "村社区", "行政村", "村委会", "村民委员会", "村社", "village", "villages"),
        ((K.VILLAGE,), ()),
    ),
    **dict.fromkeys(
        ("社区", "居委会", "居民委员会", "居", "community", "communities"),
        ((K.VILLAGE,), ("社区", "居委会", "居民委员会")),
    ),
    **dict.fromkeys(
        ("镇", "乡", "乡镇", "镇街", "乡镇街道", "镇乡", "乡镇政府", "town", "towns"),
        ((K.TOWN,), ()),
    ),
    **dict.fromkeys(("街道", "街道办", "街道办事处"), ((K.TOWN,), ("街道",))),
    **dict.fromkeys(
        ("学校", "中小学", "中小学校", "校", "school", "schools"), ((K.SCHOOL,), ())
    ),
    **dict.fromkeys(("中学", "初中", "高中"), ((K.SCHOOL,), ("中学", "初中", "高中", "一中"))),
    "小学": ((K.SCHOOL,), ("小学",)),
    "幼儿园": ((K.SCHOOL,), ("幼儿园",)),
    **dict.fromkeys(("学院", "高校", "高等学校", "college", "colleges"), ((K.COLLEGE,), ())),
    **dict.fromkeys(("班", "班级", "class", "classes"), ((K.CLASS,), ())),
    **dict.fromkeys(
        ("银行网点", "网点", "金融网点", "支行", "营业网点", "bank branch", "bank branches"),
        ((K.BRANCH,), ()),
    ),
    **dict.fromkeys(("银行", "金融机构", "银行机构", "bank", "banks"), ((K.BANK, K.BRANCH), ())),
    **dict.fromkeys(
        ("通信运营商", "运营商", "通信企业", "通信公司", "电信企业", "telecom operator",
            "telecom operators"),
        ((K.TELECOM,), ()),
    ),
    **dict.fromkeys(
        ("部门", "县直部门", "县直单位", "县直机关", "镇直部门", "机关", "department",
            "departments"),
        ((K.DEPARTMENT, K.POLICE), ()),
    ),
    **dict.fromkeys(("派出所", "police station", "police stations"), ((K.POLICE,), ("派出所",))),
    "公安机关": ((K.POLICE,), ()),
    **dict.fromkeys(
        ("医院", "医疗机构", "卫生院", "医疗卫生机构", "hospital", "hospitals"), ((K.HOSPITAL,), ())
    ),
    **dict.fromkeys(("企业", "公司", "enterprise", "enterprises"), ((K.ENTERPRISE,), ())),
    **dict.fromkeys(("网格", "grid", "grids"), ((K.GRID,), ())),
    **dict.fromkeys(
        ("成员单位", "单位", "责任单位", "部门单位", "member units", "units"), ((EVERYONE,), ())
    ),
}  # fmt: skip

_EACH = "各|每个|每一个|所有|全部|全体"
_CHINESE_KIND = re.compile(
    rf"^(?P<place>.*?)(?:所辖|下辖|所属|直属|辖内|的)?(?:{_EACH})(?:个)?(?P<word>[^各]+)$"
)
_ENGLISH_KIND = re.compile(
    r"^(?:all|every|each)(?: the)? (?P<word>[a-z ]+?)(?: (?:of|in|below|under) (?P<place>.+))?$",
    re.I,
)
_EXCEPT = re.compile(
    r"除了?(?P<out>[^\n;除]{1,200}?)(?:以外|之外|外)(?:的|,)?(?:其他|其余|其它)?(?:的)?"
    rf"(?P<rest>(?=[^\n;、,]{{0,40}}?(?:{_EACH}|成员单位))[^\n;、,]+)"
)
_EXCEPT_AFTER = re.compile(
    r"\((?:不含|不包括|除)(?P<a>[^()]{1,200}?)(?:以外|之外|外)?\)|\((?P<b>[^()]{1,200}?)除外\)"
    r"|,(?P<c>[^,;\n()]{1,80}?)除外(?=$|[;\n])"
    r"| (?:except|but not) (?P<d>[^,;\n]+)"
)
_OPEN = re.compile(
    r"(?<![高初中优])等(?:[0-9]+|[一二三四五六七八九十]+)?(?:个|家)?(?:有关|相关|成员|责任|职能)?"
    r"(?:单位|部门|镇村|乡镇|机构)?$"
)
_LABEL = re.compile(r"^(?:责任单位|牵头单位|配合单位|落实单位|责任部门|牵头部门)[:：]\s*")
_VERBS = re.compile(r"(?:(?:分别|具体|共同|负责|牵头|配合|落实|承办|协助|参与|实施)+)$")
_VAGUE = re.compile(r"^(?:各)?(?:有关|相关|其他|其它|其余)")
_AND = re.compile(r"以及|[和及与暨]| and ")
_GAP = "\x1f"


@dataclass(frozen=True)
class Term:
    """One thing named between separators.

    ``text`` is what was written; ``name`` the same without verbs, 等 and brackets around. A
    term that says "every" has ``kinds`` (UnitKind values, or EVERYONE) below ``place`` (empty:
    everywhere), of which only names holding one of ``holding``. ``excepted`` are taken out
    again; ``is_open`` says that it ended with 等; ``is_vague`` that it names nobody (各相关单位).
    """

    text: str
    name: str
    place: str = ""
    kinds: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    is_open: bool = False
    is_vague: bool = False


def key_of(text: str) -> str:
    """A name as it is compared: half-width, without spaces and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_name(text))).casefold()


def parse_units(text: str) -> list[Term]:
    """The terms of what somebody wrote, in their order, each once; nothing is looked up."""
    written = unicodedata.normalize("NFKC", str(text)[:LONGEST]).replace("\r", "\n")
    written = written.replace(_GAP, "")
    written = _without_brackets_around(written.strip().rstrip("。."))
    excepted: list[tuple[str, ...]] = []

    def put_aside(found: re.Match) -> str:
        out = next(group for group in found.groupdict().values() if group)
        excepted.append(tuple(_split(out)))
        rest = found.groupdict().get("rest") or ""
        return f"{rest}{_GAP}{len(excepted) - 1}{_GAP}"

    written = _EXCEPT.sub(put_aside, written)
    written = _EXCEPT_AFTER.sub(put_aside, written)
    terms = [_term(piece, excepted) for piece in _split(written)]
    return list(dict.fromkeys(term for term in terms if term.name))


def halves(name: str) -> list[tuple[str, str]]:
    """The ways to read a name as two joined by 和, 及, 与 or "and"; the longest left part last."""
    return [
        (name[: found.start()].strip(), name[found.end() :].strip())
        for found in _AND.finditer(name)
        if name[: found.start()].strip() and name[found.end() :].strip()
    ]


def read_term(text: str) -> Term:
    """One term without separators in it."""
    return _term(text, [])


def _without_brackets_around(text: str) -> str:
    if text.startswith("(") and text.endswith(")") and "(" not in text[1:]:
        return text[1:-1]
    return text


def _split(text: str) -> list[str]:
    """The pieces between separators that stand outside brackets; a bracket never closed is none."""
    pieces, piece, depth = [], "", 0
    balanced = text.count("(") == text.count(")")
    for sign in text:
        depth += balanced * ((sign == "(") - (sign == ")"))
        if sign in SEPARATORS and depth <= 0:
            pieces.append(piece)
            piece = ""
        else:
            piece += sign
    return [clean for clean in (piece.strip(" ") for piece in [*pieces, piece]) if clean]


def _term(piece: str, excepted: list[tuple[str, ...]]) -> Term:
    out: tuple[str, ...] = ()
    if _GAP in piece:
        before, number, after = piece.split(_GAP)[:3]
        piece, out = before + after, excepted[int(number)]
    written = clean_name(piece)
    text = f"{written} − {'、'.join(out)}" if out else written
    name = _VERBS.sub("", _LABEL.sub("", written)).strip()
    name, opened = _OPEN.subn("", name)
    name = name.strip()
    if _VAGUE.match(name):
        return Term(text, name, is_vague=True, excepted=out, is_open=bool(opened))
    place, kinds, holding = _every(name)
    return Term(text, name, place, kinds, holding, out, is_open=bool(opened))


def _every(name: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Place, kinds and what names have to hold, of a term that says "every"; else nothing."""
    found = _CHINESE_KIND.match(name) or _ENGLISH_KIND.match(name)
    if not found:
        return "", (), ()
    place, word = (found["place"] or "").strip(), found["word"].strip()
    if f"{place}{word}" in KIND_WORDS:  # 县直各部门
        place, word = "", f"{place}{word}"
    kinds, holding = kinds_of(word)
    return ("" if place in HERE else place), kinds, holding


def kinds_of(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds a word stands for, alternatives in brackets added: 镇(街道), 村(居、社区)."""
    word = word.strip().casefold()
    if word in KIND_WORDS:
        return KIND_WORDS[word]
    inside = [one for part in re.findall(r"\(([^()]*)\)", word) for one in _split(part)]
    base = re.sub(r"\([^()]*\)", "", word)
    read = [KIND_WORDS.get(one) for one in (base, *inside)]
    if not inside or None in read:
        return (), ()
    kinds = tuple(dict.fromkeys(kind for kinds, _holding in read for kind in kinds))
    holding = () if any(not hold for _kinds, hold in read) else sum((h for _k, h in read), ())
    return kinds, holding
