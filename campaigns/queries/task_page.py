"""What the page of one task shows: its units by round, those below them, and what they ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Q

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, ExtensionState, Part, TaskState
from campaigns.lamps import Lamp, part_lamp
from campaigns.models import Assignment, Extension, Feedback, Question, Task
from campaigns.recurrence import rhythm_words

from .rounds import dues_of, task_rhythm
from .task_rows import TaskRow, row_of
from .tasks import history_of

MOST_HISTORY = 100
ORDER = {Part.LEAD: 0, Part.RESPONSIBLE: 1, Part.SUPPORT: 2}
OWING = (AssignmentState.TO_SIGN, AssignmentState.WORKING, AssignmentState.RETURNED)


@dataclass
class PartRow:
    """A unit's part with its lamp, and the parts that it was passed on to, in tree order.

    ``depth`` counts from 0 for what the office gave; ``done`` of ``owed`` of the parts below
    are completed.
    """

    part: Assignment
    lamp: Lamp
    may_close: bool = False
    depth: int = 0
    below: list["PartRow"] = field(default_factory=list)

    @property
    def owed(self) -> int:
        """How many parts below still count."""
        return sum(row.part.state != AssignmentState.WITHDRAWN for row in self.below)

    @property
    def done(self) -> int:
        """How many parts below are completed."""
        return sum(row.part.state == AssignmentState.CLOSED for row in self.below)

    @property
    def was_moved(self) -> bool:
        """Whether the due moment is no longer the first one."""
        return self.part.first_due_at not in (None, self.part.due_at)


@dataclass(frozen=True)
class RoundRow:
    """One round of a task that repeats: ``done`` of ``units`` parts are completed."""

    number: int
    due_at: datetime | None
    units: int
    done: int
    overdue: int
    is_shown: bool


@dataclass(frozen=True)
class TaskPage:
    """One task as its page shows it; ``rows`` are those of the round that is shown."""

    row: TaskRow
    rows: list[PartRow]
    rounds: list[RoundRow]
    history: list[Feedback]
    extensions: list[Extension]
    questions: list[Question]
    is_owed: bool
    rhythm: str
    units_given: list[Assignment]

    @property
    def waiting(self) -> int:
        """How many requests wait for the reader's answer."""
        return len(self.extensions) + len(self.questions)


def task_page(user: object, task: Task, now: datetime, shown: int = 0) -> TaskPage:
    """A task in sight, its units in sight, and their history, newest first.

    ``shown`` is the round asked for, 0 the latest. Of earlier rounds only what is still open
    counts for the state of the whole.
    """
    seen = Assignment.objects.visible_to(user).filter(task=task)
    rounds = _rounds(seen, now)
    latest = rounds[-1]["occurrence"] if rounds else 0
    number = shown if shown in {one["occurrence"] for one in rounds} else latest
    counts = Q(occurrence__in=[latest, number]) | Q(state__in=OPEN_ASSIGNMENTS)
    given = list(
        seen.filter(counts)
        .select_related("unit", "signed_by", "parent__unit")
        .order_by("unit__depth", "unit__position", "unit__code")
    )
    for part in given:
        part.task = task
    lead = Assignment.objects.filter(task=task, part=Part.LEAD).select_related("unit").first()
    leads = {task.pk: (lead.unit_id, lead.unit.name)} if lead else {}
    here = [part for part in given if part.occurrence == number]
    is_issued = task.state == TaskState.ISSUED
    return TaskPage(
        row=row_of(task, given, leads, now),
        rows=_tree(user, here, now, is_issued=is_issued),
        rounds=[
            RoundRow(
                one["occurrence"], one["latest_due"], one["units"], one["done"], one["overdue"],
                one["occurrence"] == number,
            )
            for one in rounds
            if one["occurrence"]
        ],
        history=list(history_of(here)[:MOST_HISTORY]),
        extensions=_extensions(user, task),
        questions=_questions(user, task),
        is_owed=is_issued and any(part.state in OWING for part in given),
        rhythm=_rhythm(task),
        units_given=here,
    )  # fmt: skip


def _rhythm(task: Task) -> str:
    """The rhythm of a task that repeats, in one sentence."""
    rhythm = task_rhythm(task)
    return rhythm_words(rhythm, len(dues_of(rhythm))) if rhythm else ""


def _rounds(seen: "Assignment.objects", now: datetime) -> list[dict]:
    """The rounds in sight, oldest first; parts that were passed on are not counted twice."""
    rows = (
        seen.exclude(parent__in=seen.order_by().values("pk"))
        .select_related(None)
        .order_by("occurrence")
        .values("occurrence")
    )
    return list(
        rows.annotate(
            latest_due=Max("due_at"),
            units=Count("pk", filter=~Q(state=AssignmentState.WITHDRAWN)),
            done=Count("pk", filter=Q(state=AssignmentState.CLOSED)),
            overdue=Count("pk", filter=Q(state__in=OWING, due_at__lt=now)),
        )
    )


def _tree(
    user: object, parts: Iterable[Assignment], now: datetime, *, is_issued: bool
) -> list[PartRow]:
    """The parts that the office gave, each with what is below it; lead units first."""
    parts = list(parts)
    keys = {part.pk for part in parts}
    by_parent: dict[int | None, list[PartRow]] = {}
    for part in parts:
        decides = is_issued and part.state == AssignmentState.TO_VERIFY
        row = PartRow(
            part,
            part_lamp(part, now) if is_issued else Lamp.NONE,
            decides and user.has_perm("campaigns.close_assignment", part),
        )
        above = part.parent_id if part.parent_id in keys else None
        by_parent.setdefault(above, []).append(row)

    def walk(row: PartRow, depth: int) -> Iterator[PartRow]:
        for child in by_parent.get(row.part.pk, ()):
            child.depth = depth
            yield child
            yield from walk(child, depth + 1)

    tops = by_parent.get(None, [])
    for row in tops:
        row.below = list(walk(row, 1))
    return sorted(tops, key=lambda row: ORDER[Part(row.part.part)])


def _extensions(user: object, task: Task) -> list[Extension]:
    """Requests for more time that the user may decide."""
    asked = Extension.objects.visible_to(user).filter(
        assignment__task=task, state=ExtensionState.ASKED, assignment__state__in=OPEN_ASSIGNMENTS
    )
    return _decidable(user, "campaigns.decide_extension", asked)


def _questions(user: object, task: Task) -> list[Question]:
    """Questions that the user may answer."""
    asked = Question.objects.visible_to(user).filter(assignment__task=task, answered_at=None)
    return _decidable(user, "campaigns.answer_question", asked)


def _decidable(user: object, right: str, rows: object) -> list:
    related = ("assignment__unit", "assignment__parent__unit", "asked_by")
    found = rows.select_related("assignment__task__campaign__owner", *related)
    return [row for row in found if user.has_perm(right, row)]
