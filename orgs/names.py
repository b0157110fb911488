"""Codes, names and lists of words as people type them (pure)."""

import re
import unicodedata

SEPARATORS = re.compile(r"[;；\n]+")


def clean_name(text: object) -> str:
    """A name in one spelling: no space around, single spaces within, nothing invisible."""
    shown = "".join(
        sign if sign.isspace() or unicodedata.category(sign)[0] != "C" else ""
        for sign in unicodedata.normalize("NFC", str(text if text is not None else ""))
    )
    return re.sub(r"\s+", " ", shown).strip()


def clean_code(text: object) -> str:
    """A code in one spelling: half-width, without spaces; 1001.0 from a cell is 1001."""
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_name(text)))


def split_words(text: object) -> list[str]:
    """The parts of a list written with ； or ; or line breaks, cleaned, each once."""
    parts = (clean_name(part) for part in SEPARATORS.split(str(text if text is not None else "")))
    return list(dict.fromkeys(filter(None, parts)))
