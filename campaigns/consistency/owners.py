"""Units that the wording makes answer for something: （…落实）, （…牵头，…配合） (pure)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .facts import Flaw, PlanFacts, listed, sentences, warn

VERBS = (
    *("分别负责", "具体负责", "共同落实", "分别落实", "牵头落实"),
    *("落实", "负责", "牵头", "承办", "主办", "配合", "协助", "协同"),
)
BEARING = ("落实", "负责", "牵头", "承办", "主办")
ANYBODY = re.compile(
    r"^(?:各|全体|全|所有|有关|相关|其他|辖区|上述|以上|本|每)|等$|等(?:单位|部门)$|单位$|部门$"
)
NAMES = re.compile(r"[、和及与]|以及")


def brackets(text: str) -> Iterator[str]:
    """What stands in the outermost brackets."""
    depth, start = 0, 0
    for at, sign in enumerate(text):
        if sign in "（(":
            start = at + 1 if depth == 0 else start
            depth += 1
        elif sign in "）)" and depth:
            depth -= 1
            if depth == 0:
                yield text[start:at]


def owners(text: str) -> list[str]:
    """The units that a sentence names in brackets as answering for it; empty for none."""
    found = []
    for inside in brackets(text):
        pieces = [piece.strip() for piece in re.split(r"[，,；;。]", inside)]
        if not any(piece.endswith(BEARING) for piece in pieces):
            continue
        for piece in pieces:
            verb = next((verb for verb in VERBS if piece.endswith(verb)), "")
            who = piece.removesuffix(verb).removeprefix("由") if verb else ""
            found += [name.strip() for name in NAMES.split(who) if name.strip()]
    return found


def without_owners(text: str) -> str:
    """The sentence without the brackets that name who answers for it."""
    for inside in brackets(text):
        if owners(f"（{inside}）"):
            text = text.replace(f"（{inside}）", "").replace(f"({inside})", "")
    return text


def unit_flaws(facts: PlanFacts) -> list[Flaw]:
    """Units made responsible by name that are no member units."""
    known = facts.names.union(*(member.names for member in facts.members))
    found = []
    for _section, clause, text, place in sentences(facts):
        strange = [name for name in owners(text) if not _is_known(name, known)]
        if strange:
            said = _("%(names)s is made responsible here and is no member unit.")
            words = {"names": listed(list(dict.fromkeys(strange)))}
            found.append(warn("owner_unknown", said % words, f"clause:{clause.id}", place))
    return found


def _is_known(name: str, known: frozenset[str]) -> bool:
    """Known by a name of its own, by its end (派出所 for 河湾派出所), or nobody in particular."""
    if ANYBODY.search(name) or name in known:
        return True
    return any(one.endswith(name) or name.endswith(one) for one in known if len(one) > 1)


def unassigned_flaws(facts: PlanFacts) -> list[Flaw]:
    """Sentences that make somebody answer for something, and no task or duty comes from them."""
    found = []
    for _section, clause, text, place in sentences(facts):
        who = owners(text)
        if who and not clause.is_used:
            said = _("%(names)s is to see to this, but no task comes from the sentence.")
            words = {"names": listed(list(dict.fromkeys(who)))}
            found.append(warn("no_task", said % words, f"clause:{clause.id}", place))
    return found
