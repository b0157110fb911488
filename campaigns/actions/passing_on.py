"""Passing a unit's part on to units below it (再分解)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.enums import AssignmentState, FeedbackKind, Part
from campaigns.errors import CampaignError
from campaigns.models import Assignment
from campaigns.privacy import refuse_private
from fraudwatch.lib import clock, paths
from fraudwatch.lib.weeks import moment_label
from orgs.enums import Role
from orgs.models import Unit, User

from .due_dates import check_within
from .moves import named, note, touch, trail
from .part_telling import tell_passed_on

PASSES_FROM = (AssignmentState.WORKING, AssignmentState.RETURNED)


@transaction.atomic
def pass_on(
    assignment: Assignment,
    *,
    units: Iterable[Unit],
    due_at: datetime | None,
    by: User,
    requirement: str = "",
) -> list[Assignment]:
    """Give the part to units strictly below; its progress is theirs from now on.

    Each unit gets its own part of the same task and round, due at ``due_at`` (aware; the
    part's own due moment when None), and is told. CampaignError when the part is not being
    worked on, a unit is not below, not in service, not enrolled or has its part already,
    or the moment has passed or is later than the part's own.
    """
    units = list(dict.fromkeys(units))
    refuse_private(requirement)
    _check_coordinates(assignment, by)
    if assignment.state == AssignmentState.TO_SIGN:
        raise CampaignError(
            _("%(unit)s has not acknowledged the task. Acknowledge it, then pass it on.")
            % {"unit": assignment.unit}
        )
    touch(assignment, PASSES_FROM)  # from here on nobody else passes on or asks for completion
    due_at = due_at or assignment.due_at
    _check_due(assignment, due_at)
    check_units(assignment, units)
    children = _create(assignment, units, due_at, requirement.strip())
    names = [unit.name for unit in units]
    note(assignment, FeedbackKind.DECOMPOSED, named(names, most=30), by)
    tell_passed_on(children, by=by)
    trail("passed_on", assignment, by, changes={"units": [0, len(children)]}, note="、".join(names))
    return children


def check_units(assignment: Assignment, units: list[Unit]) -> None:
    """CampaignError for the first unit that the part cannot be passed on to."""
    if not units:
        raise CampaignError(
            _("Choose at least one unit below %(unit)s.") % {"unit": assignment.unit}
        )
    taken = _taken(assignment)
    enrolled = set(
        assignment.task.campaign.members.filter(unit__in=units).values_list("unit_id", flat=True)
    )
    for unit in units:
        words = {"unit": unit, "parent": assignment.unit}
        if unit.pk == assignment.unit_id or not paths.contains(assignment.unit.path, unit.path):
            raise CampaignError(
                _("%(unit)s is not below %(parent)s. Choose units below it only.") % words
            )
        if not unit.is_active:
            raise CampaignError(_("%(unit)s is no longer in service. Choose another unit.") % words)
        if unit.pk in taken:
            raise CampaignError(taken[unit.pk] % words)
        if unit.pk not in enrolled:
            raise CampaignError(
                _(
                    "%(unit)s is not a member unit of this campaign. Ask the office to enrol it, "
                    "or leave it out."
                )
                % words
            )


def _taken(assignment: Assignment) -> dict[int, str]:
    """Units that have their part in this round, and what to say of each."""
    rows = Assignment.objects.filter(task=assignment.task_id, occurrence=assignment.occurrence)
    said = {}
    for unit_id, state in rows.values_list("unit_id", "state"):
        said[unit_id] = (
            _("%(unit)s was taken out of this task before and cannot come back into it.")
            if state == AssignmentState.WITHDRAWN
            else _("%(unit)s has its part in this task already. Leave it out.")
        )
    return said


def _create(
    assignment: Assignment, units: list[Unit], due_at: datetime | None, requirement: str
) -> list[Assignment]:
    part = Part.RESPONSIBLE if assignment.part == Part.LEAD else assignment.part
    rows = [
        Assignment(
            task=assignment.task, unit=unit, part=part, occurrence=assignment.occurrence,
            parent=assignment, requirement=requirement, due_at=due_at,
        )
        for unit in units
    ]  # fmt: skip
    try:
        with transaction.atomic():
            return Assignment.objects.bulk_create(rows)
    except IntegrityError as twice:
        raise CampaignError(
            _("One of the units has just been given its part. Look at the list again.")
        ) from twice


def _check_coordinates(assignment: Assignment, by: User) -> None:
    campaign_id = assignment.task.campaign_id
    if by.is_superuser or by.reaches(
        {Role.COORDINATOR}, assignment.unit.path, campaign_id=campaign_id
    ):
        return
    raise CampaignError(
        _("Only a coordinator of %(unit)s can pass its task on.") % {"unit": assignment.unit}
    )


def _check_due(assignment: Assignment, due_at: datetime | None) -> None:
    if due_at is None:
        return
    if due_at <= clock.now():
        raise CampaignError(
            _("%(moment)s has passed. Choose a moment still to come.")
            % {"moment": moment_label(due_at)}
        )
    if assignment.due_at and due_at > assignment.due_at:
        raise CampaignError(
            _("%(unit)s itself is due on %(day)s. Choose a moment before that.")
            % {"unit": assignment.unit, "day": moment_label(assignment.due_at)}
        )
    check_within(assignment, due_at)
