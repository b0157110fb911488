"""An outline turned into a sketch of a real campaign: units found, days set, words filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.clauses import parse_text
from campaigns.library import built_ins
from campaigns.models import Indicator
from campaigns.models.indicators import is_chinese
from campaigns.outlines import Outline, OutlineRole, OutlineTask
from campaigns.sketches import (
    Sketch,
    SketchClause,
    SketchDuty,
    SketchPhase,
    SketchSection,
    SketchTarget,
    SketchTask,
)
from fraudwatch.lib.weeks import moment
from orgs.models import Unit
from orgs.queries.expressions import UnitReader

TAG = re.compile(r"\s+#(?P<key>[a-z0-9-]+)$")
NAMED = re.compile(r"\{(\w+)\}")
DUE = time(18, 0)


@dataclass(frozen=True)
class RoleUnits:
    """A role of the outline with the units found for it; ``problems`` say what was not."""

    role: OutlineRole
    text: str
    units: Sequence[Unit]
    problems: Sequence[str] = ()

    @property
    def shown(self) -> str:
        """How the plan's text calls the role."""
        if self.role.each or len(self.units) != 1:
            return self.role.name
        return self.units[0].name


def find_roles(
    outline: Outline, owner: Unit, texts: Mapping[str, str] | None = None
) -> list[RoleUnits]:
    """The units that the roles stand for below ``owner``; ``texts`` are somebody's own words.

    Without words the role's expressions are tried in order; a role nobody fits stays empty.
    """
    reader = UnitReader(within=Unit.objects.under(owner).active(), root=owner)
    return [_find(role, owner, reader, (texts or {}).get(role.key)) for role in
            outline.roles.values()]  # fmt: skip


def _find(role: OutlineRole, owner: Unit, reader: UnitReader, text: str | None) -> RoleUnits:
    if text is not None:
        found = reader.resolve(text)
        return RoleUnits(role, text, found.units, found.problems)
    for words in role.find:
        found = reader.resolve(words)
        units = [unit for unit in found.units if unit.pk != owner.pk]
        if units and not found.problems:
            return RoleUnits(role, words, units)
    return RoleUnits(role, "", [])


def outline_sketch(
    outline: Outline, owner: Unit, starts_on: date, ends_on: date, roles: Sequence[RoleUnits]
) -> Sketch:
    """What the campaign of ``owner`` will be made of in these days."""
    phases = _phases(outline, starts_on, ends_on)
    by_key = {row.role.key: row for row in roles}
    words = {
        "unit": owner.name,
        "year": str(starts_on.year),
        "start": full_day(starts_on),
        "end": full_day(ends_on),
        **{
            f"p{n}": f"{full_day(phase.starts_on)}至{full_day(phase.ends_on)}"
            for n, phase in enumerate(phases, start=1)
        },
        **{key: row.shown for key, row in by_key.items()},
    }
    known = _indicators(outline)
    targets = [
        SketchTarget(
            known[one.indicator], one.op, Decimal(one.value), one.per_unit, ends_on, one.source
        )
        for one in outline.targets
        if one.indicator in known
    ]
    tasks = [_task(task, phases, by_key, known) for task in outline.tasks]
    units = {unit.pk: unit for row in roles for unit in row.units}
    return Sketch(
        starts_on=starts_on,
        ends_on=ends_on,
        sections=[_section(section, words) for section in outline.sections],
        phases=phases,
        targets=targets,
        duties=[
            SketchDuty(unit, duty.text, duty.source)
            for duty in outline.duties
            for unit in by_key[duty.role].units
        ],
        tasks=tasks,
        members=sorted(units.values(), key=lambda unit: (unit.depth, unit.position, unit.code)),
        open=[*_open_roles(roles), *open_tasks(tasks), *_open_targets(outline, known)],
    )


def full_day(day: date) -> str:
    """2026年5月4日, as official writing has it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _section(section: Mapping[str, str], words: Mapping[str, str]) -> SketchSection:
    clauses = []
    for paragraph in parse_text(section["text"]):
        if set(NAMED.findall(paragraph.text)) - set(words):
            continue  # a phase that so short a campaign does not have
        tag = TAG.search(paragraph.text)
        text = TAG.sub("", paragraph.text).format(**words)
        clauses.append(SketchClause(text, paragraph.level, key=tag["key"] if tag else ""))
    return SketchSection(section["kind"], section["heading"], clauses)


def _phases(outline: Outline, starts_on: date, ends_on: date) -> list[SketchPhase]:
    """The campaign's days shared out; each phase has one at least as long as there are enough."""
    days, total = (ends_on - starts_on).days + 1, sum(one.share for one in outline.phases)
    phases, first, share = [], starts_on, 0
    for one in outline.phases:
        share += one.share
        last = max(starts_on + timedelta(days=round(days * share / total) - 1), first)
        if last > ends_on or first > ends_on:
            break
        phases.append(SketchPhase(one.name, first, last, one.source))
        first = last + timedelta(days=1)
    return phases


def _indicators(outline: Outline) -> dict[str, Indicator]:
    """The indicators of the library that the outline speaks of, by code."""
    codes = {one.indicator for one in [*outline.targets, *outline.tasks]} - {""}
    return {row.code: row for row in Indicator.objects.in_use().filter(code__in=codes)}


def _open_targets(outline: Outline, known: Mapping[str, Indicator]) -> list[str]:
    missing = dict.fromkeys(one.indicator for one in outline.targets if one.indicator not in known)
    return [_left_out(code) for code in missing]


def _left_out(code: str) -> str:
    found = built_ins().get(code)
    if found is None:
        text = _("The library has no indicator “%(code)s”: its target is left out.")
        return text % {"code": code}
    name = found.name if is_chinese() else found.name_en
    text = _(
        "“%(name)s” is not among your indicators yet: take it over from the built-in library "
        "first, or its target is left out."
    )
    return text % {"name": name}


def _task(
    task: OutlineTask,
    phases: Sequence[SketchPhase],
    roles: Mapping[str, RoleUnits],
    known: Mapping[str, Indicator],
) -> SketchTask:
    phase = next((one for one in phases if one.name == task.phase), phases[-1])
    lead = next(iter(roles[task.lead].units), None) if task.lead else None
    taken = {lead.pk} if lead else set()
    responsible = _others(task.responsible, roles, taken)
    support = _others(task.support, roles, taken)
    due_at, repeats = _due(task, phase)
    extras: dict[str, object] = {"starts_on": phase.starts_on, **repeats}
    if task.photos:
        extras["wants_photos"] = task.photos
    if task.file:
        extras["wants_file"] = True
    if task.indicator in known:
        extras["indicator"] = known[task.indicator]
    return SketchTask(
        title=task.title, deliverable=task.deliverable, source=task.source, phase=phase.name,
        due_at=due_at, lead=lead, responsible=responsible, support=support, extras=extras,
    )  # fmt: skip


def _others(keys: Sequence[str], roles: Mapping[str, RoleUnits], taken: set[int]) -> list[Unit]:
    """The units of the roles, each unit once in a task."""
    units = []
    for key in keys:
        for unit in roles[key].units:
            if unit.pk not in taken:
                taken.add(unit.pk)
                units.append(unit)
    return units


def _due(task: OutlineTask, phase: SketchPhase) -> tuple[datetime, dict[str, object]]:
    if task.repeat != "once":
        ahead = (task.weekday - phase.starts_on.isoweekday()) % 7
        first = min(phase.starts_on + timedelta(days=ahead), phase.ends_on)
        more = {"repeat": task.repeat, "every": task.every, "until": phase.ends_on}
        return moment(first, 0, DUE), more
    days = (phase.ends_on - phase.starts_on).days
    return moment(phase.starts_on, round(days * task.due / 100), DUE), {}


def _open_roles(roles: Sequence[RoleUnits]) -> list[str]:
    text = _("No unit here is “%(role)s”: its parts are left open.")
    return [text % {"role": row.role.name} for row in roles if not row.units]


def open_tasks(tasks: Sequence[SketchTask]) -> list[str]:
    """A sentence for each task that nobody leads yet."""
    text = _("Task %(number)d “%(task)s” has no lead unit yet.")
    return [
        text % {"number": number, "task": task.title}
        for number, task in enumerate(tasks, start=1)
        if task.lead is None
    ]
