"""Numbers as people type them into forms and cells, and as they are shown.

What can be read in one way only is taken; what could mean two things is refused with the cure,
never guessed. A blank is ``None``, not zero.
"""

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from .errors import DomainError

Kind = Literal["whole", "decimal", "money"]

PLACES: dict[str, int] = {"whole": 0, "decimal": 4, "money": 2}
WAN_PLACES = 6  # an amount in 万元, to the cent
LIMIT = Decimal(10) ** 12
LONGEST = 40
PLAIN_DIGITS = 12  # below the limit, whatever they are
LONGEST_WHOLE = 18  # digits of a key or a version
MULTIPLES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
FIGURES = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:[, ][0-9]{3})+)(?:\.([0-9]+))?")
MULTIPLE = re.compile(r"([+-]?[0-9,]+(?:\.[0-9]+)?)([百千万亿])")
ROUGH = re.compile(r"[约近余多几数超逾]|左右|以上|以下|不到|大概|[~<>+]$|^[~<>]")
WORDS = re.compile(r"[零〇一二两三四五六七八九十百千万亿]")
NOTHING = {"-", "--", "—", "——", "/", "\\", "无", "没有", "none", "n/a", "nil", "?"}


class NumberProblem(DomainError):
    """Why a value is not taken as a number.

    ``value`` is what was given; ``suggestion`` a number it may have meant, for the person to
    confirm, never taken by itself.
    """

    def __init__(self, sentence: str, value: object, suggestion: Decimal | None = None) -> None:
        super().__init__(sentence)
        self.value = value
        self.suggestion = suggestion


def parse_number(
    value: object, *, kind: Kind = "whole", unit: str = "", negative: bool = False
) -> Decimal | None:
    """The number in a form field or a spreadsheet cell; ``None`` for a blank.

    ``unit`` is the field's own unit, which may stand behind the figure; money is in yuan unless
    ``unit`` says 万元. Raises NumberProblem.
    """
    if value is None:
        return None
    if _is_plain(value) and not unit.isnumeric():
        return Decimal(int(value))
    number = _from_text(value, kind, unit) if isinstance(value, str) else _from_cell(value, kind)
    if number is None:
        return None
    if abs(number) >= LIMIT:
        raise NumberProblem(
            _("“%(value)s” is too large. Check the digits and the unit.") % _shown(value), value
        )
    if number < 0 and not negative:
        raise NumberProblem(
            _("Enter a number that is not below zero, not “%(value)s”.") % _shown(value), value
        )
    return Decimal(plain(number))


def _is_plain(value: object) -> bool:
    """Whether there is nothing to take off and nothing to doubt: ``1200``."""
    is_digits = type(value) is str and value.isdigit() and value.isascii()
    return is_digits and len(value) <= PLAIN_DIGITS


def _shown(value: object) -> dict[str, str]:
    """The value for a sentence, cut to a readable length."""
    text = str(value).strip()
    return {"value": text if len(text) <= 20 else text[:19] + "…"}


def _from_cell(value: object, kind: Kind) -> Decimal:
    """A number that came from a cell as one; the noise of floating point is taken off."""
    if isinstance(value, date | time | timedelta):
        raise NumberProblem(
            _("“%(value)s” is a date or time. Set the cell to a number and enter the figure again.")
            % _shown(value),
            value,
        )
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _no_number(kind, value)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number) >= LIMIT:
        raise NumberProblem(
            _("“%(value)s” is too large. Check the digits and the unit.") % _shown(value), value
        )
    places = 6 if kind == "whole" else PLACES[kind]
    number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if kind == "whole" and number != number.to_integral_value():
        raise _no_number(kind, value)
    return number


def _from_text(value: str, kind: Kind, unit: str) -> Decimal | None:
    """A number that was typed."""
    text = INVISIBLE.sub(" ", unicodedata.normalize("NFKC", value)).replace("\u2212", "-").strip()
    if not text:
        return None
    if len(text) > LONGEST:
        raise _no_number(kind, value)
    if text.lower() in NOTHING:
        raise NumberProblem(
            _("Leave the field empty or enter 0 instead of “%(value)s”.") % _shown(value), value
        )
    bare = _without_unit(text, kind, unit)
    found = FIGURES.fullmatch(bare)
    if not found:
        raise _why_not(bare, kind, unit, value)
    sign, whole, fraction = found.group(1), found.group(2), found.group(3) or ""
    _check_places(fraction, kind, value, WAN_PLACES if unit == "万元" else PLACES[kind])
    return Decimal(sign + re.sub("[, ]", "", whole) + "." + (fraction or "0"))


def _in_wan(text: str) -> str:
    """An amount for a field in 万元: 1.2万 is 1.2, and 12000元 is 1.2; anything else as it is."""
    if text.endswith("万"):
        return text.removesuffix("万").rstrip()
    found = FIGURES.fullmatch(text.removesuffix("元").rstrip()) if text.endswith("元") else None
    if not found or text.endswith("万元"):
        return text
    sign, whole, fraction = found.group(1), found.group(2), found.group(3) or "0"
    yuan = Decimal(sign + re.sub("[, ]", "", whole) + "." + fraction[:2])
    return plain(yuan / 10_000)


def _without_unit(text: str, kind: Kind, unit: str) -> str:
    """The text without the field's own unit and, for money, without the sign of the yuan."""
    if kind == "money" and unit == "万元":
        text = _in_wan(text.removeprefix("¥").lstrip())
    if unit:
        text = text.removesuffix(unicodedata.normalize("NFKC", unit)).rstrip()
    if kind == "money":
        text = text.removeprefix("¥").lstrip()
        if unit in ("", "元"):
            text = text.removesuffix("元").rstrip()
    return text


def _check_places(fraction: str, kind: Kind, value: str, places: int) -> None:
    """1.000 could mean a thousand, and more places than the kind has are a slip."""
    if kind == "whole":
        if fraction.strip("0") or len(fraction) > 2:
            raise _no_number(kind, value)
    elif len(fraction) > places:
        raise NumberProblem(
            _("“%(value)s” has more than %(places)d digits behind the point.")
            % {**_shown(value), "places": places},
            value,
        )


def _why_not(text: str, kind: Kind, unit: str, value: str) -> NumberProblem:
    """The most helpful reason why a text is no number."""
    if "%" in text or "‰" in text:
        return NumberProblem(
            _("Enter the count itself, not the percentage “%(value)s”.") % _shown(value), value
        )
    if ROUGH.search(text):
        return NumberProblem(_("Enter the exact number, not “%(value)s”.") % _shown(value), value)
    many = MULTIPLE.match(text)
    if many and unit not in ("万元", "亿元"):
        meant = Decimal(many.group(1).replace(",", "")) * MULTIPLES[many.group(2)]
        return NumberProblem(
            _("Write all the digits instead of “%(value)s”: %(meant)s?")
            % {**_shown(value), "meant": plain(meant)},
            value,
            meant,
        )
    figures = re.match(r"[+-]?[0-9]+(?:\.[0-9]+)?", text)
    if figures and re.fullmatch(r"[^\W\d_]+", text[figures.end() :].strip()):
        return NumberProblem(
            _("Enter the number alone, without words: %(meant)s instead of “%(value)s”.")
            % {**_shown(value), "meant": figures.group()},
            value,
            Decimal(figures.group()),
        )
    if WORDS.match(text):
        return NumberProblem(
            _("Enter the number in digits, not in words like “%(value)s”.") % _shown(value), value
        )
    return _no_number(kind, value)


def _no_number(kind: Kind, value: object) -> NumberProblem:
    """The plain refusal."""
    if kind == "whole":
        return NumberProblem(_("Enter a whole number, not “%(value)s”.") % _shown(value), value)
    return NumberProblem(_("Enter a number, not “%(value)s”.") % _shown(value), value)


def plain(value: Decimal | int) -> str:
    """The canonical text of a number, as kept in JSON: no grouping, no exponent, no idle zeros."""
    text = format(Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def format_number(value: Decimal | int | None, *, kind: Kind = "whole", unit: str = "") -> str:
    """A number for reading, with its unit: 1,200户; a dash for nothing reported."""
    if value is None:
        return "—"
    if kind == "money" and unit in ("", "元"):
        return format_money(Decimal(value))
    number = _grouped(Decimal(value))
    if not unit:
        return number
    return pgettext("figure and its unit", "%(number)s %(unit)s") % {"number": number, "unit": unit}


def format_money(yuan: Decimal | None) -> str:
    """An amount of yuan for reading: 864元, 21.6万元, 1.2亿元; two places at most."""
    if yuan is None:
        return "—"
    if (get_language() or "").startswith("zh"):
        for size, word in ((Decimal(10) ** 8, "亿元"), (Decimal(10) ** 4, "万元")):
            if abs(yuan) >= size:
                return _grouped(_to_cents(yuan / size)) + word
    return _("%(amount)s yuan") % {"amount": _grouped(_to_cents(yuan))}


def posted_whole(text: str | None, otherwise: int = 0) -> int:
    """The whole number in an address or a hidden field; ``otherwise`` for any other text."""
    if text and text.isascii() and text.isdigit() and len(text) <= LONGEST_WHOLE:
        return int(text)
    return otherwise


def _to_cents(value: Decimal) -> Decimal:
    """Two places, half up."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _grouped(value: Decimal) -> str:
    """Thousands separated, no idle zeros."""
    whole, point, fraction = plain(value).partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{fraction}"
