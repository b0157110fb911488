"""Names inside an evidence package (备检包): keys and cleaned words, none leads out (pure)."""

import re
from dataclasses import dataclass

from fraudwatch.lib.uploads import safe_name

LONGEST_PART = 40
UNFIT = re.compile(r"[\s.~'`!#$^&{}\[\]()@+=,\-]+")


@dataclass(frozen=True)
class Entry:
    """One file of the package as the index tells of it; ``path`` is its place in the zip."""

    path: str
    unit: str
    about: str
    kind: str
    caption: str = ""
    taken: object = None
    added: object = None
    by: str = ""
    sha256: str = ""
    original: str = ""
    note: str = ""


def part(words: str, key: object) -> str:
    """A folder or file name: the key first, then as much of the words as is safe to unpack."""
    plain = UNFIT.sub("_", safe_name(words, fallback="")).strip("_")[:LONGEST_PART].rstrip("_. ")
    return f"{key}-{plain}" if plain else str(key)


def file_part(name: str, key: object) -> str:
    """The same for a file that keeps its ending."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        return part(name, key)
    return f"{part(stem, key)}.{ending.lower()}"
