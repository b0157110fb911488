"""Moving due moments (调整时限): of units' parts one by one or many at once, and of a task."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.enums import OPEN_ASSIGNMENTS, FeedbackKind, Repeat, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Feedback, Task
from campaigns.privacy import refuse_private
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from fraudwatch.lib.weeks import day_label, moment_label
from orgs.actions.audit import record
from orgs.models import User

from .guards import check_editable, check_text_open, check_under_way, write_fresh
from .moves import FRESH, not_now
from .part_telling import tell_moved
from .task_checks import check_due


@dataclass(frozen=True)
class Skipped:
    """A part that stays as it was, and the sentence that says why."""

    part: Assignment
    why: str


@dataclass(frozen=True)
class Outcome:
    """What a bulk act did: the parts it changed, and those it left alone."""

    done: list[Assignment] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@transaction.atomic
def move_due(parts: Iterable[Assignment], *, due_at: datetime, reason: str, by: User) -> Outcome:
    """Move the due moment of units' parts to ``due_at`` (aware) and tell the units why.

    Parts that are finished, withdrawn, not issued or due then anyway are left as they are
    and named in the outcome. What a part was passed on to is never due later than the
    part: children that would be are moved with it. CampaignError when there is no reason,
    the moment has passed or lies outside the campaign, or nothing at all can be moved.
    """
    _check_reason(reason)
    _check_ahead(due_at)
    moved, skipped = [], []
    for part in parts:
        why = _why_not(part, due_at)
        if why is None and _write_due(part, due_at):
            moved.append(part)
        else:
            skipped.append(Skipped(part, why or not_now(part)))
    if not moved:
        raise CampaignError(skipped[0].why if skipped else _("Choose at least one unit."))
    moved += _pull_children(moved, due_at)
    _note_all(moved, reason, by)
    tell_moved(moved, reason=reason, by=by)
    for part in moved:
        record(
            "assignment.due_moved", part, by=by, path=part.unit.path, note=reason,
            changes={"due_at": [part.was_due_at, due_at]},
        )  # fmt: skip
    return Outcome(moved, skipped)


@transaction.atomic
def move_task_due(task: Task, *, version: int, due_at: datetime, reason: str, by: User) -> Task:
    """Move the due moment of the task that was seen as ``version``.

    A draft's moves at once and needs no reason. An issued task's moves with the parts that
    were due with it; parts with a due moment of their own keep theirs. StaleVersion when
    somebody saved in between; CampaignError for a task that repeats, was withdrawn or is
    finished everywhere, for a moment that has passed, lies before the task's first day or
    outside the campaign.
    """
    check_editable(task.campaign)
    was = Task.objects.get(pk=task.pk)
    _check_movable(was, due_at)
    check_due(task.campaign, due_at)
    if was.state == TaskState.ISSUED:
        _check_reason(reason)
        check_under_way(task.campaign)
        _check_ahead(due_at)
    if was.version != version:
        raise StaleVersion(_stale(was), current=was)
    if was.due_at == due_at:
        return task
    write_fresh(task, version, due_at=due_at)
    moved = []
    rows = task.assignments.filter(state__in=OPEN_ASSIGNMENTS, due_at=was.due_at)
    for part in rows.select_related("unit"):
        part.task = task
        if _write_due(part, due_at, is_draft=was.state == TaskState.DRAFT):
            moved.append(part)
    if was.state == TaskState.ISSUED:
        moved += _pull_children(moved, due_at)
        _note_all(moved, reason, by)
        tell_moved(moved, reason=reason, by=by)
    record(
        "task.due_moved", task, by=by, path=task.campaign.owner.path, note=reason,
        changes={"due_at": [was.due_at, due_at], "units": [0, len(moved)]},
    )  # fmt: skip
    return task


def check_within(part: Assignment, due_at: datetime) -> None:
    """CampaignError when ``due_at`` lies outside the campaign or after the parent's own due."""
    check_due(part.task.campaign, due_at)
    parent = part.parent
    if parent and parent.due_at and due_at > parent.due_at:
        raise CampaignError(
            _("%(unit)s itself is due on %(day)s. Choose a moment before that.")
            % {"unit": parent.unit, "day": moment_label(parent.due_at)}
        )


def arrow(was: datetime | None, to: datetime) -> str:
    """From one due moment to another, for the history."""
    return f"{moment_label(was)} → {moment_label(to)}" if was else moment_label(to)


def _why_not(part: Assignment, due_at: datetime) -> str | None:
    """Why this part's due moment stays; None when it can move."""
    if part.state not in OPEN_ASSIGNMENTS:
        return not_now(part)
    if part.task.state != TaskState.ISSUED:
        return _("Task %(number)d is not issued.") % {"number": part.task.number}
    if part.due_at == due_at:
        return _("%(unit)s is due then already.") % {"unit": part.unit}
    try:
        check_under_way(part.task.campaign)
        check_within(part, due_at)
    except CampaignError as refusal:
        return str(refusal)
    return None


def _write_due(part: Assignment, due_at: datetime, *, is_draft: bool = False) -> bool:
    """Move one row if it is still open; ``first_due_at`` is written once, on the first move."""
    part.was_due_at = part.due_at
    first = {} if is_draft else {"first_due_at": Coalesce("first_due_at", "due_at")}
    moved = Assignment.objects.filter(pk=part.pk, state__in=OPEN_ASSIGNMENTS).update(
        **first, due_at=due_at, version=F("version") + 1
    )
    part.refresh_from_db(fields=FRESH)
    return bool(moved)


def _pull_children(parents: list[Assignment], due_at: datetime) -> list[Assignment]:
    """Children that would be due after their parent are due with it."""
    known = {part.pk for part in parents}
    rows = Assignment.objects.filter(
        parent__in=known, due_at__gt=due_at, state__in=OPEN_ASSIGNMENTS
    ).exclude(pk__in=known)
    rows = list(rows.select_related("unit", "task__campaign__owner"))
    pulled = [part for part in rows if _write_due(part, due_at)]
    return pulled + (_pull_children(pulled, due_at) if pulled else [])


def _note_all(parts: list[Assignment], reason: str, by: User) -> None:
    now = clock.now()
    Feedback.objects.bulk_create(
        Feedback(
            assignment=part, kind=FeedbackKind.DUE_MOVED, by=by, at=now,
            text=f"{arrow(part.was_due_at, part.due_at)}\n{reason.strip()}",
        )
        for part in parts
    )  # fmt: skip


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise CampaignError(_("Say in a sentence why the due date moves; the units read it."))
    refuse_private(reason)


def _check_ahead(due_at: datetime) -> None:
    if due_at <= clock.now():
        raise CampaignError(
            _("%(moment)s has passed. Choose a moment still to come.")
            % {"moment": moment_label(due_at)}
        )


def _check_movable(task: Task, due_at: datetime) -> None:
    if task.state == TaskState.WITHDRAWN:
        raise CampaignError(_("Task %(number)d has been withdrawn.") % {"number": task.number})
    if task.state == TaskState.DRAFT:
        check_text_open(task.campaign)
    elif task.repeat != Repeat.ONCE:
        raise CampaignError(
            _("Task %(number)d repeats. Move the due date of single units in one round instead.")
            % {"number": task.number}
        )
    elif not task.assignments.filter(state__in=OPEN_ASSIGNMENTS).exists():
        raise CampaignError(
            _("Task %(number)d is finished; its due date stays.") % {"number": task.number}
        )
    if task.starts_on and timezone.localtime(due_at).date() < task.starts_on:
        raise CampaignError(
            _("Task %(number)d begins on %(day)s and cannot be due before that.")
            % {"number": task.number, "day": day_label(task.starts_on)}
        )


def _stale(task: Task) -> str:
    return _("Somebody else saved “%(row)s” first. Nothing of yours was overwritten.") % {
        "row": task
    }
