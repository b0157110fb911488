"""How far a task is, from the parts of its units: one reckoning for every view (pure).

A unit's part in a task that repeats is its latest occurrence and whatever is still open of
earlier ones; occurrences that are done do not weigh any more. A part that was passed on speaks
for the units below, so that these are not counted a second time.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from .enums import AssignmentState, TaskState
from .lamps import Lamp, part_lamp, worst

CLOSED, WITHDRAWN = AssignmentState.CLOSED.value, AssignmentState.WITHDRAWN.value
WAITING = frozenset({AssignmentState.TO_VERIFY.value, CLOSED})


class Standing(NamedTuple):
    """Where a unit stands with a task: ``part`` is its latest, ``late`` counts the overdue."""

    part: object
    lamp: Lamp
    late: int
    is_done: bool
    parts: Sequence[object]


def task_state(task_state: str, states: Iterable[str]) -> str:
    """Where a task stands, from its own state and those of its units.

    Not started while nobody has signed; to verify when all that is left waits for the
    office; completed when every unit that was not withdrawn is.
    """
    if task_state != TaskState.ISSUED:
        return str(task_state)
    left = [state for state in states if state != WITHDRAWN]
    if left and all(state == CLOSED for state in left):
        return "closed"
    if all(state == AssignmentState.TO_SIGN for state in left):
        return "todo"
    return "to_verify" if all(state in WAITING for state in left) else "working"


def own_parts(parts: Sequence[object]) -> Sequence[object]:
    """The parts that are nobody else's: those passed on by a part among them are left out."""
    if not any(part.parent_id for part in parts):
        return parts
    keys = {part.pk for part in parts}
    return [part for part in parts if part.parent_id not in keys]


def current_parts(parts: Sequence[object]) -> list[object]:
    """What counts of one unit's parts in one task, latest first; withdrawn ones never do."""
    left = [part for part in parts if part.state != WITHDRAWN]
    if len(left) < 2:
        return left
    left.sort(key=lambda part: -part.occurrence)
    return [left[0], *(part for part in left[1:] if part.state != CLOSED)]


def standings(parts: Iterable[object], now: datetime) -> list[Standing]:
    """One standing for each unit that owes or owed something of one task."""
    by_unit: dict[int, list] = {}
    for part in parts:
        by_unit.setdefault(part.unit_id, []).append(part)
    found = []
    for given in by_unit.values():
        if len(given) == 1:  # nearly always, and there may be thousands
            part = given[0]
            if part.state != WITHDRAWN:
                lamp = part_lamp(part, now)
                is_late = 1 if lamp is Lamp.RED else 0
                found.append(Standing(part, lamp, is_late, part.state == CLOSED, given))
        elif counted := current_parts(given):
            lamps = [part_lamp(part, now) for part in counted]
            is_done = all(part.state == CLOSED for part in counted)
            late = lamps.count(Lamp.RED)
            found.append(Standing(counted[0], worst(lamps), late, is_done, counted))
    return found
