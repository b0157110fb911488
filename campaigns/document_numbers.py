"""Document numbers as Chinese offices write them (文号): 青反诈办〔2026〕3号 (pure)."""

import re
from collections.abc import Iterable

BRACKETS = str.maketrans({"[": "〔", "]": "〕", "【": "〔", "】": "〕", "(": "〔", ")": "〕",
                          "（": "〔", "）": "〕", "［": "〔", "］": "〕"})  # fmt: skip
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
FORM = re.compile(r"(?P<issuer>[^\d〔〕]{1,40})〔(?P<year>20\d\d)〕(?P<number>\d{1,5})号")


def normal_number(text: str) -> str:
    """The number with six-cornered brackets, half-width figures, no spaces and no 第.

    Empty stays empty. ValueError when it does not say issuer, year in brackets and number.
    """
    tidy = re.sub(r"\s+", "", text).translate(BRACKETS).translate(WIDE)
    if not tidy:
        return ""
    tidy = tidy.replace("〕第", "〕")
    tidy = tidy if tidy.endswith("号") else tidy + "号"
    found = FORM.fullmatch(tidy)
    if not found:
        raise ValueError(text)
    return f"{found['issuer']}〔{found['year']}〕{int(found['number'])}号"


def parts_of(number: str) -> tuple[str, int, int]:
    """Issuer's short name, year and running number. ValueError for another form."""
    found = FORM.fullmatch(number)
    if not found:
        raise ValueError(number)
    return found["issuer"], int(found["year"]), int(found["number"])


def next_number(used: Iterable[str], year: int) -> str:
    """The number after the highest of ``year``, in the newest issuer's short name; else empty.

    ``used`` comes newest first: its first well-formed number names the issuer.
    """
    known = []
    for number in used:
        try:
            known.append(parts_of(number))
        except ValueError:
            continue
    if not known:
        return ""
    issuer = known[0][0]
    last = max((n for name, when, n in known if name == issuer and when == year), default=0)
    return f"{issuer}〔{year}〕{last + 1}号"
