"""Everything that changes a task (任务) as a whole."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from campaigns.enums import CampaignState, FeedbackKind, Part, Repeat, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Campaign, Feedback, Task
from campaigns.privacy import refuse_private
from campaigns.queries.rounds import dues_of, task_rhythm
from campaigns.workflow import ASSIGNMENT_MOVES
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User

from .extensions import end_extensions
from .guards import check_text_open, check_under_way
from .parts import Parts, check_parts, replace_parts
from .task_checks import check_facts
from .telling import tell_issued, tell_withdrawn

FIELDS = (
    "title", "requirement", "deliverable", "clause", "phase", "parent", "starts_on", "due_at",
    "repeat", "every", "until", "shift", "wants_photos", "wants_file", "indicator",
)  # fmt: skip


@transaction.atomic
def create_task(
    campaign: Campaign, *, title: str, by: User, parts: Parts | None = None, **fields: object
) -> Task:
    """A draft task with the next number of its campaign; no unit hears of it yet.

    ``fields`` are those of :data:`FIELDS`. CampaignError when the plan is with the
    reviewers, the days do not fit the campaign, the rhythm has no end or comes too often,
    a unit has two parts (a lead unit that also supports), is out of service or not enrolled,
    or the words hold somebody's ID or card number.
    """
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"create_task() does not take {', '.join(sorted(unknown))}")
    check_text_open(campaign)
    check_facts(campaign, fields)
    parts = parts or Parts()
    refuse_private(title, *private_texts(fields, parts))
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)  # one number at a time
    last = campaign.tasks.aggregate(last=Max("number"))["last"]
    task = Task.objects.create(campaign=campaign, number=(last or 0) + 1, title=title, **fields)
    replace_parts(task, parts)
    record("task.created", task, by=by, path=campaign.owner.path)
    return task


def private_texts(fields: Mapping[str, object], parts: Parts | None) -> list[str]:
    """The words of a task, and of single units in it, that may hold no ID or card number."""
    names = ("title", "requirement", "deliverable")
    own = parts.own.values() if parts else ()
    return [str(fields.get(name) or "") for name in names] + [one.requirement for one in own]


def issue_task(task: Task, *, by: User) -> Task:
    """Hand the task to its units (下达): the list of units is frozen and each is told.

    CampaignError unless the campaign runs and the task has a lead unit in service and a
    due moment still to come, or when somebody issued it before.
    """
    return issue_tasks([task], by=by)[0]


@transaction.atomic
def issue_tasks(tasks: Iterable[Task], *, by: User, tells: bool = True) -> list[Task]:
    """Issue several tasks, all or none; without ``tells`` whoever calls tells the units.

    CampaignError while the plan that names them is with the reviewers.
    """
    tasks = list(tasks)
    for campaign in {task.campaign_id: task.campaign for task in tasks}.values():
        check_text_open(campaign)
    return [_issue(task, by, tells=tells) for task in tasks]


def _issue(task: Task, by: User, *, tells: bool) -> Task:
    check_under_way(task.campaign)
    if task.campaign.state != CampaignState.RUNNING:
        raise CampaignError(_("The campaign is being summed up: no new task begins now."))
    now = clock.now()
    issued = Task.objects.filter(pk=task.pk, state=TaskState.DRAFT).update(
        state=TaskState.ISSUED, issued_at=now
    )
    if not issued:
        task.refresh_from_db(fields=["state", "issued_at"])
        raise CampaignError(
            _("Task %(number)d is “%(state)s” already.")
            % {"number": task.number, "state": task.get_state_display()}
        )
    # from here on nobody edits the draft; what somebody saved a moment ago is read now
    task.refresh_from_db(fields=[*FIELDS, "version"])
    given = list(task.assignments.select_related("unit"))
    due_at = _first_due(task)
    _check_ready(task, given, due_at)
    task.state, task.issued_at = TaskState.ISSUED, now
    if task.repeat == Repeat.ONCE:
        task.assignments.filter(due_at=None).update(due_at=due_at)
    else:
        task.assignments.update(occurrence=1, due_at=due_at)
    for part in given:
        part.due_at = due_at if task.repeat != Repeat.ONCE else part.due_at or due_at
    if tells:
        tell_issued(task, given, by=by)
    record(
        "task.issued", task, by=by, path=task.campaign.owner.path,
        changes={"state": [TaskState.DRAFT, TaskState.ISSUED], "units": [0, len(given)]},
    )  # fmt: skip
    return task


def _first_due(task: Task) -> datetime | None:
    """When the units owe it first: of a task that repeats, its first round."""
    rhythm = task_rhythm(task)
    return next(iter(dues_of(rhythm)), None) if rhythm else task.due_at


def _check_ready(task: Task, given: list[Assignment], due_at: datetime | None) -> None:
    if not any(part.part == Part.LEAD for part in given):
        raise CampaignError(
            _("Task %(number)d has no lead unit. Choose one, then issue it.")
            % {"number": task.number}
        )
    if due_at is None:
        raise CampaignError(no_due(task))
    now = clock.now()
    if due_at <= now:
        raise CampaignError(
            _("The due moment of task %(number)d has passed. Move it, then issue the task.")
            % {"number": task.number}
        )
    for part in given:
        if part.due_at and part.due_at <= now and part.due_at != task.due_at:
            raise CampaignError(
                _("The own due moment of %(unit)s in task %(number)d has passed. Move it first.")
                % {"unit": part.unit, "number": task.number}
            )
    check_parts(
        task.campaign,
        Parts(responsible=[part.unit for part in given]),
    )


def no_due(task: Task) -> str:
    """Why a task without a due moment cannot be issued."""
    return _(
        "Task %(number)d has no due date. Set one; for standing work take the campaign's last day."
    ) % {"number": task.number}


@transaction.atomic
def withdraw_task(task: Task, *, reason: str, by: User) -> Task:
    """Call an issued task off (撤销): what its units handed in stays, nothing more is owed."""
    if not reason.strip():
        raise CampaignError(_("Say in a sentence why the task is withdrawn."))
    refuse_private(reason)
    check_under_way(task.campaign)
    gone = Task.objects.filter(pk=task.pk, state=TaskState.ISSUED).update(state=TaskState.WITHDRAWN)
    task.refresh_from_db(fields=["state"])
    if not gone:
        raise CampaignError(
            _("Task %(number)d is “%(state)s” and cannot be withdrawn.")
            % {"number": task.number, "state": task.get_state_display()}
        )
    allowed_from, to = ASSIGNMENT_MOVES["withdraw"]
    open_parts = []
    for part in task.assignments.filter(state__in=allowed_from).select_related("unit"):
        still = Assignment.objects.filter(pk=part.pk, state__in=allowed_from)
        if still.update(state=to, version=F("version") + 1):
            open_parts.append(part)
    now = clock.now()
    Feedback.objects.bulk_create(
        Feedback(assignment=part, kind=FeedbackKind.WITHDRAWN, text=reason, by=by, at=now)
        for part in open_parts
    )
    end_extensions(open_parts, by=by)
    tell_withdrawn(task, open_parts, reason=reason, by=by)
    record(
        "task.withdrawn", task, by=by, path=task.campaign.owner.path, note=reason,
        changes={"state": [TaskState.ISSUED, TaskState.WITHDRAWN]},
    )  # fmt: skip
    return task


@transaction.atomic
def delete_task(task: Task, *, by: User) -> None:
    """Drop a draft that was never issued; an issued task is withdrawn instead."""
    check_text_open(task.campaign)
    record(
        "task.deleted", task.campaign, by=by, path=task.campaign.owner.path,
        changes={"task": [str(task), ""]},
    )  # fmt: skip
    gone, _rows = Task.objects.filter(pk=task.pk, state=TaskState.DRAFT).delete()
    if not gone:
        raise CampaignError(
            _("Task %(number)d was issued and stays on record. Withdraw it with a reason.")
            % {"number": task.number}
        )
