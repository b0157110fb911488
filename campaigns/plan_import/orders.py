"""The words of an order: what is one, and how it is quoted (pure)."""

import re

from .lexicon import ORDERS
from .piece import Piece
from .subjects import LEADING

LONGEST_QUOTE = 48
# How sure an order is by what made it one.
CONFIDENCE = {
    "attributed": 0.95, "label": 0.95, "must": 0.9, "by": 0.8, "act": 0.75, "order": 0.7,
    "several": 0.6, "list": 0.5,
}  # fmt: skip
ENUMERATED = re.compile(
    r"^(?:[一二三四五六七八九十]是|[一二三四五六七八九十]要|其[一二三四五])[要,]?"
)
DESCRIBES = re.compile(
    r"^[^,。;“《]{2,44}(?:(?<![特尤凡或还不要而就但总若只可于都])(?<!别)(?<!其)是(?!否)|成为|属于|具有|意味着)"
)
# 每周五为劳动时间, 下月为宣传月
NAMES = re.compile(
    r"^[^,。;]{2,24}?(?<![作成认])为[^,。;]{0,16}(?:时间|日|月|周|阶段|期|区域|范围|对象|第一责任人)(?=[,。;]|$)"
)
OUGHT = re.compile(
    r"(?<![重必需主首])要(?![求素点害领塞])|(?<![反适相响供])应(?![用急对有])|必?须|务必|不得|严禁"
)

# 4月29日举行闭幕式, 每周五下午开展大扫除, 春节期间设置巡防点
ON_DAY = re.compile(
    r"^(?:于|在)?(?:(?:20\d\d年)?\d{1,2}月(?:\d{1,2}[日号]|份|底|初|中旬|上旬|下旬)?|[元春端国中清五][\u3400-\u9fff、]{1,12})"
    r"(?:上午|下午|晚上|当天|期间|前后|前|之前|起)?,?(?=[\u3400-\u9fff])"
)
BY_MEANS = re.compile(r"利用|通过|结合|按照|根据|围绕|依托|在|以|对|针对|为|将|把|于")


def is_whole_order(text: str) -> bool:
    """An order that needs nobody named behind it: no 通过…, and no head 一是加强领导,."""
    return is_order(text) and not BY_MEANS.match(text) and not ENUMERATED.match(text)


def is_order(text: str) -> bool:
    """Whether a sentence that names nobody tells to do something."""
    lead = LEADING.match(text)
    bare = text[lead.end() if lead else 0 :]
    bare = ON_DAY.sub("", bare)
    several = ENUMERATED.match(bare)
    bare = bare[several.end() :] if several else bare
    if (DESCRIBES.match(bare) or NAMES.match(bare)) and not OUGHT.search(bare[:60]):
        return False
    return bool(ORDERS.match(bare)) or bool(OUGHT.search(bare[:40]))


def quote(piece: Piece) -> str:
    """The beginning of the order, up to a comma after some thirty characters."""
    text = piece.text
    cut = re.compile(r"[,。;]").search(text, 30)
    end = min(cut.start() if cut else len(text), LONGEST_QUOTE)
    return text[:end].strip(" ,。;:")
