"""The built-in outlines of campaigns (方案模板): one TOML file each, read once (pure).

An outline names its units by roles (各村（社区）, 公安机关 …) that the start page resolves
to units of the tree or leaves open. Sentences that something comes from end in ``#tag``.
``{unit}``, ``{year}``, ``{start}``, ``{end}``, ``{p1}`` … (the days of the phases) and
``{role}`` stand for what the campaign is made of.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
ORDER = ("county", "town", "school", "bank", "bureau", "trade", "insurance")


@dataclass(frozen=True)
class OutlineRole:
    """Units by what they are: the expressions tried in order, and whether all are meant.

    The wording of the plan keeps ``name`` for ``each`` (各村（社区）); a role that stands for
    one unit is written as that unit.
    """

    key: str
    name: str
    find: Sequence[str]
    each: bool = False


@dataclass(frozen=True)
class OutlinePhase:
    """A phase that takes ``share`` percent of the campaign's days."""

    name: str
    share: int
    source: str


@dataclass(frozen=True)
class OutlineTask:
    """A task; ``lead``, ``responsible`` and ``support`` are keys of roles.

    It is due on the last day of its phase, or ``due`` percent into it. ``repeat`` with
    ``weekday`` (1 Monday … 7 Sunday) makes it come back until the phase ends.
    """

    title: str
    source: str
    phase: str
    lead: str = ""
    responsible: Sequence[str] = ()
    support: Sequence[str] = ()
    deliverable: str = ""
    due: int = 100
    repeat: str = "once"
    every: int = 1
    weekday: int = 0
    photos: int = 0
    file: bool = False
    indicator: str = ""


@dataclass(frozen=True)
class OutlineTarget:
    """A target on an indicator, named by its code."""

    indicator: str
    op: str
    value: str
    source: str
    per_unit: bool = False


@dataclass(frozen=True)
class OutlineDuty:
    """What the units of a role answer for."""

    role: str
    text: str
    source: str


@dataclass(frozen=True)
class Outline:
    """One built-in outline. ``kinds`` are the kinds of units it was written for."""

    slug: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    icon: str
    title: str
    theme: str
    kind: str
    kinds: Sequence[str]
    weeks: int
    roles: Mapping[str, OutlineRole]
    sections: Sequence[Mapping[str, str]]
    phases: Sequence[OutlinePhase]
    targets: Sequence[OutlineTarget]
    duties: Sequence[OutlineDuty]
    tasks: Sequence[OutlineTask]
    weekly: Sequence[str] = field(default_factory=tuple)


@cache
def outlines() -> tuple[Outline, ...]:
    """All of them, in the order of the start page."""
    return tuple(_read(FOLDER / f"{slug}.toml") for slug in ORDER)


def outline(slug: str) -> Outline | None:
    """The outline of that name."""
    return next((one for one in outlines() if one.slug == slug), None)


def _read(path: Path) -> Outline:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Outline(
        slug=path.stem,
        roles={key: OutlineRole(key, **role) for key, role in data.pop("role").items()},
        sections=tuple(data.pop("section")),
        phases=tuple(OutlinePhase(**one) for one in data.pop("phase")),
        targets=tuple(OutlineTarget(**one) for one in data.pop("target", ())),
        duties=tuple(OutlineDuty(**one) for one in data.pop("duty", ())),
        tasks=tuple(OutlineTask(**one) for one in data.pop("task")),
        **data,
    )
