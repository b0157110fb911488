"""What a plan is made of, as the consistency list looks at it, and what it finds (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

LISTED = 5
BOLD = re.compile(r"\*\*([^*]+)\*\*")


@dataclass(frozen=True)
class Flaw:
    """One thing that does not fit: a sentence, where it stands, and what to open to mend it.

    ``target`` is ``clause:12``, ``task:3`` … until the query turns it into an address.
    """

    code: str
    blocks: bool
    text: str
    target: str
    about: str = ""


@dataclass(frozen=True)
class ClauseFact:
    """A sentence; ``is_used`` when a task or duty comes from it, ``key`` is its anchor."""

    id: int
    label: str
    text: str
    level: int = 0
    is_used: bool = False
    key: str = ""


@dataclass(frozen=True)
class SectionFact:
    """A section with its sentences; ``label`` is the number that the page gives it."""

    id: int
    kind: str
    label: str
    heading: str
    clauses: Sequence[ClauseFact] = ()


@dataclass(frozen=True)
class PhaseFact:
    """A phase."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    clause: int | None = None


@dataclass(frozen=True)
class PartFact:
    """A target or a duty by its name."""

    id: int
    name: str
    clause: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class TaskFact:
    """A task that was not withdrawn; ``units`` counts those that have a part."""

    id: int
    number: int
    title: str
    is_draft: bool = True
    due_at: datetime | None = None
    phase: int | None = None
    clause: int | None = None
    units: int = 0
    has_lead: bool = False


@dataclass(frozen=True)
class AttachmentFact:
    """A numbered attachment."""

    id: int
    number: int
    title: str
    has_file: bool = True


@dataclass(frozen=True)
class MemberFact:
    """A member unit by all its names; ``is_busy`` when it has a duty or a part in a task."""

    name: str
    names: frozenset[str] = frozenset()
    is_busy: bool = True


@dataclass(frozen=True)
class PlanFacts:
    """Everything the list looks at. ``leaders`` counts the 组长 seats, None without a group."""

    starts_on: date
    ends_on: date
    now: datetime
    sections: Sequence[SectionFact] = ()
    phases: Sequence[PhaseFact] = ()
    targets: Sequence[PartFact] = ()
    duties: Sequence[PartFact] = ()
    tasks: Sequence[TaskFact] = ()
    attachments: Sequence[AttachmentFact] = ()
    members: Sequence[MemberFact] = ()
    names: frozenset[str] = field(default_factory=frozenset)
    leaders: int | None = None
    group: int | None = None

    @property
    def has_text(self) -> bool:
        """Whether the plan has any sentence."""
        return any(section.clauses for section in self.sections)


def warn(code: str, text: str, target: str, about: str = "") -> Flaw:
    """A finding for a person to judge."""
    return Flaw(code, False, text, target, about)


def listed(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    shown = "、".join(names[:LISTED])
    if len(names) <= LISTED:
        return shown
    return _("%(names)s and %(n)d more") % {"names": shown, "n": len(names) - LISTED}


def plain(text: str) -> str:
    """The text without the marks of bold letters."""
    return BOLD.sub(r"\1", text)


def sentences(facts: PlanFacts) -> Iterator[tuple[SectionFact, ClauseFact, str, str]]:
    """Every sentence with its section, its plain text and where it stands."""
    for section in facts.sections:
        for clause in section.clauses:
            place = f"{section.label}{section.heading} {clause.label}".strip()
            yield section, clause, plain(clause.text), place
