"""Work phones as people type them (pure)."""

import re
import unicodedata

from django.utils.translation import gettext as _

from orgs.errors import OrgError

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")
SHORT = re.compile(r"\d{3,8}")
EXTENSION = re.compile(r"^(.+?)(?:-|转|ext\.?)(\d{1,6})$", re.IGNORECASE)


def clean_phone(typed: object) -> str:
    """The phone in one spelling: ``13812342047``, ``0731-88261234``, ``0731-88261234-802``.

    Spaces, dashes, full-width digits, a leading +86 and Excel's number cells are understood;
    blank stays blank. OrgError for anything that is no phone.
    """
    if isinstance(typed, float) and typed.is_integer():
        typed = int(typed)
    text = unicodedata.normalize("NFKC", str(typed if typed is not None else "")).strip()
    if not text:
        return ""
    text = re.sub(r"^(\+|00)86[\s-]*", "", text)
    plain = re.sub(r"[\s()]", "", text)
    for number, extension in _readings(plain):
        figures = number.replace("-", "")
        tail = f"-{extension}" if extension else ""
        if MOBILE.fullmatch(figures) and not extension:
            return figures
        if LANDLINE.fullmatch(figures):
            area = 3 if figures[1] in "12" else 4
            return f"{figures[:area]}-{figures[area:]}{tail}"
        if SHORT.fullmatch(figures):
            return figures + tail
    raise OrgError(
        _("“%(value)s” is not a phone number: a mobile has 11 digits, a landline its area code.")
        % {"value": str(typed).strip()[:40]}
    )


def last_four(phone: str) -> str:
    """The last four digits of a number in its one spelling, without extension; blank if shorter."""
    main = phone.split("-")[1] if phone.count("-") == 2 else phone
    figures = re.sub(r"\D", "", main)
    return figures[-4:] if len(figures) >= 4 else ""


def _readings(plain: str) -> list[tuple[str, str]]:
    """The number whole, then split into number and extension."""
    found = EXTENSION.match(plain)
    return [(plain, "")] + ([(found[1], found[2])] if found else [])
