"""What changed between two wordings of a sentence, in words and not in characters (pure).

A date, a number with its percent sign and a Latin word change as a whole; Chinese text
changes by the character, and a single character that two changes happen to share is given
up, because a patchwork reads worse than a longer mark.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, GONE = "same", "added", "gone"
TOKENS = re.compile(
    r"(?:\d{1,4}年)?\d{1,2}月\d{1,2}日|\d{1,4}年(?:\d{1,2}月)?|\d{1,2}月(?!\d)"
    r"|\d+(?:[.,:]\d+)*[%％]?|[A-Za-z][A-Za-z'-]*|\*\*|.",
    re.S,
)
SENTENCES = re.compile(r"[^。；！？\n]*[。；！？\n]?", re.S)
MOST_TOKENS = 3000  # beyond that whole sentences are compared
ALIKE = 3


@dataclass(frozen=True)
class Piece:
    """A run of text that both wordings have, or only the new (added), or only the old (gone)."""

    kind: str
    text: str


def compare_words(old: str, new: str) -> list[Piece]:
    """The pieces from ``old`` to ``new``, in reading order.

    Two wordings that share less than a third of the shorter one are told as one text gone
    and one added.
    """
    if not old or not new or old == new:
        kind = SAME if old == new else (ADDED if new else GONE)
        return [Piece(kind, old or new)] if old or new else []
    before, after = _tokens(old), _tokens(new)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    steps = [(SAME, "".join(after[:start]))]
    steps += _steps(before[start : len(before) - end], after[start : len(after) - end])
    steps.append((SAME, "".join(after[len(after) - end :])))
    pieces = _joined(_without_crumbs([step for step in steps if step[1]]))
    same = sum(len(piece.text) for piece in pieces if piece.kind == SAME)
    if same * ALIKE < min(len(old), len(new)):
        return [Piece(GONE, old), Piece(ADDED, new)]
    return pieces


def old_side(pieces: list[Piece]) -> list[Piece]:
    """What the old wording says, its lost pieces marked."""
    return [piece for piece in pieces if piece.kind != ADDED]


def new_side(pieces: list[Piece]) -> list[Piece]:
    """What the new wording says, its new pieces marked."""
    return [piece for piece in pieces if piece.kind != GONE]


def _tokens(text: str) -> list[str]:
    found = TOKENS.findall(text)
    return found if len(found) <= MOST_TOKENS else [s for s in SENTENCES.findall(text) if s]


def _shared(one: list[str], other: list[str]) -> int:
    """How many tokens both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _steps(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    found = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, l in matcher.get_opcodes():  # noqa: E741
        if kind == "equal":
            found.append((SAME, "".join(after[k:l])))
        else:
            found += [(GONE, "".join(before[i:j])), (ADDED, "".join(after[k:l]))]
    return found


def _without_crumbs(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give up one shared character between two changes that are each longer than it."""
    found = []
    for at, (kind, text) in enumerate(steps):
        inside = 0 < at < len(steps) - 1
        if kind == SAME and inside and len(text) == 1 and text.isalnum():
            around = [len(steps[at - 1][1]), len(steps[at + 1][1])]
            if min(around) > 1:
                found += [(GONE, text), (ADDED, text)]
                continue
        found.append((kind, text))
    return found


def _joined(steps: list[tuple[str, str]]) -> list[Piece]:
    """Runs of changes as one piece gone and one piece added."""
    pieces: list[Piece] = []
    gone = added = ""
    for kind, text in [*steps, (SAME, "")]:
        if kind == GONE:
            gone += text
        elif kind == ADDED:
            added += text
        else:
            pieces += [Piece(k, t) for k, t in ((GONE, gone), (ADDED, added)) if t]
            gone = added = ""
            if text:
                if pieces and pieces[-1].kind == SAME:
                    pieces[-1] = Piece(SAME, pieces[-1].text + text)
                else:
                    pieces.append(Piece(SAME, text))
    return pieces
