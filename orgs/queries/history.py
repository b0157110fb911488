"""What became of a unit over the years (变更历史): made, moved, merged, split; out of the trail."""

from dataclasses import dataclass
from datetime import datetime

from orgs.audit_words import word
from orgs.models import AuditEntry, Unit, User

TOLD = (
    "unit.created", "unit.moved", "unit.merged", "unit.split", "unit.deactivated",
    "unit.reactivated",
)  # fmt: skip
FIELDS = {
    "unit.created": "name",
    "unit.moved": "parent",
    "unit.merged": "merged_into",
    "unit.split": "into",
}
SHOWN = 20


@dataclass(frozen=True)
class Event:
    """One change of a unit: what, when, by whom, from what to what."""

    word: str
    at: datetime
    actor: str
    changes: list[str]
    note: str


def unit_history(user: User, unit: Unit) -> list[Event]:
    """The changes of ``unit`` that ``user`` may read in the trail, newest first; one query."""
    entries = AuditEntry.objects.visible_to(user).filter(
        object_type="orgs.unit", object_id=str(unit.pk), action__in=TOLD
    )
    return [
        Event(word(entry.action), entry.at, entry.actor_name, _changes(entry), entry.note)
        for entry in entries.order_by("-at", "-pk")[:SHOWN]
    ]


def _changes(entry: AuditEntry) -> list[str]:
    before, after = entry.changes.get(FIELDS.get(entry.action, ""), [None, None])
    return [" → ".join(str(value) for value in (before, after) if value)] if after else []
