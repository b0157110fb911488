"""The columns by which people and units are found, worked out from what they are made of (pure)."""

from fraudwatch.lib.secrets import search_digest, search_digests

from .phones import last_four
from .spelling import person_spelling, unit_spelling

TAIL = "tail:"


def person_keys(facts: dict[str, str]) -> dict[str, str]:
    """What changes with the given name and phone: pinyin, and digests of the number.

    The last four digits have a digest of their own, so that nobody's number is opened to
    search among all of them.
    """
    keys = {}
    if "name" in facts:
        keys["spelling"] = person_spelling(facts["name"])
    if "phone" in facts:
        tail = last_four(facts["phone"])
        keys["phone_digest"] = search_digest(facts["phone"])
        keys["phone_tail"] = search_digest(TAIL + tail) if tail else ""
    return keys


def unit_keys(name: str, short_name: str) -> dict[str, str]:
    """What changes with a unit's names: pinyin."""
    return {"spelling": unit_spelling(name, short_name)}


def phone_digests(number: str) -> list[str]:
    """The digests under which a whole number may stand."""
    return search_digests(number)


def tail_digests(four: str) -> list[str]:
    """The digests under which the last four digits of a number may stand."""
    return search_digests(TAIL + four)
