"""The comparison of two versions as a page prints it, for one reader."""

from dataclasses import dataclass, field

from campaigns.change_words import FieldWords, field_words, thing_words
from campaigns.comparison import TextComparison, compare_facts, compare_texts
from campaigns.contents import Content
from campaigns.models import Campaign
from campaigns.queries.sight import seen_units
from campaigns.task_changes import TaskChange, changes_of_units, compare_tasks

SHOWN_UNITS = 12


@dataclass(frozen=True)
class TaskLine:
    """A task that was added, changed or withdrawn, in words."""

    kind: str
    task: int
    number: int
    title: str
    fields: list[FieldWords] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    @property
    def shown_units(self) -> list[str]:
        """The first units by name."""
        return self.units[:SHOWN_UNITS]

    @property
    def more_units(self) -> int:
        """How many are not named."""
        return max(len(self.units) - SHOWN_UNITS, 0)


@dataclass(frozen=True)
class FactLine:
    """A phase, target, duty or attachment that differs, in words."""

    kind: str
    what: str
    name: str
    fields: list[FieldWords]


@dataclass(frozen=True)
class PlanChanges:
    """Everything between two versions that one reader may see."""

    texts: TextComparison
    facts: list[FactLine]
    tasks: list[TaskLine]
    units: int

    @property
    def total(self) -> int:
        """How many changes there are."""
        return self.texts.total + len(self.facts) + len(self.tasks)


def plan_changes(user: object, campaign: Campaign, old: Content, new: Content) -> PlanChanges:
    """What changed from ``old`` to ``new``; tasks of units out of sight are left out."""
    changes = compare_tasks(old, new)
    seen = seen_units(user, campaign, old, new)
    lines = _all(changes) if seen is None else _own(changes, seen)
    touched = {key for change in changes for key in change.unit_keys}
    return PlanChanges(
        texts=compare_texts(old, new),
        facts=[
            FactLine(one.kind, thing_words(one.what), str(one.name), field_words(one.fields))
            for one in compare_facts(old, new)
        ],
        tasks=lines,
        units=len(touched if seen is None else touched & seen),
    )


def _all(changes: list[TaskChange]) -> list[TaskLine]:
    return [
        TaskLine(
            change.kind, change.task, change.number, change.title,
            fields=field_words((one.name, one.old, one.new) for one in change.fields),
            joined=[unit["name"] for unit in change.joined],
            left=[unit["name"] for unit in change.left],
            units=[unit["name"] for unit in change.units],
        )
        for change in changes
    ]  # fmt: skip


def _own(changes: list[TaskChange], seen: frozenset[int]) -> list[TaskLine]:
    """The same for units that see their own tasks only, several units' lines put together."""
    by_unit = changes_of_units(changes)
    rows = [row for key in sorted(seen & by_unit.keys()) for row in by_unit[key]]
    lines: dict[str, TaskLine] = {}
    for row in sorted(rows, key=lambda row: row["number"]):
        lines.setdefault(str(row), line_of(row))
    return list(lines.values())


def line_of(row: dict) -> TaskLine:
    """A line of a receipt's changes."""
    fields = field_words(tuple(one) for one in row["fields"])
    return TaskLine(row["kind"], row["task"], row["number"], row["title"], fields=fields)
