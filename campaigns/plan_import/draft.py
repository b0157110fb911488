"""What reading a plan gives: plain values, each with its place in the source (pure).

Offsets count characters of the text that was read. ``confidence`` runs from 0 to 1 and
``reason`` names the rule that found the value, so that the review page can say why.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Span:
    """A stretch of the source: ``start`` up to, not including, ``end``."""

    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """A value, where it stands and how sure the reader is."""

    value: str
    span: Span
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class PartialDate:
    """A day whose year may be missing or masked (``year`` is then ``None``)."""

    year: int | None
    month: int
    day: int

    def __str__(self) -> str:
        year = "????" if self.year is None else f"{self.year:04}"
        return f"{year}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True)
class Days:
    """A span of days; either end may be unknown."""

    start: PartialDate | None
    end: PartialDate | None
    span: Span
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Member:
    """A seat of the leading group: a person, or the holder of a post, or a unit."""

    role: str
    person: str | None
    post: str | None
    unit: str | None
    span: Span
    confidence: float = 1.0
    reason: str = ""


@dataclass
class Group:
    """The leading group (领导小组) and where its office is."""

    name: Found | None = None
    office_at: Found | None = None
    members: list[Member] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A numbered heading: ``level`` 1 to 3 by its kind of number, ``kind`` what it is about."""

    level: int
    number: str
    heading: str
    kind: str
    span: Span
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Phase:
    """A stage of the campaign."""

    name: str
    start: PartialDate | None
    end: PartialDate | None
    span: Span
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Target:
    """A figure set as a goal; ``op`` is ``>=``, ``<=``, ``==`` or ``-`` (falls by)."""

    text: str
    metric: str
    op: str
    value: float
    unit: str
    span: Span
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Owner:
    """A unit named for a task as the text writes it; ``role`` is lead, responsible or support."""

    name: str
    role: str
    span: Span
    confidence: float = 0.9
    reason: str = "subject"


@dataclass(frozen=True)
class Task:
    """An order: its words, who carries it out, by when, and why it was taken for one.

    ``is_duty`` marks a standing duty of one unit (部门职责).
    """

    quote: str
    owners: tuple[Owner, ...]
    deadline: PartialDate | None
    span: Span
    section: int | None = None
    phase: int | None = None
    is_duty: bool = False
    confidence: float = 1.0
    reason: str = ""

    @property
    def units(self) -> list[str]:
        """The names alone, each once, in their order."""
        return list(dict.fromkeys(owner.name for owner in self.owners))


@dataclass(frozen=True)
class Reporting:
    """Something to send up: how often, by when, to whom."""

    frequency: str | None
    due: str | None
    to: str | None
    what: str
    span: Span
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Attachment:
    """An annex the plan lists or mentions."""

    number: str
    name: str
    span: Span
    confidence: float = 0.9
    reason: str = "annex"


@dataclass(frozen=True)
class Judgement:
    """Whether the text is a plan: ``verdict`` is ``plan``, ``doubtful`` or ``none``.

    ``code`` says what it seems to be instead, or why the reader doubts.
    """

    verdict: str
    code: str
    confidence: float = 1.0


@dataclass
class Draft:
    """Everything found in one plan; ``left_out`` counts characters beyond what is read."""

    title: Found | None = None
    theme: Found | None = None
    period: Days | None = None
    group: Group | None = None
    sections: list[Section] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    reporting: list[Reporting] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    judgement: Judgement | None = None
    left_out: int = 0
