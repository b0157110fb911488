"""The whole plan of a campaign as plain JSON: what a version pins and copies start from."""

from datetime import UTC, date, datetime

from campaigns.enums import AssignmentState, Repeat
from campaigns.models import Assignment, Campaign, Task


def plan_content(campaign: Campaign) -> dict:
    """Text, phases, targets, duties, tasks and attachments in words and keys; eight queries.

    Clauses are named by their keys, other rows by their primary keys; dates are ISO days,
    moments ISO instants in UTC. A task's units are those that still have a part in it, with
    a due moment of their own where it differs from the task's (extensions leave it alone).
    """
    return {
        "title": campaign.title,
        "theme": campaign.theme,
        "starts_on": _iso(campaign.starts_on),
        "ends_on": _iso(campaign.ends_on),
        "owner": campaign.owner.name,
        "sections": _sections(campaign),
        "phases": [
            {"id": phase.pk, "name": phase.name, "starts_on": _iso(phase.starts_on),
             "ends_on": _iso(phase.ends_on), "clause": _key(phase)}
            for phase in campaign.phases.select_related("clause")
        ],
        "targets": _targets(campaign),
        "duties": [
            {"id": duty.pk, "unit": duty.unit_id, "unit_name": duty.unit.name, "text": duty.text,
             "clause": _key(duty)}
            for duty in campaign.duties.select_related("unit", "clause")
        ],
        "tasks": _tasks(campaign),
        "attachments": [
            {"number": one.number, "title": one.title,
             "sha256": one.file.sha256 if one.file else None}
            for one in campaign.attachments.select_related("file")
        ],
    }  # fmt: skip


def _sections(campaign: Campaign) -> list[dict]:
    return [
        {
            "id": section.pk,
            "kind": section.kind,
            "heading": section.heading,
            "clauses": [
                {"key": str(clause.key), "kind": clause.kind, "level": clause.level,
                 "text": clause.text}
                for clause in section.clauses.all()
            ],
        }
        for section in campaign.sections.prefetch_related("clauses")
    ]  # fmt: skip


def _targets(campaign: Campaign) -> list[dict]:
    return [
        {
            "id": target.pk,
            "indicator": target.indicator.code,
            "name": target.indicator.name,
            "op": target.op,
            "value": f"{target.value.normalize():f}",
            "per_unit": target.per_unit,
            "due_on": _iso(target.due_on),
            "clause": _key(target),
        }
        for target in campaign.targets.select_related("indicator", "clause").order_by("pk")
    ]


def _tasks(campaign: Campaign) -> list[dict]:
    units = _units(campaign)
    return [
        {
            "id": task.pk,
            "number": task.number,
            "title": task.title,
            "requirement": task.requirement,
            "deliverable": task.deliverable,
            "clause": _key(task),
            "phase": task.phase_id,
            "starts_on": _iso(task.starts_on),
            "due_at": _iso(task.due_at),
            "repeat": task.repeat,
            "every": task.every,
            "until": _iso(task.until),
            "shift": task.shift,
            "state": task.state,
            "units": list(units.get(task.pk, {}).values()),
        }
        for task in campaign.tasks.select_related("clause").order_by("number", "pk")
    ]


def _units(campaign: Campaign) -> dict[int, dict[int, dict]]:
    """By task and unit; of a task that repeats the first round stands for all."""
    rows = (
        Assignment.objects.filter(task__campaign=campaign, parent=None)
        .exclude(state=AssignmentState.WITHDRAWN)
        .select_related("unit", "task")
        .order_by("task__number", "unit__path", "occurrence")
    )
    found: dict[int, dict[int, dict]] = {}
    for part in rows:
        found.setdefault(part.task_id, {}).setdefault(
            part.unit_id,
            {
                "unit": part.unit_id,
                "name": part.unit.name,
                "part": part.part,
                "due_at": _iso(_own_due(part, part.task)),
                "requirement": part.requirement,
            },
        )
    return found


def _own_due(part: Assignment, task: Task) -> datetime | None:
    """The unit's own due moment in the plan; an extension or a move of it is not the plan's."""
    if task.repeat != Repeat.ONCE or task.due_at in (part.due_at, part.first_due_at):
        return None
    return part.first_due_at or part.due_at


def _key(row: object) -> str | None:
    return str(row.clause.key) if row.clause_id else None


def _iso(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if value else None
