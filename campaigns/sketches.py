"""A campaign as it will be made, to be looked at before anything is written (pure).

Outlines, copies of an earlier campaign and the higher campaign's tasks all become a
``Sketch``; the preview prints it and ``actions.starts.start_campaign`` makes it. Units and
indicators are the rows themselves; sentences are named by a key of the sketch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class SketchClause:
    """A sentence; ``key`` is what tasks, targets, duties and phases name as their source."""

    text: str
    level: int = 0
    kind: str = "text"
    key: str = ""
    was: str = ""


@dataclass(frozen=True)
class SketchSection:
    """A section with its sentences."""

    kind: str
    heading: str
    clauses: Sequence[SketchClause] = ()


@dataclass(frozen=True)
class SketchPhase:
    """A phase in its days."""

    name: str
    starts_on: date
    ends_on: date
    source: str = ""


@dataclass(frozen=True)
class SketchTarget:
    """A target on an indicator of the library."""

    indicator: object
    op: str
    value: object
    per_unit: bool = False
    due_on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class SketchDuty:
    """What a unit answers for."""

    unit: object
    text: str
    source: str = ""


@dataclass(frozen=True)
class SketchTask:
    """A task with its units; ``lead`` stays empty where nobody is found for it.

    ``extras`` are further columns of the task (recurrence, deliverables) as they are
    written; ``parent`` is the higher task.
    """

    title: str
    requirement: str = ""
    deliverable: str = ""
    source: str = ""
    phase: str = ""
    due_at: datetime | None = None
    lead: object | None = None
    responsible: Sequence[object] = ()
    support: Sequence[object] = ()
    parent: object | None = None
    number: int = 0
    extras: dict[str, object] = field(default_factory=dict)

    @property
    def units(self) -> int:
        """How many units have a part in it."""
        return bool(self.lead) + len(self.responsible) + len(self.support)


@dataclass(frozen=True)
class Sketch:
    """Everything that will be made; ``open`` says in sentences what is left to fill in.

    ``asked`` says who is left out of a task, because the higher campaign asks them itself.
    """

    starts_on: date
    ends_on: date
    sections: Sequence[SketchSection] = ()
    phases: Sequence[SketchPhase] = ()
    targets: Sequence[SketchTarget] = ()
    duties: Sequence[SketchDuty] = ()
    tasks: Sequence[SketchTask] = ()
    attachments: Sequence[tuple[int, str]] = ()
    members: Sequence[object] = ()
    open: Sequence[str] = ()
    asked: Sequence[str] = ()

    @property
    def reworded(self) -> list[SketchClause]:
        """Sentences that differ from those of the campaign copied from."""
        return [
            clause for section in self.sections for clause in section.clauses if clause.was
        ]  # fmt: skip
