"""Who a sentence of the plan names for its work: （县教育局牵头，各学校配合） (pure)."""

import re
from dataclasses import dataclass

_TAIL = re.compile(
    r"[（(]((?:[^（）()]|[（(][^（）()]*[）)])*(?:牵头|负责|落实|配合|承办))[）)][。.；;]?$"
)
_PIECE = re.compile(r"(?P<names>.+?)(?P<verb>牵头|负责落实|负责|落实|承办|配合)(?:[，,；;、]|$)")


@dataclass(frozen=True)
class Named:
    """What stands in the brackets at the end of a sentence, as it is written there."""

    lead: str = ""
    responsible: str = ""
    support: str = ""


def named_in(sentence: str) -> Named:
    """The units named in the brackets at the end of ``sentence``; empty where there are none."""
    found = _TAIL.search(sentence.strip())
    if not found:
        return Named()
    said = {"lead": "", "responsible": "", "support": ""}
    for piece in _PIECE.finditer(found[1]):
        part = {"牵头": "lead", "配合": "support"}.get(piece["verb"], "responsible")
        said[part] = said[part] or piece["names"].strip("，,；;、 ")
    return Named(**said)
