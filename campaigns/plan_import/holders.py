"""Holders of a seat in words: a post, a name, both, or the heads of several units (pure)."""

import re
from collections.abc import Iterator

from .draft import Member
from .lexicon import POST
from .people import MASK, ROLES_END, is_name
from .piece import Piece
from .units import is_unit, split_list

HOLDER = re.compile(
    r"(?:主要负责(?:人|同志)|分管负责(?:人|同志)|负责(?:人|同志)|主要领导|分管领导)(?:、|,|以及|及|和)"
)
OF_UNITS = re.compile(
    r"(?P<who>.+?)(?:等)?(?:(?:各|相关|有关)?(?:单位|部门|科室|股室|站所|部门单位))?(?:的)?(?P<post>主要负责(?:人|同志)|分管负责(?:人|同志)|负责(?:人|同志)|主要领导|分管领导|领导)(?:同志)?$"
)


def between(text: str, pattern: str) -> list[tuple[int, int]]:
    """Where the parts stand that the pattern divides outside brackets."""
    cuts, ends, level = [0], [], 0
    for match in re.finditer(rf"[()]|{pattern}", text):
        if match.group() in "()":
            level = max(0, level + (1 if match.group() == "(" else -1))
        elif level == 0:
            ends.append(match.start())
            cuts.append(match.end())
    return list(zip(cuts, [*ends, len(text)], strict=True))


def members(part: Piece) -> Iterator[Member]:
    """政治处、办公室等单位负责人: one seat a unit."""
    text = part.text
    holder = HOLDER.search(text)
    if holder:
        end = re.search(r"(?:、|,|以及|及|和)$", holder.group()).start() + holder.start()
        yield from members(part[:end])
        yield from members(part[holder.end() :])
        return
    items = between(text, "、")
    if any(re.search(POST + "$", text[a:b]) for a, b in items[:-1]):
        for a, b in items:
            yield from members(part[a:b])
        return
    of_units = OF_UNITS.match(text)
    if of_units:
        who = re.sub(r"(?:相关|有关)?(?:部门|单位)$", "", of_units["who"]) or of_units["who"]
        names = split_list(re.sub(r"以及(?=[^、]*$)", "、", who)) or _plain(who)
        if not names:
            yield from holder_of("成员", part)
        for name in names:
            yield member(
                "成员", None, of_units["post"], name if isinstance(name, str) else name.text, part
            )
        return
    names = [one for one in re.split(r"、|,|以及|及|和(?=[^、,]*$)", text) if one]
    if len(names) > 1 and all(is_unit(one) or re.search(POST + "$", one) for one in names):
        for one in names:
            is_post = re.search(POST + "$", one) is not None
            yield member("成员", None, one if is_post else None, None if is_post else one, part)
        return
    yield from holder_of("成员", part)


def _plain(text: str) -> list[str]:
    """A list whose names end like no unit (指挥中心以及督察、刑侦、网安及派出所等)."""
    names = [
        name for name in re.split(r"、|以及|及|和", re.sub(r"等(?:相关|有关)?$", "", text)) if name
    ]
    return names if len(names) > 1 and all(len(name) <= 14 for name in names) else []


def holder_of(role: str, part: Piece, *, is_sure: bool = False) -> Iterator[Member]:
    """Somebody by post, by name, or by both: 副局长郑列贤, 张洋, 各股室长."""
    text = re.sub(r"^(?:具体)?[由以]|(?<!负责)同志$", "", part.text.replace(" ", ""))
    if not text or MASK.match(text):
        return
    both = ROLES_END.match(text)
    if both and (is_name(both["name"], is_sure=True) or MASK.match(both["name"])):
        yield person(role, both["name"], both["post"], part)
    elif is_name(text, is_sure=is_sure):
        yield person(role, text, None, part)
    else:
        of_units = OF_UNITS.match(text)
        unit = of_units and of_units["who"]
        if unit and is_unit(unit):
            yield member(role, None, of_units["post"], unit, part)
        else:
            yield member(role, None, re.sub(r"[xX×*]+$", "", text), None, part)


def person(role: str, name: str, post: str | None, part: Piece) -> Member:
    """A person by name; a masked name leaves the post alone."""
    name = name.replace(" ", "")
    known = None if MASK.match(name) else name
    post = re.sub(r"[xX×*]+$", "", post).strip(" ()") if post else None
    return member(role, known, post or None, None, part)


def member(role: str, name: str | None, post: str | None, unit: str | None, part: Piece) -> Member:
    """A seat at the place of ``part``; surer with a name or a unit."""
    return Member(role, name, post, unit, part.span(), 0.9 if name or unit else 0.7, "seat")
