"""Changing a task: a draft freely, an issued one with a reason where its units feel it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, Repeat, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Task
from campaigns.privacy import refuse_private
from campaigns.queries.rounds import RHYTHM_FIELDS
from orgs.actions.audit import record
from orgs.models import User

from .due_dates import move_task_due
from .guards import changed, check_editable, check_text_open, write_fresh
from .parts import Parts, add_parts, replace_parts
from .task_checks import check_facts
from .tasks import FIELDS, no_due, private_texts
from .telling import tell_issued, tell_rhythm

TIMES = (*RHYTHM_FIELDS, "starts_on")


@transaction.atomic
def edit_task(
    task: Task,
    *,
    version: int,
    by: User,
    parts: Parts | None = None,
    reason: str = "",
    **fields: object,
) -> Task:
    """Change a task that the editor saw as ``version``; ``fields`` are those of FIELDS.

    Units of a draft are replaced by ``parts``, and its due moment moves theirs. To an issued
    task units can only be added; a new due moment and a new rhythm need a ``reason`` and are
    told to the units; single units' due moments are moved by ``move_due``. A new rhythm shapes
    only rounds that have not been opened. StaleVersion when somebody saved in between;
    CampaignError as for a new task, and for a draft while the plan is with the reviewers.
    """
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"edit_task() does not change {', '.join(sorted(unknown))}")
    check_editable(task.campaign)
    was = Task.objects.get(pk=task.pk)
    if was.state == TaskState.WITHDRAWN:
        raise CampaignError(_("Task %(number)d has been withdrawn.") % {"number": task.number})
    differs = changed(was, fields)
    refuse_private(*private_texts({name: fields[name] for name in differs}, parts))
    if not set(TIMES).isdisjoint(differs) or {"wants_photos", "indicator"} & set(differs):
        check_facts(task.campaign, {name: getattr(was, name) for name in FIELDS} | fields)
    if was.state == TaskState.DRAFT:
        _edit_draft(task, was, version, parts, fields, differs)
    else:
        _edit_issued(task, was, version, parts, fields, differs, reason=reason, by=by)
    if differs:
        record(
            "task.edited", task, by=by, path=task.campaign.owner.path, changes=differs,
            note=reason,
        )  # fmt: skip
    return task


def _edit_draft(
    task: Task, was: Task, version: int, parts: Parts | None, fields: dict, differs: dict
) -> None:
    check_text_open(task.campaign)
    write_fresh(task, version, **fields)
    if task.state != TaskState.DRAFT:  # the row is ours now, and fresh
        raise CampaignError(
            _("Task %(number)d has just been issued. Open it again.") % {"number": task.number}
        )
    if parts is None:
        if "due_at" in differs:
            task.assignments.filter(due_at=was.due_at).update(due_at=task.due_at)
        return
    before = _given(task.assignments.select_related("unit"))
    after = _given(replace_parts(task, parts))
    if len(before) != len(after):
        differs["units"] = [len(before), len(after)]
    elif before != after:
        differs["units"] = [_names(before - after), _names(after - before)]


def _given(parts: Iterable[Assignment]) -> set[tuple]:
    return {(part.unit.name, part.part, part.due_at, part.requirement) for part in parts}


def _names(given: set[tuple]) -> str:
    return "、".join(sorted(name for name, *_rest in given))


def _edit_issued(
    task: Task,
    was: Task,
    version: int,
    parts: Parts | None,
    fields: dict,
    differs: dict,
    *,
    reason: str,
    by: User,
) -> None:
    if fields.get("due_at", was.due_at) is None:
        raise CampaignError(no_due(task))
    repeats = was.repeat != Repeat.ONCE
    if repeats != (fields.get("repeat", was.repeat) != Repeat.ONCE):
        raise CampaignError(
            _("Task %(number)d has been issued. To let it end, set its last day; to let it begin "
              "to repeat, make a new task.")
            % {"number": task.number}
        )  # fmt: skip
    moves = not repeats and "due_at" in differs
    rest = {name: value for name, value in fields.items() if not (moves and name == "due_at")}
    write_fresh(task, version, **rest)
    if moves:
        differs.pop("due_at")  # has an entry of its own
        move_task_due(task, version=task.version, due_at=fields["due_at"], reason=reason, by=by)
    if repeats and not set(RHYTHM_FIELDS).isdisjoint(differs):
        _tell_rhythm(task, reason, by)
    if parts is not None:
        new = add_parts(task, parts)
        tell_issued(task, new, by=by)
        if new:
            differs["units"] = [0, len(new)]
        _write_own(task, parts, new, differs)


def _tell_rhythm(task: Task, reason: str, by: User) -> None:
    if not reason.strip():
        raise CampaignError(_("Say in a sentence why the rhythm changes; the units read it."))
    refuse_private(reason)
    latest = task.assignments.filter(parent=None).order_by("-occurrence").first()
    rows = task.assignments.filter(parent=None, occurrence=latest.occurrence if latest else 0)
    still = rows.exclude(state=AssignmentState.WITHDRAWN).select_related("unit")
    tell_rhythm(task, still, reason=reason.strip(), by=by)


def _write_own(task: Task, parts: Parts, new: Iterable[Assignment], differs: dict) -> None:
    """Units' own requirement where it is not what it was; due moments move on the unit's page."""
    rows = task.assignments.filter(parent=None, state__in=OPEN_ASSIGNMENTS)
    latest = max(rows.values_list("occurrence", flat=True), default=0)
    rows = rows.filter(occurrence=latest, unit_id__in=parts.own)
    for part in rows.exclude(pk__in=[one.pk for one in new]).select_related("unit"):
        requirement = parts.own[part.unit_id].requirement
        if requirement != part.requirement:
            Assignment.objects.filter(pk=part.pk).update(
                requirement=requirement, version=F("version") + 1
            )
            differs[f"requirement: {part.unit}"] = [part.requirement, requirement]
