"""Names of persons and the posts they hold (pure)."""

import re

from .lexicon import POST, SURNAMES
from .units import is_unit

NAME = r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff][xX×*○]{1,2}|[xX×*○某]{1,6}"
MASK = re.compile(r"^[xX×*○某_ ]*$")
ROLES_END = re.compile(
    r"(?P<post>(?:.*)"
    + POST
    + r")(?P<name>[\u3400-\u9fff]{2,3}|[\u3400-\u9fff][xX×*]{1,2}|[xX×*]+)$"
)
TWO_PART = {"欧阳", "上官", "司马", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "令狐"}
UNIT_LIKE = re.compile(r"[站所局办委队处室院校社部会心]$")


def is_name(text: str, *, is_sure: bool = False) -> bool:
    """Two or three characters that begin with a surname; a half-masked one (杨xx) counts.

    ``is_sure`` where the place speaks for a person (同志, a post in brackets): then only what
    plainly ends like an office is none.
    """
    text = text.replace(" ", "")
    if re.fullmatch(r"[\u3400-\u9fff][xX×*某]{1,2}", text):
        return True
    is_two_part = text[:2] in TWO_PART
    is_long_enough = 2 <= len(text) <= (4 if is_two_part else 3)
    if not is_long_enough or (text[0] not in SURNAMES and not is_two_part):
        return False
    if re.search(POST + "$", text):
        return False
    return not (UNIT_LIKE.search(text) if is_sure else is_unit(text))
