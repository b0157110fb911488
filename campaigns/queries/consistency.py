"""The consistency list of a campaign's plan, each finding with the address where it is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from campaigns.clauses import chinese_number, numbers
from campaigns.consistency import (
    AttachmentFact,
    ClauseFact,
    Flaw,
    MemberFact,
    PartFact,
    PhaseFact,
    PlanFacts,
    SectionFact,
    TaskFact,
    find_flaws,
)
from campaigns.enums import AssignmentState, Part, SectionKind, TaskState
from campaigns.models import Assignment, Campaign, Duty, Task
from fraudwatch.lib import clock
from orgs.enums import SeatRole
from orgs.models import GroupSeat, UnitGroup

FORMS = {
    "phase": "campaigns:phase-edit",
    "target": "campaigns:target-edit",
    "duty": "campaigns:duty-edit",
    "task": "campaigns:task-edit",
    "group": "orgs:group-detail",
}
PAGES = {
    "plan": "campaigns:plan-detail",
    "members": "campaigns:campaign-members",
    "duties": "campaigns:duty-add",
}


def plan_flaws(campaign: Campaign) -> list[Flaw]:
    """What does not fit in the plan as it stands now, what blocks first; ``target`` is a URL."""
    facts = plan_facts(campaign)
    keys = {str(one.id): one.key for section in facts.sections for one in section.clauses}
    return [
        replace(flaw, target=_address(campaign, flaw.target, keys)) for flaw in find_flaws(facts)
    ]


def _address(campaign: Campaign, target: str, keys: Mapping[str, str]) -> str:
    """Where ``target`` is mended; sentences are found by their keys, as on every page."""
    kind, _colon, key = target.partition(":")
    if kind in FORMS:
        return reverse(FORMS[kind], args=[key])
    if kind in PAGES:
        return reverse(PAGES[kind], args=[campaign.pk])
    plan = reverse("campaigns:plan-edit", args=[campaign.pk])
    return f"{plan}#{kind}-{keys[key] if kind == 'clause' else key}"


def plan_facts(campaign: Campaign) -> PlanFacts:
    """Everything that the list looks at, in a number of queries that does not grow."""
    tasks = list(_tasks(campaign))
    duties = list(campaign.duties.select_related("unit"))
    used = {row.clause_id for row in [*tasks, *duties]} - {None}
    return PlanFacts(
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        now=clock.now(),
        sections=_sections(campaign, used),
        phases=[
            PhaseFact(row.pk, row.name, row.starts_on, row.ends_on, row.clause_id)
            for row in campaign.phases.all()
        ],
        targets=[
            PartFact(row.pk, row.indicator.shown_name, row.clause_id, row.due_on)
            for row in campaign.targets.select_related("indicator")
        ],
        duties=[PartFact(row.pk, str(row.unit), row.clause_id) for row in duties],
        tasks=[_task(task) for task in tasks],
        attachments=[
            AttachmentFact(row.pk, row.number, row.title) for row in campaign.attachments.all()
        ],
        members=_members(campaign, duties),
        names=_names(campaign),
        leaders=_leaders(campaign),
        group=campaign.leading_group_id,
    )


def _tasks(campaign: Campaign) -> Iterable[Task]:
    owed = ~Q(assignments__state=AssignmentState.WITHDRAWN)
    return campaign.tasks.exclude(state=TaskState.WITHDRAWN).annotate(
        owing=Count("assignments", filter=owed),
        leading=Count("assignments", filter=owed & Q(assignments__part=Part.LEAD)),
    )


def _task(task: Task) -> TaskFact:
    return TaskFact(
        task.pk, task.number, task.title, task.state == TaskState.DRAFT, task.due_at,
        task.phase_id, task.clause_id, task.owing, task.leading > 0,
    )  # fmt: skip


def _sections(campaign: Campaign, used: set[int]) -> list[SectionFact]:
    """The text; one query, in which a section stands once for each of its sentences."""
    order = ("position", "pk", "clauses__position", "clauses__pk")
    joined = campaign.sections.order_by(*order).annotate(
        clause=F("clauses__pk"), key=F("clauses__key"), level=F("clauses__level"),
        text=F("clauses__text"),
    )  # fmt: skip
    rows, at = [], 0
    for _pk, found in groupby(joined, key=lambda row: row.pk):
        section, *more = found
        at += section.kind != SectionKind.PREAMBLE  # a preamble bears no number
        label = "" if section.kind == SectionKind.PREAMBLE else f"{chinese_number(at)}、"
        clauses = [row for row in (section, *more) if row.clause]
        marks = numbers(clause.level for clause in clauses)
        facts = [
            ClauseFact(
                clause.clause,
                mark.strip(),
                clause.text,
                clause.level,
                clause.clause in used,
                str(clause.key),
            )  # fmt: skip
            for mark, clause in zip(marks, clauses, strict=True)
        ]
        rows.append(SectionFact(section.pk, section.kind, label, section.heading, facts))
    return rows


def _members(campaign: Campaign, duties: list[Duty]) -> list[MemberFact]:
    """The members with all their names and whether they are given anything; one query."""
    owing = (
        Assignment.objects.filter(task__campaign=campaign, unit=OuterRef("unit"))
        .exclude(state=AssignmentState.WITHDRAWN)
        .exclude(task__state=TaskState.WITHDRAWN)
    )
    rows = campaign.members.select_related("unit").annotate(
        is_owing=Exists(owing), alias=F("unit__aliases__text")
    )  # a row for each alias
    units, names, busy = {}, {}, {duty.unit_id for duty in duties}
    for member in rows:
        unit = units.setdefault(member.unit_id, member.unit)
        names.setdefault(unit.pk, set()).update([unit.name, unit.short_name, member.alias])
        if member.is_owing:
            busy.add(unit.pk)
    return [
        MemberFact(str(unit), frozenset(names[key] - {"", None}), key in busy)
        for key, unit in units.items()
    ]


def _names(campaign: Campaign) -> frozenset[str]:
    """The unit that leads, and the groups of units it may mean."""
    owner = campaign.owner
    groups = UnitGroup.objects.filter(owner=owner).values_list("name", flat=True)
    return frozenset({owner.name, owner.short_name, *groups} - {""})


def _leaders(campaign: Campaign) -> int | None:
    if not campaign.leading_group_id:
        return None
    seats = GroupSeat.objects.filter(group=campaign.leading_group_id, to_on=None)
    return seats.filter(role=SeatRole.LEADER).count()
