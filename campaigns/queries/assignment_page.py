"""What the page of one unit's part shows, on a phone and at a desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, ExtensionState, Part
from campaigns.lamps import Lamp, part_lamp
from campaigns.models import Assignment, Extension, Feedback, Question
from fraudwatch.lib.paths import under

from .deliverables import Deliverable, deliverables_of
from .plan import clause_label
from .tasks import history_of

MOST_HISTORY = 100


@dataclass(frozen=True)
class ChildRow:
    """A part that was passed on, how deep below the page's own, and whether it can be opened."""

    part: Assignment
    lamp: Lamp
    depth: int
    is_in_sight: bool


@dataclass(frozen=True)
class AssignmentPage:
    """One assignment as its page shows it.

    ``children`` stand in the order of the tree; ``done`` of ``passed_on`` of the direct ones
    are completed. ``rounds`` is the number of the latest round of a task that repeats.
    """

    part: Assignment
    lamp: Lamp
    is_overdue: bool
    lead: str
    history: list[Feedback]
    source: str
    deliverables: list[Deliverable]
    children: list[ChildRow]
    passed_on: int
    done: int
    extension: Extension | None
    questions: list[Question]
    rounds: int

    @property
    def was_moved(self) -> bool:
        """Whether the due moment is no longer the first one."""
        return self.part.first_due_at not in (None, self.part.due_at)

    @property
    def return_reason(self) -> str:
        """What the office said when it sent the work back."""
        return next((entry.text for entry in self.history if entry.kind == "returned"), "")


def assignment_page(user: object, part: Assignment, now: datetime) -> AssignmentPage:
    """An assignment in sight: its source sentence, what it wants, who it was passed on to."""
    lead = Assignment.objects.filter(task=part.task_id, part=Part.LEAD)
    lead = lead.exclude(state=AssignmentState.WITHDRAWN).values_list("unit__name", flat=True)
    clause = part.task.clause
    lamp = part_lamp(part, now)
    children = children_of(user, part, now)
    direct = [row.part for row in children if row.depth == 1]
    owed = [one for one in direct if one.state != AssignmentState.WITHDRAWN]
    extension, questions = _requests(part)
    return AssignmentPage(
        part=part,
        lamp=lamp,
        is_overdue=lamp == Lamp.RED,
        lead=lead.first() or "",
        history=list(history_of([part])[:MOST_HISTORY]),
        source=f"{clause_label(clause)}{clause.text}" if clause else "",
        deliverables=deliverables_of(part),
        children=children,
        passed_on=len(owed),
        done=sum(one.state == AssignmentState.CLOSED for one in owed),
        extension=extension if part.state in OPEN_ASSIGNMENTS else None,
        questions=questions,
        rounds=_rounds(part),
    )


def _requests(part: Assignment) -> tuple[Extension | None, list[Question]]:
    """What waits for an answer: the request for more time, and the questions."""
    asked = Extension.objects.filter(assignment=part, state=ExtensionState.ASKED)
    extension = asked.select_related("asked_by").first()
    questions = list(
        Question.objects.filter(assignment=part, answered_at=None).select_related("asked_by")
    )
    for row in [extension, *questions] if extension else questions:
        row.assignment = part
    return extension, questions


def children_of(user: object, part: Assignment, now: datetime) -> list[ChildRow]:
    """The parts passed on from ``part``, and from those, each under its own parent."""
    below = Assignment.objects.filter(
        under(part.unit.path, "unit__path"), task=part.task_id, occurrence=part.occurrence
    ).exclude(parent=None)
    rows = below.select_related("unit").order_by("unit__depth", "unit__position", "unit__code")
    by_parent: dict[int, list[Assignment]] = {}
    for row in rows:
        row.task = part.task
        by_parent.setdefault(row.parent_id, []).append(row)
    if part.pk not in by_parent:
        return []
    seen = set(
        Assignment.objects.visible_to(user)
        .filter(task=part.task_id)
        .order_by()
        .values_list("pk", flat=True)
    )
    found: list[ChildRow] = []

    def walk(parent: int, depth: int) -> None:
        for row in by_parent.get(parent, ()):
            found.append(ChildRow(row, part_lamp(row, now), depth, row.pk in seen))
            walk(row.pk, depth + 1)

    walk(part.pk, 1)
    return found


def _rounds(part: Assignment) -> int:
    if not part.occurrence:
        return 0
    return Assignment.objects.filter(task=part.task_id, unit=part.unit_id).aggregate(
        last=Max("occurrence")
    )["last"]
