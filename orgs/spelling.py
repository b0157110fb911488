"""How names are spelt in pinyin (拼音), so that a name is found by the letters typed (pure).

Surnames such as 单, 曾, 解, 仇, 区 sound different as names, and nobody knows which way a
person reads the own one: every reading of a sign is kept, up to ``MOST`` combinations.
"""

import re
import unicodedata
from itertools import islice, product

MOST, MOST_LONG, LONG = 24, 4, 5
READINGS = 3
TYPED = re.compile(r"[a-z]{1,60}")
SHORTEST_INSIDE = 2


def person_spelling(name: str) -> str:
    """The words by which a person is found: ``zhoumingyuan zmy zhoumy mingyuan my``.

    Each reading in full, by first letters, as surname with first letters, and the given
    name alone, with a blank before each word so that a search finds beginnings only.
    """
    words: list[str] = []
    for syllables in _readings(name):
        first, rest = syllables[:1], syllables[1:]
        words += ["".join(syllables), _letters(syllables)]
        if rest and len(syllables) <= LONG:
            words += ["".join(first) + _letters(rest), "".join(rest)]
            if len(rest) >= SHORTEST_INSIDE + 1:  # 欧阳修: the surname may have two signs
                words += ["".join(rest[1:])]
    return _joined(words)


def unit_spelling(*names: str) -> str:
    """The words by which a unit is found: each name in full and by first letters."""
    words: list[str] = []
    for name in filter(None, names):
        for syllables in _readings(name):
            words += ["".join(syllables), _letters(syllables)]
    return _joined(words)


def typed_letters(text: str) -> str:
    """What was typed as letters of a pinyin word; blank when it is something else.

    Blanks, apostrophes and dashes between syllables do not count; ``ü`` is ``v`` as on the
    keyboard, and so is the passport's ``lyu`` and ``nyu``.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    plain = re.sub(r"[\s'’·\-]+", "", plain)
    plain = plain.replace("lyu", "lv").replace("nyu", "nv")
    return plain if TYPED.fullmatch(plain) else ""


def _readings(name: str) -> list[list[str]]:
    """Every way to read the name, the usual one first.

    The dictionary takes 50 MB and is fetched when the first name is spelt, which most
    processes never do: finding a name needs only the letters that are kept with it.
    """
    from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415 - large, seldom wanted

    usual = [_plain(part) for part in lazy_pinyin(name)]
    every = [
        list(dict.fromkeys(_plain(one) for one in sign))[:READINGS]
        for sign in pinyin(name, heteronym=True, style=Style.NORMAL)
    ]
    most = MOST if len(every) <= LONG else MOST_LONG
    found = [usual, *(list(way) for way in islice(product(*every), most))]
    kept = [[part for part in way if part] for way in found]
    return [list(way) for way in dict.fromkeys(tuple(way) for way in kept if way)]


def _plain(part: str) -> str:
    """One syllable, or a stretch of other signs, as small letters and digits."""
    text = unicodedata.normalize("NFKC", part).casefold().replace("ü", "v")
    return re.sub(r"[^a-z0-9]", "", text)


def _letters(syllables: list[str]) -> str:
    return "".join(part[0] for part in syllables)


def _joined(words: list[str]) -> str:
    return "".join(f" {word}" for word in dict.fromkeys(words) if word)
