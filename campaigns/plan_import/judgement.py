"""Whether a text is a plan at all, and what it seems to be instead (pure).

Points are counted for what only plans have: sections with the well-known names, a sentence that
says a plan is made, a leading group, duties to report, a duration, orders to units by name.
What reads like a lesson, a report or a story needs more of them. ``code`` is a key of the words
that the page shows for it.
"""

import re
from collections.abc import Sequence

from .clean import Line
from .draft import Draft, Judgement
from .lexicon import HEADS, LESSON, MADE, OTHER_PAPERS, TELLS, TRICKS

PLAN, DOUBTFUL, NONE = "plan", "doubtful", "none"
ENOUGH, SOME = 4, 2  # points
MORE = 2  # what reads like something else must look like a plan by so much more
LONGEST_HEAD, HIGHEST = 14, 3
SHORT = 500  # characters; in an excerpt a single sign is enough to look further
BARE_TITLE, DENSE = 6, 3  # characters; orders to units
SHORT_LINE, FEW_LINES = 30, 5
FEWEST = 3  # times
# How often such words stand in a thousand characters of what is no plan.
OFTEN = {"lesson": 3.0, "told": 6.0, "tricks": 8.0}
VAGUE = {"", "contents", "tasks"}  # kinds that other papers have as well
KNOWN = re.compile(HEADS)
WORDS = {"lesson": LESSON, "told": TELLS, "tricks": TRICKS}


def judged(lines: Sequence[Line], draft: Draft) -> Judgement:
    """The verdict on a text that was read into ``lines`` and ``draft``."""
    if not lines:
        return Judgement(NONE, "empty", 1.0)
    points, other = _points(lines, draft), _looks_like(lines, draft)
    other = "" if other == "list" and points >= SOME else other
    needed = ENOUGH + (MORE if other else 0)
    if points >= needed:
        return Judgement(PLAN, "plan", min(1.0, 0.7 + (points - needed) / 20))
    size = sum(len(line.text) for line in lines)
    if points >= (needed - SOME if other or size > SHORT else 1):
        return Judgement(DOUBTFUL, other or "few signs", 0.5)
    return Judgement(NONE, other or "no signs", min(0.95, 0.6 + (needed - points) / 10))


def _points(lines: Sequence[Line], draft: Draft) -> int:
    heads = [one for one in draft.sections if one.level <= 2 and len(one.heading) <= LONGEST_HEAD]
    telling = [one for one in heads if one.kind not in VAGUE or KNOWN.fullmatch(one.heading)]
    kinds = {one.kind for one in telling}
    named = sum(1 for one in draft.tasks if one.owners and one.reason != "act")
    members = len(draft.group.members) if draft.group else 0
    is_dense = named >= DENSE and named * 100 >= sum(len(line.text) for line in lines)
    return sum(
        (
            2 * any(MADE.search(line.text) for line in lines),
            min(HIGHEST, len(kinds)),
            min(HIGHEST, (named + 1) // 2),
            is_dense,
            min(2, members) or bool(draft.group and draft.group.office_at),
            bool(draft.reporting),
            bool(draft.period),
            bool(draft.targets),
            bool(
                draft.title and draft.title.confidence > 0.8 and len(draft.title.value) > BARE_TITLE
            ),
        )
    )


def _looks_like(lines: Sequence[Line], draft: Draft) -> str:
    """What other kind of text this might be; ``""`` for none."""
    if any(OTHER_PAPERS.search(line.text.strip()) for line in lines[:4]):
        return "other paper"
    text = "\n".join(line.text for line in lines)
    counts = {code: len(WORDS[code].findall(text)) for code in OFTEN}
    often = {
        code: count * 1000 / len(text) / OFTEN[code] if count >= FEWEST else 0
        for code, count in counts.items()
    }
    most = max(often, key=often.__getitem__)
    if often[most] >= 1:
        return most
    short = sum(1 for line in lines if len(line.text) <= SHORT_LINE)
    is_rhyme = len(lines) >= FEW_LINES and short >= 0.9 * len(lines)
    return "list" if is_rhyme and not any(one.kind for one in draft.sections[1:]) else ""
