"""An earlier campaign as the sketch of the next one: days moved, years replaced, units matched."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.consistency.dates import later
from campaigns.enums import AssignmentState, CampaignState, Part, TaskState
from campaigns.models import Assignment, Campaign, Task
from campaigns.sketches import (
    Sketch,
    SketchClause,
    SketchDuty,
    SketchPhase,
    SketchSection,
    SketchTarget,
    SketchTask,
)
from fraudwatch.lib.paths import contains
from fraudwatch.lib.weeks import ZONE
from orgs.enums import Role
from orgs.models import Unit

from .outlines import open_tasks

YEAR = re.compile(r"(?<!\d)(20\d{2})(?=年|〕|]|度)")
MERGES = 8  # units merged one after the other: more than that is a circle


@dataclass(frozen=True)
class Moved:
    """How days move into the new campaign: by whole years, or to the same weekday."""

    years: int
    same_weekday: bool

    def day(self, day: date) -> date:
        """The day it becomes; 29 February becomes the 28th in a year that has none."""
        moved = later(day, 12 * self.years)
        if not self.same_weekday:
            return moved
        ahead = (day.weekday() - moved.weekday()) % 7
        return moved + timedelta(days=ahead if ahead <= 3 else ahead - 7)

    def moment(self, at: datetime | None) -> datetime | None:
        """The same clock time on the day it becomes."""
        if at is None:
            return None
        local = at.astimezone(ZONE)
        return datetime.combine(self.day(local.date()), local.time(), ZONE)


class Matched:
    """The units of an earlier campaign as they are now: in service, merged on, or gone."""

    def __init__(self, owner: Unit, keys: Iterable[int]) -> None:
        self.owner = owner
        self.units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=set(keys))}
        for _step in range(MERGES):
            wanted = {
                unit.merged_into_id for unit in self.units.values() if unit.merged_into_id
            } - set(self.units)
            if not wanted:
                break
            self.units |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=wanted)}
        self.open: dict[int, str] = {}

    def now(self, key: int) -> Unit | None:
        """The unit that stands for ``key`` today; None (and a sentence) when nobody does."""
        unit = first = self.units[key]
        for _step in range(MERGES):
            if not unit.merged_into_id:
                break
            unit = self.units[unit.merged_into_id]
        if unit.is_active and contains(self.owner.path, unit.path):
            return unit
        text = (
            _("%(unit)s is no longer below %(owner)s: its parts are left open.")
            if unit.is_active
            else _("%(unit)s is no longer in service: its parts are left open.")
        )
        self.open[key] = text % {"unit": first.name, "owner": self.owner}
        return None

    def many(self, keys: Iterable[int]) -> list[Unit]:
        """Those that are there, each once, in tree order."""
        found = {unit.pk: unit for key in keys if (unit := self.now(key))}
        return sorted(found.values(), key=lambda unit: (unit.depth, unit.position, unit.code))


def copyable_campaigns(user: object) -> QuerySet[Campaign]:
    """The campaigns that ``user`` coordinates, newest first: what a new one may be copied from."""
    seen = Campaign.objects.visible_to(user).exclude(state=CampaignState.DRAFT)
    owners = user.top_units({Role.COORDINATOR})
    led = [
        campaign.pk
        for campaign in seen.select_related("owner")
        if any(contains(unit.path, campaign.owner.path) for unit in owners)
    ]
    return Campaign.objects.filter(pk__in=led).select_related("owner")


def copy_sketch(campaign: Campaign, moved: Moved, *, replace_years: bool) -> Sketch:
    """What a copy of ``campaign`` will be made of: nothing that was reported or handed in."""
    tasks = list(
        campaign.tasks.exclude(state=TaskState.WITHDRAWN).select_related("phase", "indicator")
    )
    parts = _parts(tasks)
    members = list(campaign.members.values_list("unit_id", flat=True))
    duties = list(campaign.duties.all())
    keys = [*members, *(duty.unit_id for duty in duties)]
    keys += [part.unit_id for given in parts.values() for part in given]
    matched = Matched(campaign.owner, keys)
    made = [_task(task, parts.get(task.pk, []), matched, moved) for task in tasks]
    enrolled = matched.many(keys)
    papers = [(row.number, row.title) for row in campaign.attachments.all()]
    return Sketch(
        starts_on=moved.day(campaign.starts_on),
        ends_on=moved.day(campaign.ends_on),
        sections=_sections(campaign, moved.years if replace_years else 0),
        phases=[
            SketchPhase(
                phase.name, moved.day(phase.starts_on), moved.day(phase.ends_on),
                _source(phase.clause_id),
            )
            for phase in campaign.phases.all()
        ],
        targets=[
            SketchTarget(
                row.indicator, row.op, row.value, row.per_unit,
                moved.day(row.due_on) if row.due_on else None, _source(row.clause_id),
            )
            for row in campaign.targets.select_related("indicator")
        ],
        duties=[
            SketchDuty(unit, duty.text, _source(duty.clause_id))
            for duty in duties
            if (unit := matched.now(duty.unit_id))
        ],
        tasks=made,
        attachments=papers,
        members=enrolled,
        open=[*matched.open.values(), *open_tasks(made), *_open_papers(papers)],
    )  # fmt: skip


def _parts(tasks: Sequence[Task]) -> dict[int, list[Assignment]]:
    """The units' own parts by task: each unit once, nothing passed on, nothing withdrawn."""
    found: dict[int, dict[int, Assignment]] = {}
    rows = Assignment.objects.filter(task__in=tasks, parent=None)
    for part in rows.exclude(state=AssignmentState.WITHDRAWN).order_by("pk"):
        found.setdefault(part.task_id, {}).setdefault(part.unit_id, part)
    return {key: list(given.values()) for key, given in found.items()}


def _task(task: Task, parts: Sequence[Assignment], matched: Matched, moved: Moved) -> SketchTask:
    lead = next((matched.now(part.unit_id) for part in parts if part.part == Part.LEAD), None)
    rest = {
        kind: [
            unit
            for unit in matched.many(part.unit_id for part in parts if part.part == kind)
            if lead is None or unit.pk != lead.pk
        ]
        for kind in (Part.RESPONSIBLE, Part.SUPPORT)
    }
    taken = {unit.pk for unit in rest[Part.RESPONSIBLE]}
    return SketchTask(
        title=task.title, requirement=task.requirement, deliverable=task.deliverable,
        source=_source(task.clause_id), phase=task.phase.name if task.phase else "",
        due_at=moved.moment(task.due_at), lead=lead, responsible=rest[Part.RESPONSIBLE],
        support=[unit for unit in rest[Part.SUPPORT] if unit.pk not in taken],
        extras=_extras(task, moved),
    )  # fmt: skip


def _extras(task: Task, moved: Moved) -> dict[str, object]:
    return {
        "starts_on": moved.day(task.starts_on) if task.starts_on else None,
        "until": moved.day(task.until) if task.until else None,
        "repeat": task.repeat,
        "every": task.every,
        "shift": task.shift,
        "wants_photos": task.wants_photos,
        "wants_file": task.wants_file,
        "indicator": task.indicator if task.indicator and task.indicator.is_active else None,
    }


def _sections(campaign: Campaign, years: int) -> list[SketchSection]:
    span = range(campaign.starts_on.year, campaign.ends_on.year + 1)
    sections = []
    for section in campaign.sections.prefetch_related("clauses"):
        clauses = []
        for clause in section.clauses.all():
            text = next_years(clause.text, years, span)
            was = clause.text if text != clause.text else ""
            key = _source(clause.pk)
            clauses.append(SketchClause(text, clause.level, clause.kind, key, was))
        heading = next_years(section.heading, years, span)
        sections.append(SketchSection(section.kind, heading, clauses))
    return sections


def next_years(text: str, years: int, span: Sequence[int]) -> str:
    """The years of the campaign (2026年, 〔2026〕) moved on; other years stay as they are."""

    def one(hit: re.Match) -> str:
        year = int(hit[1])
        return str(year + years) if year in span else hit[1]

    return YEAR.sub(one, text) if years else text


def _source(clause_id: int | None) -> str:
    return str(clause_id) if clause_id else ""


def _open_papers(papers: Sequence[tuple[int, str]]) -> list[str]:
    if not papers:
        return []
    return [_("Attachments keep number and title; add their files anew.")]
