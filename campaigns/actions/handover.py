"""What a merge of units takes along in campaigns: open assignments and memberships."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, FeedbackKind, Part
from campaigns.models import Assignment, Feedback, Member
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.handover import UnitItems
from orgs.models import Unit, User

from .extensions import end_extensions


def count_open(unit: Unit) -> int:
    """Assignments of the unit that are not completed."""
    return Assignment.objects.filter(unit=unit, state__in=OPEN_ASSIGNMENTS).count()


def move_open(unit: Unit, *, into: Unit, by: User) -> int:
    """Give the unit's open assignments to ``into`` and enrol it where it was not.

    Where ``into`` has its own part in the task, the moving one is withdrawn, unless it
    leads: then the other part makes room. Completed work stays with the old unit.
    """
    for member in Member.objects.filter(unit=unit).select_related("campaign"):
        Member.objects.get_or_create(campaign=member.campaign, unit=into)
    parts = Assignment.objects.filter(unit=unit, state__in=OPEN_ASSIGNMENTS).select_related("task")
    for part in parts:
        _move(part, into, by)
    return len(parts)


def _move(part: Assignment, into: Unit, by: User) -> None:
    rounds = Assignment.objects.filter(task=part.task, occurrence=part.occurrence)
    twin = rounds.filter(unit=into).first()
    if twin is None:
        Assignment.objects.filter(pk=part.pk).update(unit=into)
        moved, note = part, _("moved to %(unit)s by a merge") % {"unit": into}
    else:
        Assignment.objects.filter(pk=part.pk).update(state=AssignmentState.WITHDRAWN)
        if part.part == Part.LEAD:
            Assignment.objects.filter(pk=twin.pk).update(part=Part.LEAD)
        moved, note = part, _("taken over by the part of %(unit)s in a merge") % {"unit": into}
        Feedback.objects.create(
            assignment=part, kind=FeedbackKind.WITHDRAWN, text=note, by=by, at=clock.now()
        )
        end_extensions([part], by=by)
    changes = {"unit": [part.unit.name, into.name]}
    record("assignment.moved", moved, by=by, path=into.path, changes=changes, note=note)


OPEN_TASKS = UnitItems(gettext_lazy("open tasks"), count_open, move_open)
