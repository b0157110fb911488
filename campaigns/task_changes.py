"""Which tasks two contents of a plan differ in, and what that means for each unit (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .contents import Content, live_tasks

ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"
COMPARED = (
    "title", "requirement", "deliverable", "phase", "starts_on", "due_at", "repeat", "every",
    "until", "shift",
)  # fmt: skip
OWN = {"part": "part", "due_at": "own_due_at", "requirement": "own_requirement"}


@dataclass(frozen=True)
class FieldChange:
    """A field by its name, and what it said before and says now."""

    name: str
    old: object
    new: object


@dataclass(frozen=True)
class TaskChange:
    """A task that was added, changed or withdrawn.

    ``fields`` are those of the task itself, ``joined`` and ``left`` the units that came and
    went, ``own`` what changed for a unit alone; ``units`` are all whom it concerns.
    """

    kind: str
    task: int
    number: int
    title: str
    fields: tuple[FieldChange, ...] = ()
    joined: tuple[dict, ...] = ()
    left: tuple[dict, ...] = ()
    own: dict[int, tuple[FieldChange, ...]] = field(default_factory=dict)
    units: tuple[dict, ...] = ()

    @property
    def unit_keys(self) -> frozenset[int]:
        """The keys of the units it concerns."""
        return frozenset(unit["unit"] for unit in self.units)


def compare_tasks(old: Content, new: Content) -> list[TaskChange]:
    """The tasks that differ, by their numbers; whether one was issued meanwhile does not count."""
    before, after = live_tasks(old), live_tasks(new)
    names = (_phase_names(old), _phase_names(new))
    found = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            one = now or was
            kind = ADDED if was is None else WITHDRAWN
            found.append(
                TaskChange(kind, key, one["number"], one["title"], units=tuple(one["units"]))
            )
        elif change := _changed(was, now, names):
            found.append(change)
    return sorted(found, key=lambda change: change.number)


def _phase_names(content: Content) -> dict:
    return {phase["id"]: phase["name"] for phase in content["phases"]}


def _changed(was: dict, now: dict, names: tuple[dict, dict]) -> TaskChange | None:
    fields = tuple(_fields(was, now, names))
    before = {unit["unit"]: unit for unit in was["units"]}
    after = {unit["unit"]: unit for unit in now["units"]}
    joined = tuple(unit for key, unit in after.items() if key not in before)
    left = tuple(unit for key, unit in before.items() if key not in after)
    own = {}
    for key in before.keys() & after.keys():
        differs = tuple(
            FieldChange(code, before[key][name], after[key][name])
            for name, code in OWN.items()
            if before[key][name] != after[key][name]
        )
        if differs:
            own[key] = differs
    if not (fields or joined or left or own):
        return None
    stay = tuple(after.values()) if fields else tuple(after[key] for key in own)
    others = [unit for unit in (*joined, *left) if unit["unit"] not in {u["unit"] for u in stay}]
    return TaskChange(
        CHANGED, now["id"], now["number"], now["title"], fields, joined, left, own,
        (*stay, *others),
    )  # fmt: skip


def _fields(was: dict, now: dict, names: tuple[dict, dict]) -> Iterable[FieldChange]:
    for name in COMPARED:
        old, new = was[name], now[name]
        if name == "phase":
            old, new = names[0].get(old), names[1].get(new)
        if old != new:
            yield FieldChange(name, old, new)


def changes_of_units(changes: Iterable[TaskChange]) -> dict[int, list[dict]]:
    """For each unit's key the changes that concern it, as plain JSON for its receipt.

    A unit that came to a task has it added, one that was taken out has it withdrawn.
    """
    found: dict[int, list[dict]] = {}
    for change in changes:
        joined = {unit["unit"] for unit in change.joined}
        left = {unit["unit"] for unit in change.left}
        for unit in change.units:
            key = unit["unit"]
            kind = ADDED if key in joined else WITHDRAWN if key in left else change.kind
            fields = (*change.fields, *change.own.get(key, ())) if kind == CHANGED else ()
            found.setdefault(key, []).append(
                {
                    "kind": kind,
                    "task": change.task,
                    "number": change.number,
                    "title": change.title,
                    "fields": [[one.name, one.old, one.new] for one in fields],
                }
            )
    return found
