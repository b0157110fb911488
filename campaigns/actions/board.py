"""Moving a task's card on the board: only the office's own steps, and why the others are none."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.enums import TaskState
from campaigns.errors import CampaignError
from campaigns.models import Task
from campaigns.progress import current_parts, task_state
from orgs.models import User

from .tasks import issue_task


@transaction.atomic
def move_card(task: Task, *, to: str, by: User) -> Task:
    """Do what dropping the card on column ``to`` asks for: issuing a draft, nothing else.

    CampaignError says why any other move is not the office's, and what to do instead.
    """
    now = state_on_board(task)
    if (now, to) == ("draft", "todo"):
        return issue_task(task, by=by)
    raise CampaignError(why_not(task, now, to))


def state_on_board(task: Task) -> str:
    """The column a task stands in."""
    by_unit: dict[int, list] = {}
    for part in task.assignments.all():
        by_unit.setdefault(part.unit_id, []).append(part)
    states = [part.state for given in by_unit.values() for part in current_parts(given)]
    return task_state(task.state, states)


def why_not(task: Task, now: str, to: str) -> str:
    """The sentence for a move from ``now`` to ``to`` that the office cannot make."""
    words = {"number": task.number}
    if task.state == TaskState.WITHDRAWN:
        return _("Task %(number)d has been withdrawn.") % words
    if now == "closed":
        return (
            _("Task %(number)d is completed by all its units and stays so. Make a new task.")
            % words
        )
    if now == "draft":
        return _("Task %(number)d is a draft. Move it to “Not started” to issue it.") % words
    if to == "draft":
        return (
            _("Task %(number)d was issued and is no draft any more. Withdraw it with a reason.")
            % words
        )
    if to == "closed":
        return (
            _("Completion is confirmed unit by unit. Open task %(number)d to look at each.") % words
        )
    return _("Task %(number)d moves on by itself as its units acknowledge and answer it.") % words
