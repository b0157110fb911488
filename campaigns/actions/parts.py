"""Units' parts in a task: who leads, who answers, who supports (牵头、责任、配合)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.enums import AssignmentState, Part, Repeat
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Campaign, Task
from orgs.models import Unit

from .task_checks import check_due, check_start


@dataclass(frozen=True)
class Own:
    """What is asked of one unit otherwise than of the others; None and "" as of everybody."""

    due_at: datetime | None = None
    requirement: str = ""


@dataclass(frozen=True)
class Parts:
    """The units of a task, already resolved to a list; nothing here grows by itself later.

    ``own`` holds, by the unit's key, what differs for single units.
    """

    lead: Unit | None = None
    responsible: Sequence[Unit] = field(default_factory=tuple)
    support: Sequence[Unit] = field(default_factory=tuple)
    own: Mapping[int, Own] = field(default_factory=dict)

    def pairs(self) -> list[tuple[Unit, Part]]:
        """Every unit with its part."""
        lead = [(self.lead, Part.LEAD)] if self.lead else []
        return [
            *lead,
            *((unit, Part.RESPONSIBLE) for unit in self.responsible),
            *((unit, Part.SUPPORT) for unit in self.support),
        ]


def check_parts(campaign: Campaign, parts: Parts) -> None:
    """CampaignError when a unit has two parts, is out of service, or is not enrolled."""
    seen: dict[int, Part] = {}
    for unit, part in parts.pairs():
        if unit.pk in seen:
            raise CampaignError(
                _("%(unit)s cannot be %(first)s and %(second)s at once. Take it out of one list.")
                % {
                    "unit": unit,
                    "first": Part(seen[unit.pk]).label,
                    "second": Part(part).label,
                }
            )
        seen[unit.pk] = part
        if not unit.is_active:
            raise CampaignError(
                _("%(unit)s is no longer in service. Choose another unit.") % {"unit": unit}
            )
    enrolled = set(campaign.members.filter(unit__in=seen).values_list("unit_id", flat=True))
    for unit, _part in parts.pairs():
        if unit.pk not in enrolled:
            raise CampaignError(
                _("%(unit)s is not a member unit of this campaign. Enrol it first.")
                % {"unit": unit}
            )


def check_own(task: Task, parts: Parts) -> None:
    """CampaignError for a unit's own due moment that does not fit the task."""
    for unit, _part in parts.pairs():
        own = parts.own.get(unit.pk)
        if own is None or own.due_at is None:
            continue
        if task.repeat != Repeat.ONCE:
            raise CampaignError(
                _("A task that repeats is due for all at once. Clear the due day of %(unit)s.")
                % {"unit": unit}
            )
        facts = {"due_at": own.due_at, "starts_on": task.starts_on}
        try:
            check_due(task.campaign, own.due_at)
            check_start(task.campaign, facts)
        except CampaignError as refusal:
            raise CampaignError(f"{unit}: {refusal}") from refusal


def replace_parts(task: Task, parts: Parts) -> list[Assignment]:
    """Write the parts of a draft: what is not listed goes, nobody was told of it."""
    check_parts(task.campaign, parts)
    check_own(task, parts)
    task.assignments.all().delete()
    return _create(task, parts, parts.pairs())


def add_parts(task: Task, parts: Parts) -> list[Assignment]:
    """Add units to an issued task, to its latest round; returns the new assignments.

    CampaignError when a unit that has its part would lose or change it: that needs a
    reason, so it is withdrawn on its own.
    """
    check_parts(task.campaign, parts)
    check_own(task, parts)
    latest = _latest(task)
    there = {part.unit_id: part for part in latest}
    wanted = {unit.pk: part for unit, part in parts.pairs()}
    for unit_id, part in there.items():
        is_ours = part.parent_id is None and part.state != AssignmentState.WITHDRAWN
        if is_ours and wanted.get(unit_id) != part.part:
            raise CampaignError(
                _("%(unit)s was already given its part. Withdraw it there, with a reason.")
                % {"unit": part.unit}
            )
    back = [unit for unit, _part in parts.pairs() if unit.pk in there]
    for unit in back:
        if there[unit.pk].state == AssignmentState.WITHDRAWN:
            raise CampaignError(
                _("%(unit)s was withdrawn from this task. Make a new task for it.") % {"unit": unit}
            )
    new = [pair for pair in parts.pairs() if pair[0].pk not in there]
    first = latest[0] if latest else None
    round_due = max((part.due_at for part in latest if part.due_at), default=None)
    return _create(
        task,
        parts,
        new,
        occurrence=first.occurrence if first else 0,
        due_at=round_due if first and first.occurrence else task.due_at,
    )


def _latest(task: Task) -> list[Assignment]:
    """The parts of the latest round; of a task done once all of them."""
    given = list(task.assignments.select_related("unit"))
    last = max((part.occurrence for part in given), default=0)
    return [part for part in given if part.occurrence == last]


def _create(
    task: Task,
    parts: Parts,
    pairs: list[tuple[Unit, Part]],
    *,
    occurrence: int = 0,
    due_at: datetime | None = None,
) -> list[Assignment]:
    rows = []
    for unit, part in pairs:
        own = parts.own.get(unit.pk, Own())
        rows.append(
            Assignment(
                task=task, unit=unit, part=part, occurrence=occurrence,
                due_at=own.due_at or due_at or task.due_at, requirement=own.requirement,
            )
        )  # fmt: skip
    return Assignment.objects.bulk_create(rows)
