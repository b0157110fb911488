"""Higher campaigns and those that implement them (层层落实): what to take over, how far it is."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.consistency.owners import without_owners
from campaigns.enums import UNDER_WAY, AssignmentState, SectionKind, TaskState
from campaigns.models import Assignment, Campaign, Clause, PlanVersion, Task
from campaigns.sketches import (
    Sketch,
    SketchClause,
    SketchPhase,
    SketchSection,
    SketchTarget,
    SketchTask,
)
from fraudwatch.lib.paths import ancestors, contains
from fraudwatch.lib.weeks import day_of
from orgs.enums import Role
from orgs.models import Unit

from .outlines import full_day

NAMED = 3


def higher_campaigns(user: object, owner: Unit) -> QuerySet[Campaign]:
    """The campaigns under way that one of ``owner`` may implement, as far as ``user`` sees them."""
    above = ancestors(owner.path)[:-1]
    seen = Campaign.objects.visible_to(user).filter(owner__path__in=above, state__in=UNDER_WAY)
    return seen.select_related("owner")


def units_to_implement(user: object, parent: Campaign) -> list[Unit]:
    """The units below the parent's that ``user`` coordinates and that are in service."""
    above = parent.owner
    units = user.top_units({Role.COORDINATOR}).active()
    return [unit for unit in units if unit.pk != above.pk and contains(above.path, unit.path)]


def offered_tasks(parent: Campaign, owner: Unit) -> list[tuple[Task, list[Assignment]]]:
    """The parent's issued tasks that concern ``owner`` or units below it, with those parts."""
    rows = (
        Assignment.objects.filter(task__campaign=parent, task__state=TaskState.ISSUED)
        .exclude(state=AssignmentState.WITHDRAWN)
        .under(owner)
        .select_related("unit", "task__phase", "task__clause", "task__indicator")
        .order_by("task__number", "unit__depth", "unit__position", "unit__code")
    )
    found: dict[int, tuple[Task, dict[int, Assignment]]] = {}
    for part in rows:
        task, parts = found.setdefault(part.task_id, (part.task, {}))
        parts.setdefault(part.unit_id, part)
    return [(task, list(parts.values())) for task, parts in found.values()]


def asked_above(parts: Iterable[Assignment], owner: Unit) -> list[Unit]:
    """The units below ``owner`` that have the task from the higher campaign already."""
    return [part.unit for part in parts if part.unit_id != owner.pk]


def concerns(parts: Iterable[Assignment], owner: Unit) -> bool:
    """Whether ``owner`` itself has a part in the task, so that it has something to carry out."""
    return any(part.unit_id == owner.pk for part in parts)


def child_sketch(
    parent: Campaign, owner: Unit, starts_on: date, ends_on: date, *, chosen: Iterable[int]
) -> Sketch:
    """A campaign of ``owner`` that implements ``parent`` by its ``chosen`` tasks.

    ``owner`` leads them. Units below that have a part in the higher task get no second one
    here, which ``asked`` says; they become members, so that ``owner`` can give them what the
    higher campaign does not. Without any task all member units below are members. Dates are
    cut to the new campaign.
    """
    wanted = set(chosen)
    offered = [row for row in offered_tasks(parent, owner) if row[0].pk in wanted]
    phases = _phases(parent, starts_on, ends_on)
    names = {phase.name for phase in phases}
    tasks = [_task(task, parts, owner, starts_on, ends_on, names) for task, parts in offered]
    units = {owner.pk: owner}
    units |= {part.unit_id: part.unit for _task_, parts in offered for part in parts}
    if not offered:
        enrolled = Unit.objects.under(owner).active().filter(memberships__campaign=parent)
        units |= {unit.pk: unit for unit in enrolled}
    targets = parent.targets.filter(per_unit=True).select_related("indicator")
    return Sketch(
        starts_on=starts_on,
        ends_on=ends_on,
        sections=_sections(parent, owner, starts_on, ends_on, phases, offered),
        phases=phases,
        targets=[
            SketchTarget(row.indicator, row.op, row.value, True, ends_on, f"c{row.clause_id}")
            for row in targets
        ],
        tasks=tasks,
        members=sorted(units.values(), key=lambda unit: (unit.depth, unit.position, unit.code)),
        open=_open(tasks),
        asked=[
            _asked(parent, task, below)
            for task, parts in offered
            if (below := asked_above(parts, owner))
        ],
    )


def _phases(parent: Campaign, starts_on: date, ends_on: date) -> list[SketchPhase]:
    return [
        SketchPhase(
            phase.name, max(phase.starts_on, starts_on), min(phase.ends_on, ends_on),
            f"p{phase.pk}",
        )
        for phase in parent.phases.all()
        if phase.starts_on <= ends_on and phase.ends_on >= starts_on
    ]  # fmt: skip


def _task(
    task: Task,
    parts: Sequence[Assignment],
    owner: Unit,
    starts_on: date,
    ends_on: date,
    phases: set[str],
) -> SketchTask:
    dues = [part.due_at for part in parts if part.due_at]
    due_at = min(dues, default=task.due_at)
    inside = due_at is not None and starts_on <= day_of(due_at) <= ends_on
    indicator = task.indicator if task.indicator and task.indicator.is_active else None
    return SketchTask(
        title=task.title, requirement=task.requirement, deliverable=task.deliverable,
        source=f"t{task.pk}", due_at=due_at if inside else None, lead=owner, parent=task,
        phase=task.phase.name if task.phase and task.phase.name in phases else "",
        number=task.number,
        extras={
            "wants_photos": task.wants_photos, "wants_file": task.wants_file,
            "indicator": indicator,
        },
    )  # fmt: skip


def _sections(
    parent: Campaign,
    owner: Unit,
    starts_on: date,
    ends_on: date,
    phases: Sequence[SketchPhase],
    offered: Sequence[tuple[Task, list[Assignment]]],
) -> list[SketchSection]:
    in_force = PlanVersion.objects.current().filter(campaign=parent).first()
    number = in_force.document_number if in_force else ""
    paper = f"《{parent.title}》" + (f"（{number}）" if number else "")
    opening = (
        f"为落实{paper}，结合{owner.name}实际，制定本方案。"
        f"行动自{full_day(starts_on)}起至{full_day(ends_on)}。"
    )
    goals = _goals(parent, in_force)
    times = [
        SketchClause(
            f"{phase.name}（{full_day(phase.starts_on)}至{full_day(phase.ends_on)}）。", 1,
            key=phase.source,
        )
        for phase in phases
    ]  # fmt: skip
    work = [
        SketchClause(_sentence(task), 1, key=f"t{task.pk}") for task, _parts in offered
    ]  # fmt: skip
    sections = [
        SketchSection(SectionKind.PREAMBLE, "导语", [SketchClause(opening)]),
        SketchSection(SectionKind.OBJECTIVES, "工作目标", goals),
        SketchSection(SectionKind.PHASES, "时间安排", times),
        SketchSection(SectionKind.TASKS, "任务分工", work),
    ]
    return [section for section in sections if section.clauses]


def _goals(parent: Campaign, in_force: PlanVersion | None) -> list[SketchClause]:
    """The goals as published; the working text only while nothing has been."""
    clauses = Clause.objects.filter(section__campaign=parent)
    if in_force is None:
        rows = clauses.filter(section__kind=SectionKind.OBJECTIVES)
        rows = rows.order_by("section__position", "section_id", "position", "pk")
        return [SketchClause(row.text, row.level, row.kind, f"c{row.pk}") for row in rows]
    keys = {str(key): pk for key, pk in clauses.values_list("key", "pk")}
    return [
        SketchClause(one["text"], one["level"], one["kind"], f"c{keys.get(one['key'], '')}")
        for section in in_force.content["sections"]
        if section["kind"] == SectionKind.OBJECTIVES
        for one in section["clauses"]
    ]


def _sentence(task: Task) -> str:
    """The task's own words as a sentence of the plan."""
    said = task.requirement or (task.clause.text if task.clause else "")
    said = " ".join(without_owners(said).split())
    return f"{task.title}。{said}" if said else f"{task.title}。"


def _open(tasks: Sequence[SketchTask]) -> list[str]:
    late = _("Task %(number)d “%(task)s” is due outside these days: set its due date.")
    return [
        late % {"number": at, "task": task.title}
        for at, task in enumerate(tasks, start=1)
        if task.due_at is None
    ]


def _asked(parent: Campaign, task: Task, below: Sequence[Unit]) -> str:
    """Who is left out of a task, because the higher campaign asks them itself."""
    return _("“%(task)s”: %(reason)s") % {"task": task.title, "reason": asked_words(parent, below)}


def asked_words(parent: Campaign, below: Sequence[Unit]) -> str:
    """Why units below get no second part in a task."""
    names = "、".join(unit.name for unit in below[:NAMED])
    return ngettext(
        "%(above)s asks %(n)d unit directly (%(names)s); it is not asked twice.",
        "%(above)s asks %(n)d units directly (%(names)s); they are not asked twice.",
        len(below),
    ) % {
        "above": parent.owner,
        "n": len(below),
        "names": names + ("……" if len(below) > NAMED else ""),
    }


def linkable_tasks(campaign: Campaign) -> list[Task]:
    """The tasks of the higher campaign that can be carried out here, in their order."""
    if not campaign.parent_id:
        return []
    offered = offered_tasks(campaign.parent, campaign.owner)
    return [task for task, _parts in offered]
