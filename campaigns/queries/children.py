"""How far the campaigns and tasks are that implement a higher one, and which are missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.enums import AssignmentState, CampaignState, TaskState, VersionState
from campaigns.lamps import Lamp, part_lamp, worst
from campaigns.models import Assignment, Campaign, Member, PlanVersion, Task
from orgs.enums import UnitKind
from orgs.models import Notice, Unit

# Kinds of member units that are expected to make a plan of their own.
IMPLEMENTING = (
    UnitKind.COUNTY, UnitKind.TOWN, UnitKind.SCHOOL, UnitKind.COLLEGE, UnitKind.BANK,
    UnitKind.HOSPITAL,
)  # fmt: skip


@dataclass(frozen=True)
class PlanStep:
    """How far a plan is: the newest version in sight, and the one in force."""

    state: str = ""
    number: int = 0
    published: int = 0


@dataclass(frozen=True)
class ChildRow:
    """A member unit with the campaign in which it implements this one, if it has any."""

    unit: Unit
    campaign: Campaign | None
    plan: PlanStep
    done: int = 0
    total: int = 0
    lamp: Lamp = Lamp.NONE
    reminded_at: datetime | None = None


@dataclass(frozen=True)
class ChildTask:
    """A task that carries out a higher one, with its units' progress."""

    task: Task
    done: int
    total: int
    lamp: Lamp


@dataclass(frozen=True)
class Rollup:
    """Children counted together: units done of units owing, the worst lamp."""

    campaigns: int = 0
    done: int = 0
    total: int = 0
    lamp: Lamp = Lamp.NONE


def plan_steps(user: object, campaign_ids: Iterable[int]) -> dict[int, PlanStep]:
    """How far the plans are, by campaign; one query."""
    rows = PlanVersion.objects.visible_to(user).filter(campaign__in=list(campaign_ids))
    found: dict[int, PlanStep] = {}
    values = rows.select_related(None).order_by("number", "round")
    for key, state, number in values.values_list("campaign_id", "state", "number"):
        before = found.get(key, PlanStep())
        published = number if state == VersionState.PUBLISHED else before.published
        found[key] = PlanStep(state, number, published)
    return found


def parts_progress(tasks: Iterable[int], now: datetime) -> dict[int, tuple[int, int, Lamp]]:
    """By task: units done, units owing, the worst lamp; one query."""
    rows = Assignment.objects.filter(task__in=list(tasks), task__state=TaskState.ISSUED)
    found: dict[int, list[Assignment]] = {}
    for part in rows.exclude(state=AssignmentState.WITHDRAWN).order_by():
        found.setdefault(part.task_id, []).append(part)
    return {
        key: (
            sum(part.state == AssignmentState.CLOSED for part in parts),
            len(parts),
            worst(part_lamp(part, now) for part in parts),
        )
        for key, parts in found.items()
    }


def task_children(user: object, task: Task, now: datetime) -> list[ChildTask]:
    """The tasks of lower campaigns that carry out this one, as far as they are in sight."""
    rows = list(
        Task.objects.visible_to(user)
        .filter(parent=task)
        .exclude(state=TaskState.WITHDRAWN)
        .select_related("campaign__owner")
        .order_by("campaign__owner__path", "number")
    )
    progress = parts_progress([row.pk for row in rows], now)
    return [ChildTask(row, *progress.get(row.pk, (0, 0, Lamp.NONE))) for row in rows]


def child_rows(
    user: object, campaign: Campaign, now: datetime, members: Iterable[Member] | None = None
) -> list[ChildRow]:
    """Every unit that is to implement the campaign, those without a plan first.

    ``members`` are the campaign's with their units, where a page has read them already.
    """
    members = campaign.members.select_related("unit") if members is None else members
    children = {
        child.owner_id: child
        for child in Campaign.objects.visible_to(user)
        .filter(parent=campaign)
        .exclude(state=CampaignState.STOPPED)
    }
    units = {
        member.unit_id: member.unit
        for member in members
        if member.unit.kind in IMPLEMENTING and member.unit_id != campaign.owner_id
    }
    units |= {child.owner_id: child.owner for child in children.values()}
    steps = plan_steps(user, [child.pk for child in children.values()])
    sums = _sums(children.values(), now)
    reminded = _reminded(campaign)
    rows = [
        ChildRow(
            unit,
            child,
            steps.get(child.pk, PlanStep()) if child else PlanStep(),
            *(sums.get(child.pk, (0, 0, Lamp.NONE)) if child else (0, 0, Lamp.NONE)),
            reminded.get(unit.pk),
        )
        for unit in units.values()
        for child in [children.get(unit.pk)]
    ]
    return sorted(
        rows,
        key=lambda row: (row.campaign is not None, row.unit.depth, row.unit.position),
    )


def rollup(rows: Sequence[ChildRow]) -> Rollup:
    """The children of a campaign counted together."""
    made = [row for row in rows if row.campaign]
    return Rollup(
        len(made),
        sum(row.done for row in made),
        sum(row.total for row in made),
        worst(row.lamp for row in made),
    )


def _sums(children: Iterable[Campaign], now: datetime) -> dict[int, tuple[int, int, Lamp]]:
    """By campaign: tasks done by all their units, issued tasks, the worst lamp."""
    keys = [child.pk for child in children]
    tasks = dict(
        Task.objects.filter(campaign__in=keys, state=TaskState.ISSUED)
        .order_by()
        .values_list("pk", "campaign_id")
    )
    found: dict[int, tuple[int, int, Lamp]] = {}
    for task, (done, owing, lamp) in parts_progress(tasks, now).items():
        so_far = found.get(tasks[task], (0, 0, Lamp.NONE))
        found[tasks[task]] = (
            so_far[0] + (done == owing), so_far[1] + 1, worst([so_far[2], lamp]),
        )  # fmt: skip
    return found


def _reminded(campaign: Campaign) -> dict[int, datetime]:
    """When each unit was last reminded of its plan, by its key."""
    found: dict[int, datetime] = {}
    rows = Notice.objects.filter(kind="campaign.plan_wanted", about=f"campaign:{campaign.pk}")
    for occasion, at in rows.order_by("at").values_list("occasion", "at"):
        found[int(occasion.split(":")[3])] = at
    return found
