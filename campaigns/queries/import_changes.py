"""What a revised text changes against the campaign that is there already."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.clauses import Paragraph, compose, match_clauses
from campaigns.enums import TaskState
from campaigns.models import Campaign, Phase, PlanImport, Section, Target, Task
from campaigns.sketches import Sketch, SketchSection, SketchTask
from campaigns.word_diff import ADDED, SAME, Piece, compare_words
from campaigns.word_diff import GONE as GONE_WORDS
from fraudwatch.lib.weeks import day_label, moment_label

from .import_sketch import import_sketch

NEW, CHANGED, GONE = "new", "changed", "gone"


@dataclass
class Line:
    """One fact that differs, as words with what went and what came marked."""

    label: str
    pieces: list[Piece]


@dataclass
class Change:
    """One difference; ``obstacle`` says why it cannot be taken over from here."""

    key: str
    kind: str
    action: str
    title: str
    lines: list[Line] = field(default_factory=list)
    obstacle: str = ""
    old: object | None = None
    new: object | None = None

    @property
    def needs_reason(self) -> bool:
        """Whether its units read why: the task has been issued."""
        return self.kind == "task" and self.action == CHANGED and self.old.state != TaskState.DRAFT


@dataclass
class ImportChanges:
    """All differences, in the order in which they are taken over, and the sketch they are from."""

    sketch: Sketch
    changes: list[Change]

    @property
    def needs_reason(self) -> bool:
        """Whether one of them asks for a reason."""
        return any(change.needs_reason for change in self.changes)


def import_changes(plan: PlanImport) -> ImportChanges:
    """What of the confirmed pieces is new, different or gone in the campaign they revise.

    Gone is what no piece says any more, not one that still waits to be confirmed either.
    """
    sketch, campaign = import_sketch(plan), plan.revises
    changes, gone = _compared(campaign, sketch), set()
    if any(change.action == GONE for change in changes):
        whole = _compared(campaign, import_sketch(plan, undecided=True))
        gone = {change.key for change in whole if change.action == GONE}
    kept = [change for change in changes if change.action != GONE or change.key in gone]
    return ImportChanges(sketch, kept)


def _compared(campaign: Campaign, sketch: Sketch) -> list[Change]:
    return [
        *_sections(campaign, sketch), *_phases(campaign, sketch), *_targets(campaign, sketch),
        *_tasks(campaign, sketch),
    ]  # fmt: skip


def section_words(section: SketchSection) -> str:
    """A section of a sketch as its editor shows it."""
    return compose([Paragraph(one.level, one.text, one.kind) for one in section.clauses])


def _differs(label: str, before: object, after: object) -> list[Line]:
    before, after = str(before or ""), str(after or "")
    return [Line(label, compare_words(before, after))] if before != after else []


def _sections(campaign: Campaign, sketch: Sketch) -> list[Change]:
    old = list(campaign.sections.prefetch_related("clauses"))
    places = match_clauses([one.heading for one in old], [one.heading for one in sketch.sections])
    found = []
    for number, (section, at) in enumerate(zip(sketch.sections, places, strict=True)):
        words, was = section_words(section), old[at] if at is not None else None
        if was is None:
            lines = _differs(_("Text"), "", words)
            change = Change(f"section-new-{number}", "section", NEW, section.heading, lines)
        else:
            lines = _differs(_("Heading"), was.heading, section.heading)
            lines += _differs(_("Text"), _section_text(was), words)
            change = Change(f"section-{was.pk}", "section", CHANGED, was.heading, lines, old=was)
        change.new = section
        found += [change] if lines else []
    kept = {at for at in places if at is not None}
    obstacle = _("Delete it in the workshop, where you see what hangs on it.")
    return found + [
        Change(f"section-{one.pk}", "section", GONE, one.heading, [], obstacle, old=one)
        for at, one in enumerate(old)
        if at not in kept
    ]


def _section_text(section: Section) -> str:
    return compose([Paragraph(one.level, one.text, one.kind) for one in section.clauses.all()])


def _phases(campaign: Campaign, sketch: Sketch) -> list[Change]:
    old: dict[str, Phase] = {one.name: one for one in campaign.phases.all()}
    found = []
    for number, phase in enumerate(sketch.phases):
        was = old.pop(phase.name, None)
        days = f"{day_label(phase.starts_on)} — {day_label(phase.ends_on)}"
        before = f"{day_label(was.starts_on)} — {day_label(was.ends_on)}" if was else ""
        if lines := _differs(_("Days"), before, days):
            key = f"phase-{was.pk}" if was else f"phase-new-{number}"
            action = CHANGED if was else NEW
            found.append(Change(key, "phase", action, phase.name, lines, old=was, new=phase))
    return found + [
        Change(f"phase-{one.pk}", "phase", GONE, one.name, old=one) for one in old.values()
    ]


def _targets(campaign: Campaign, sketch: Sketch) -> list[Change]:
    rows = campaign.targets.select_related("indicator")
    old: dict[int, Target] = {one.indicator_id: one for one in rows}
    found = []
    for target in sketch.targets:
        was, name = old.pop(target.indicator.pk, None), target.indicator.shown_name
        before = f"{was.get_op_display()} {_plain(was.value)}" if was else ""
        after = f"{'≤' if target.op == 'le' else '≥'} {_plain(target.value)}"
        if lines := _differs(_("Target"), before, after):
            key = f"target-{was.pk}" if was else f"target-new-{target.indicator.pk}"
            action = CHANGED if was else NEW
            found.append(Change(key, "target", action, name, lines, old=was, new=target))
    return found + [
        Change(f"target-{one.pk}", "target", GONE, one.indicator.shown_name, old=one)
        for one in old.values()
    ]


def _plain(value: Decimal) -> str:
    """A figure without its idle noughts: 90, 12.5."""
    return f"{value.normalize():f}"


def _tasks(campaign: Campaign, sketch: Sketch) -> list[Change]:
    rows = campaign.tasks.exclude(state=TaskState.WITHDRAWN)
    old = list(rows.prefetch_related("assignments__unit"))
    texts = [one.requirement or one.title for one in old]
    places = match_clauses(texts, [one.requirement or one.title for one in sketch.tasks])
    found = []
    for number, (task, at) in enumerate(zip(sketch.tasks, places, strict=True)):
        was = old[at] if at is not None else None
        lines = _task_lines(was, task)
        if lines or was is None:
            key = f"task-{was.pk}" if was else f"task-new-{number}"
            action = CHANGED if was else NEW
            found.append(Change(key, "task", action, task.title, lines, old=was, new=task))
    kept = {at for at in places if at is not None}
    return found + [_gone(one) for at, one in enumerate(old) if at not in kept]


def _gone(task: Task) -> Change:
    is_draft = task.state == TaskState.DRAFT
    obstacle = "" if is_draft else _("It has been issued: withdraw it on its page, with a reason.")
    return Change(f"task-{task.pk}", "task", GONE, task.title, [], obstacle, old=task)


def _task_lines(was: Task | None, task: SketchTask) -> list[Line]:
    """What differs; where the new text names no unit or day, what was set by hand stays."""
    lines = _differs(_("Task"), (was.requirement or was.title) if was else "",
                     task.requirement or task.title)  # fmt: skip
    if units := {unit.name for unit in units_of(task)}:
        lines += _other_units(_units_now(was) if was else set(), units)
    if task.due_at:
        before = moment_label(was.due_at) if was and was.due_at else ""
        lines += _differs(_("Due date"), before, moment_label(task.due_at))
    return lines


def units_of(task: SketchTask) -> list[object]:
    """All units of a task of the sketch."""
    return [*([task.lead] if task.lead else []), *task.responsible, *task.support]


def _units_now(task: Task) -> set[str]:
    return {one.unit.name for one in task.assignments.all() if one.parent_id is None}


def _other_units(before: set[str], after: set[str]) -> list[Line]:
    """Units by their names: those that stay, go and come."""
    if before == after:
        return []
    runs = [(SAME, before & after), (GONE_WORDS, before - after), (ADDED, after - before)]
    pieces = [Piece(kind, "、".join(sorted(names)) + " ") for kind, names in runs if names]
    return [Line(_("Units"), pieces)]
