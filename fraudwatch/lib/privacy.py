"""Personal data of citizens in free text: found, so that a form can warn or refuse (pure).

The product keeps counts only. Numbers are checked by their own check digits, so that a document
number or a sum of money is rarely taken for a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["id_number", "mobile", "bank_card"]

SPACE = r"[ \u00a0\u3000-]?"
RUN = re.compile(rf"(?<![0-9A-Za-z.])[0-9](?:{SPACE}[0-9])*[Xx]?(?![0-9A-Za-z])")
GROUP = re.compile(r"[0-9]+[Xx]?")
MOST_GROUPS = 6
FULLWIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
MOBILE = re.compile(r"(?:86)?(1[3-9][0-9]{9})")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


@dataclass(frozen=True)
class Finding:
    """One number: what it is, where it stands in the text, and how it could be shown instead."""

    kind: Kind
    start: int
    end: int
    text: str
    masked: str


def find_personal_data(text: str) -> list[Finding]:
    """ID numbers, mobile numbers and bank cards in the text, in order, none overlapping."""
    plain = text.translate(FULLWIDTH)
    return [
        Finding(kind, start, end, text[start:end], _mask(kind, _digits(plain[start:end])))
        for run in RUN.finditer(plain)
        for kind, start, end in _in_run(plain, run)
    ]


def _in_run(plain: str, run: re.Match) -> Iterator[tuple[Kind, int, int]]:
    """What stands in a run of digits that spaces or dashes may part, longest first."""
    groups = [group.span() for group in GROUP.finditer(plain, *run.span())]
    at = 0
    while at < len(groups):
        for last in range(min(at + MOST_GROUPS, len(groups)) - 1, at - 1, -1):
            start, end = groups[at][0], groups[last][1]
            kind = _kind(plain[start:end])
            if kind:
                yield kind, start, end
                at = last
                break
        at += 1


def _digits(written: str) -> str:
    return re.sub(r"[^0-9Xx]", "", written)


def mask_personal_data(text: str) -> str:
    """The text with each finding masked."""
    for finding in reversed(find_personal_data(text)):
        text = text[: finding.start] + finding.masked + text[finding.end :]
    return text


def _kind(written: str) -> Kind | None:
    """What these digits are, if they are anybody's."""
    digits = _digits(written)
    if is_id_number(digits):
        return "id_number"
    if MOBILE.fullmatch(digits):
        return "mobile"
    # 1200 1300 1400 1500 is a list of figures; a card is written in fours or in one go
    fours = re.fullmatch(rf"[0-9]{{4}}(?:{SPACE}[0-9]{{4}})+(?:{SPACE}[0-9]{{1,3}})?", written)
    if 16 <= len(digits) <= 19 and (fours or written.isdigit()) and _is_card(digits):
        return "bank_card"
    return None


def is_id_number(digits: str) -> bool:
    """Whether this is a valid 18-digit ID number: area, date of birth and check digit fit."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9Xx]", digits):
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return born.year >= 1880 and CHECKS[total % 11] == digits[17].upper()


def _is_card(digits: str) -> bool:
    """A card's check digit by Luhn; cards begin with 3 to 6 or 9, never with zeros only."""
    if digits[0] not in "34569" or not digits.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _mask(kind: Kind, digits: str) -> str:
    """Enough to recognise, too little to use."""
    if kind == "mobile":
        digits = digits[-11:]
        return digits[:3] + "****" + digits[-4:]
    if kind == "id_number":
        return digits[:6] + "********" + digits[-4:]
    return "*" * (len(digits) - 4) + digits[-4:]
