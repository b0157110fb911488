"""What every step of a unit's part goes through: the guard, the history, the audit trail."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, FeedbackKind, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Feedback, Task
from campaigns.workflow import ASSIGNMENT_MOVES
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.enums import Role
from orgs.models import User

from .guards import check_under_way

FRESH = (
    "state", "version", "signed_at", "signed_by", "asked_close_at", "done_at", "due_at",
    "first_due_at", "handler", "reminded_at",
)  # fmt: skip


def move(assignment: Assignment, step: str, **fields: object) -> None:
    """Take a step of the workflow if the row still stands where the step begins."""
    allowed_from, to = ASSIGNMENT_MOVES[step]
    touch(assignment, allowed_from, state=to, **fields)


def touch(assignment: Assignment, states: Collection[str], **fields: object) -> None:
    """Write ``fields`` if the part is in one of ``states`` and its task can be worked on.

    The UPDATE names the row's own columns alone: with a join PostgreSQL would look the
    condition up in a subquery that it does not read again after waiting for another writer.
    """
    check_workable(assignment)
    moved = Assignment.objects.filter(pk=assignment.pk, state__in=states).update(
        version=F("version") + 1, **fields
    )
    assignment.refresh_from_db(fields=FRESH)
    if not moved:
        raise CampaignError(not_now(assignment))


def check_workable(assignment: Assignment) -> None:
    """CampaignError unless the campaign is under way and the task is issued."""
    check_under_way(assignment.task.campaign)
    if not Task.objects.filter(pk=assignment.task_id, state=TaskState.ISSUED).exists():
        raise CampaignError(
            _("Task %(number)d is not issued.") % {"number": assignment.task.number}
        )


def not_now(assignment: Assignment) -> str:
    """Why a step is not possible: where the part stands."""
    return _("This task is “%(state)s” for %(unit)s now; that step is not possible any more.") % {
        "state": AssignmentState(assignment.state).label,
        "unit": assignment.unit,
    }


def check_speaks_for(assignment: Assignment, by: User) -> None:
    """Superusers pass the rules; for a unit only its own reporters speak."""
    campaign_id = assignment.task.campaign_id
    if not by.reaches({Role.REPORTER}, campaign_id=campaign_id, exact=assignment.unit_id):
        raise CampaignError(
            _("Only a reporter of %(unit)s can answer for it.") % {"unit": assignment.unit}
        )


def check_children_over(assignment: Assignment) -> None:
    """CampaignError while a unit that the part was passed on to still works on it.

    Asked after the parent's own row was written, so that nothing can be passed on meanwhile.
    """
    left = list(
        assignment.children.filter(state__in=OPEN_ASSIGNMENTS)
        .order_by("unit__depth", "unit__position", "unit__code")
        .values_list("unit__name", flat=True)
    )
    if left:
        raise CampaignError(
            ngettext(
                "%(n)d unit has not finished what was passed on to it: %(units)s. Confirm its "
                "completion or take it out with a reason first.",
                "%(n)d units have not finished what was passed on to them: %(units)s. Confirm "
                "their completion or take them out with a reason first.",
                len(left),
            )
            % {"n": len(left), "units": named(left)}
        )


def named(names: Collection[str], most: int = 5) -> str:
    """Some names in a row, the rest as a dot dot dot."""
    return "、".join(list(names)[:most]) + ("……" if len(names) > most else "")


def note(
    assignment: Assignment,
    kind: FeedbackKind,
    text: str,
    by: User,
    *,
    figure: Decimal | None = None,
) -> Feedback:
    """One entry in the part's history."""
    return Feedback.objects.create(
        assignment=assignment, kind=kind, text=text, figure=figure, by=by, at=clock.now()
    )


def trail(word: str, assignment: Assignment, by: User, **more: object) -> None:
    """The audit entry of a step; call it last."""
    record(f"assignment.{word}", assignment, by=by, path=assignment.unit.path, **more)
