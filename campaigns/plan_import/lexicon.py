"""The words by which a plan is read, from ``lexicon.toml`` (pure)."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text("utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len)[::-1]) + ")"


UNIT_ENDINGS = tuple(_DATA["units"]["endings"])
PEOPLE = tuple(_DATA["units"]["people"])
FIELDS = frozenset(_DATA["units"]["fields"])
GLUED = frozenset(_DATA["units"]["glued"])
NOT_NAMES = tuple(_DATA["units"]["not_names"])
NEVER = re.compile(any_of(_DATA["units"]["never"]))
MODAL = any_of(_DATA["verbs"]["modal"])
ACTS = any_of(_DATA["verbs"]["acts"])
VERBS = re.compile(
    any_of(word for word in _DATA["verbs"]["orders"] if len(word) > 1 and word != "全体")
)
ORDERS = re.compile(any_of(_DATA["verbs"]["orders"]))
SECTION_KINDS = [(kind, re.compile(pattern)) for kind, pattern in _DATA["sections"]["kinds"]]
HEADS = any_of(_DATA["sections"]["heads"])
NOISE = re.compile("|".join(_DATA["noise"]["lines"]), re.IGNORECASE)
TAIL = re.compile("|".join(_DATA["noise"]["tails"]))
SEATS = dict(_DATA["roles"]["seats"])
SEAT = any_of(SEATS)
POST = any_of(_DATA["roles"]["posts"])
MEASURES = tuple(_DATA["targets"]["measures"])
COUNTED = dict(_DATA["targets"]["counted"])
SURNAMES = frozenset(_DATA["roles"]["surnames"])
_JUDGED = {name: re.compile("|".join(words)) for name, words in _DATA["judgement"].items()}
MADE, OTHER_PAPERS = _JUDGED["made"], _JUDGED["other_papers"]
LESSON, TELLS, TRICKS = _JUDGED["lesson"], _JUDGED["tells"], _JUDGED["tricks"]


def section_kind(heading: str) -> str:
    """What a section with this heading is about; ``""`` when no word tells."""
    bare = re.sub(r"\([^()]*\)", "", heading).strip(" 。:;,、")
    for kind, pattern in SECTION_KINDS:
        if pattern.search(bare):
            return kind
    return ""
