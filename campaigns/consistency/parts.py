"""What does not fit in the parts of a plan: tasks, phases, targets, duties, members (pure)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.weeks import day_label, day_of

from .facts import Flaw, PhaseFact, PlanFacts, TaskFact, listed, warn


def task_flaws(facts: PlanFacts) -> list[Flaw]:
    """Tasks that nobody has to do, or that are due when nobody can meet it."""
    phases = {phase.id: phase for phase in facts.phases}
    found = []
    for task in facts.tasks:
        about = _("Task %(number)d") % {"number": task.number}
        target = f"task:{task.id}"
        if task.is_draft and (problem := _not_issuable(task, facts)):
            found.append(Flaw(problem[0], True, problem[1], target, about))
        phase = phases.get(task.phase)
        day = day_of(task.due_at) if task.due_at else None
        if day and phase and not phase.starts_on <= day <= phase.ends_on:
            text = _("“%(task)s” is due on %(day)s, outside its phase “%(phase)s” (%(span)s).")
            words = {"task": task.title, "day": day_label(day), "phase": phase.name}
            words["span"] = _span(phase.starts_on, phase.ends_on)
            found.append(warn("task_phase", text % words, target, about))
    return found


def _not_issuable(task: TaskFact, facts: PlanFacts) -> tuple[str, str] | None:
    words = {"task": task.title}
    if not task.units:
        return "task_unit", _("No unit has a part in “%(task)s”. Choose who does it.") % words
    if not task.has_lead:
        return "task_lead", _("“%(task)s” has no lead unit. Choose one.") % words
    if task.due_at is None:
        text = _("“%(task)s” has no due date. For standing work take the campaign's last day.")
        return "task_due", text % words
    day = day_of(task.due_at)
    if not facts.starts_on <= day <= facts.ends_on:
        text = _("“%(task)s” is due on %(day)s, outside the campaign. Move it inside.")
        return "task_outside", text % (words | {"day": day_label(day)})
    if task.due_at <= facts.now:
        text = _("“%(task)s” was due on %(day)s, which has passed. Move it.")
        return "task_past", text % (words | {"day": day_label(day)})
    return None


def phase_flaws(facts: PlanFacts) -> list[Flaw]:
    """Phases outside the campaign, on top of each other, or with days between them."""
    found = []
    for phase in facts.phases:
        if phase.starts_on < facts.starts_on or phase.ends_on > facts.ends_on:
            text = _("The phase “%(phase)s” (%(span)s) lies outside the campaign.")
            words = {"phase": phase.name, "span": _span(phase.starts_on, phase.ends_on)}
            found.append(warn("phase_outside", text % words, f"phase:{phase.id}", phase.name))
    order = sorted(facts.phases, key=lambda phase: (phase.starts_on, phase.ends_on))
    for before, after in zip(order, order[1:], strict=False):
        words = {"first": before.name, "second": after.name}
        target = f"phase:{after.id}"
        if after.starts_on <= before.ends_on:
            text = _("The phases “%(first)s” and “%(second)s” overlap.") % words
            found.append(warn("phase_overlap", text, target, after.name))
        elif (after.starts_on - before.ends_on).days > 1:
            text = _(
                "No phase covers the days from %(span)s, between “%(first)s” and “%(second)s”."
            )
            gap = _span(before.ends_on + timedelta(days=1), after.starts_on - timedelta(days=1))
            found.append(warn("phase_gap", text % (words | {"span": gap}), target, after.name))
    return found + _uncovered_edges(facts, order)


def _uncovered_edges(facts: PlanFacts, order: Sequence[PhaseFact]) -> list[Flaw]:
    if not order:
        return []
    found = []
    first, last = order[0], max(order, key=lambda phase: phase.ends_on)
    if facts.starts_on < first.starts_on:
        text = _("The campaign starts on %(day)s, but the first phase only on %(phase)s.")
        words = {"day": day_label(facts.starts_on), "phase": day_label(first.starts_on)}
        found.append(warn("phase_gap", text % words, f"phase:{first.id}", first.name))
    if last.ends_on < facts.ends_on:
        text = _("The campaign ends on %(day)s, but the last phase already on %(phase)s.")
        words = {"day": day_label(facts.ends_on), "phase": day_label(last.ends_on)}
        found.append(warn("phase_gap", text % words, f"phase:{last.id}", last.name))
    return found


def source_flaws(facts: PlanFacts) -> list[Flaw]:
    """Tasks, targets, duties and phases that no sentence of the text speaks of."""
    if not facts.has_text:
        return []
    kinds = [
        ("task", _("Task “%(name)s” points to no sentence of the plan."),
         [(task.id, task.title) for task in facts.tasks if not task.clause]),
        ("phase", _("Phase “%(name)s” points to no sentence of the plan."),
         [(phase.id, phase.name) for phase in facts.phases if not phase.clause]),
        ("target", _("Target “%(name)s” points to no sentence of the plan."),
         [(one.id, one.name) for one in facts.targets if not one.clause]),
        ("duty", _("The duty of %(name)s points to no sentence of the plan."),
         [(one.id, one.name) for one in facts.duties if not one.clause]),
    ]  # fmt: skip
    return [
        warn(f"{kind}_source", text % {"name": name}, f"{kind}:{key}", name)
        for kind, text, rows in kinds
        for key, name in rows
    ]


def member_flaws(facts: PlanFacts) -> list[Flaw]:
    """Member units that the plan gives nothing to do."""
    idle = [member.name for member in facts.members if not member.is_busy]
    if not facts.members:
        return [warn("no_members", _("No unit has been enrolled yet."), "members")]
    if not idle:
        return []
    text = ngettext(
        "%(n)d member unit has neither a duty nor a part in a task: %(names)s.",
        "%(n)d member units have neither a duty nor a part in a task: %(names)s.",
        len(idle),
    )
    return [warn("member_idle", text % {"n": len(idle), "names": listed(idle)}, "duties")]


def target_flaws(facts: PlanFacts) -> list[Flaw]:
    """Targets that are due on no day."""
    text = _("The target “%(name)s” has no due date.")
    return [
        warn("target_due", text % {"name": one.name}, f"target:{one.id}", one.name)
        for one in facts.targets
        if one.due_on is None
    ]


def leader_flaws(facts: PlanFacts) -> list[Flaw]:
    """A leading group led by nobody, or by two."""
    if facts.leaders is None or facts.leaders == 1:
        return []
    text = (
        _("Nobody sits as group leader in the leading group.")
        if facts.leaders == 0
        else _("The leading group has %(n)d group leaders at once.") % {"n": facts.leaders}
    )
    return [warn("leader", text, f"group:{facts.group}")]


def _span(first: date, last: date) -> str:
    return f"{day_label(first)} – {day_label(last)}"
