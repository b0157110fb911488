"""What importing a sheet of tasks would create, and everything that is wrong with it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from campaigns.actions.parts import Parts
from campaigns.actions.task_checks import check_due, check_rhythm, check_start
from campaigns.enums import Part, Repeat, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, Clause, Phase
from campaigns.privacy import private_problem
from campaigns.queries.clause_numbers import numbered_clauses
from campaigns.queries.units import member_units
from campaigns.task_sheet import REPEATS, moment_at, plain, read_moment, read_repeat, source_key
from orgs.imports.roster_xlsx import Problem, RosterRow
from orgs.models import Unit
from orgs.queries.expressions import Resolved, resolve_units
from orgs.roster import spellings

from .tasks_xlsx import TaskFile

LENGTHS = {"title": 120, "requirement": 4000, "deliverable": 120}


@dataclass
class PlannedTask:
    """One row as the task it would become; ``exists`` is the number of one with its title."""

    row: RosterRow
    fields: dict[str, object]
    parts: Parts
    exists: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The task's title."""
        return str(self.fields["title"])

    @property
    def is_bare(self) -> bool:
        """Whether a lead unit or a due date is still to be chosen before it can be issued."""
        return self.parts.lead is None or self.fields.get("due_at") is None


@dataclass
class TaskPlan:
    """All rows, and all problems at once. Nothing is saved with one."""

    tasks: list[PlannedTask] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def known(self) -> list[PlannedTask]:
        """Rows whose title the campaign has already."""
        return [task for task in self.tasks if task.exists]

    @property
    def new(self) -> list[PlannedTask]:
        """Rows whose title is new."""
        return [task for task in self.tasks if not task.exists]


def plan_tasks(campaign: Campaign, file: TaskFile) -> TaskPlan:
    """What saving the file would create, and all that is wrong with it; reads only."""
    reader = _Reader(campaign)
    plan = TaskPlan(problems=list(file.problems))
    for row in file.rows:
        made = reader.read(row, plan.problems)
        if made:
            plan.tasks.append(made)
    order = {row.number: at for at, row in enumerate(file.rows)}
    plan.problems.sort(key=lambda problem: order.get(_row_number(problem.cell), -1))
    return plan


def _row_number(cell: str) -> int:
    return int("".join(sign for sign in cell if sign.isdigit()) or 0)


class _Reader:
    """Reads rows against one campaign; what it needs to know is fetched once."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.members = member_units(campaign)
        self.phases = {plain(phase.name): phase for phase in campaign.phases.all()}
        self.clauses = {source_key(text): clause for clause, text in numbered_clauses(campaign)}
        tasks = campaign.tasks.exclude(state=TaskState.WITHDRAWN)
        self.titles = {
            plain(title): number for title, number in tasks.values_list("title", "number")
        }
        self.repeats = {
            plain(word).casefold(): (repeat, every)
            for label, repeat, every in REPEATS
            for word in spellings(label)
        }
        self.seen: dict[str, RosterRow] = {}
        self.resolved: dict[str, Resolved] = {}

    def read(self, row: RosterRow, problems: list[Problem]) -> PlannedTask | None:
        """The task of a row; None when it has no title. Doubts are added to ``problems``."""
        title = self._title(row, problems)
        fields: dict[str, object] = {"title": title}
        for key in ("requirement", "deliverable"):
            fields[key] = self._text(row, key, problems)
        fields |= self._times(row, problems)
        fields["phase"] = self._phase(row, problems)
        fields["clause"] = self._source(row, problems)
        made = PlannedTask(row, fields, Parts(), self.titles.get(plain(title), 0))
        made.parts = self._parts(row, made.notes, problems)
        return made if title else None

    def _title(self, row: RosterRow, problems: list[Problem]) -> str:
        title = self._text(row, "title", problems)
        if not title:
            problems.append(row.problem("title", _("Give the task a title.")))
        elif (first := self.seen.setdefault(plain(title), row)) is not row:
            text = _("The task “%(title)s” stands twice, here and in %(cell)s. Keep one.")
            values = {"title": title, "cell": first.addresses["title"]}
            problems.append(row.problem("title", text % values))
        return title

    def _text(self, row: RosterRow, key: str, problems: list[Problem]) -> str:
        text, most = row.text(key), LENGTHS[key]
        if len(text) > most:
            sentence = _("%(n)d characters are too many; %(most)d fit.")
            problems.append(row.problem(key, sentence % {"n": len(text), "most": most}))
        if sentence := private_problem(text):
            problems.append(row.problem(key, sentence))
        return text[:most]

    def _day(self, row: RosterRow, key: str, problems: list[Problem]) -> tuple | None:
        if not row.text(key):
            return None
        campaign = self.campaign
        found = read_moment(row.values.get(key), first=campaign.starts_on, last=campaign.ends_on)
        if found is None:
            text = _("“%(value)s” is no day. Write it as 2026年6月30日 or 2026-06-30.")
            problems.append(row.problem(key, text % {"value": row.text(key)[:30]}))
        return found

    def _times(self, row: RosterRow, problems: list[Problem]) -> dict[str, object]:
        start, due = self._day(row, "starts_on", problems), self._day(row, "due_at", problems)
        repeat = read_repeat(row.values.get("repeat"), self.repeats)
        if repeat is None:
            words = "、".join(str(label) for label, _repeat, _every in REPEATS)
            text = _("Choose how often from the list: %(words)s.") % {"words": words}
            problems.append(row.problem("repeat", text))
        how, every = repeat or (Repeat.ONCE, 1)
        facts = {
            "starts_on": start[0] if start else None,
            "due_at": moment_at(*due) if due else None,
            "repeat": how,
            "every": every,
        }
        self._check_times(row, facts, problems)
        return facts

    def _check_times(self, row: RosterRow, facts: dict, problems: list[Problem]) -> None:
        """The rules of tasks, each refusal at the cell it is about; one is enough for a row."""
        is_read = not row.text("due_at") or facts["due_at"]
        checks = [("starts_on", check_start), ("repeat", check_rhythm)]
        try:
            check_due(self.campaign, facts["due_at"])
        except CampaignError as refusal:
            problems.append(row.problem("due_at", str(refusal)))
            return
        for key, check in checks if is_read else ():
            try:
                check(self.campaign, facts)
            except CampaignError as refusal:
                problems.append(row.problem(key, str(refusal)))
                return

    def _phase(self, row: RosterRow, problems: list[Problem]) -> Phase | None:
        name = row.text("phase")
        found = self.phases.get(plain(name))
        if name and found is None:
            names = "、".join(phase.name for phase in self.phases.values())
            if names:
                text = _("The campaign has no phase of this name. It has: %(names)s.")
            else:
                text = _("The campaign has no phases yet. Leave the cell empty.")
            problems.append(row.problem("phase", text % {"names": names}))
        return found

    def _source(self, row: RosterRow, problems: list[Problem]) -> Clause | None:
        wanted = source_key(row.values.get("source"))
        if not wanted:
            return None
        found = self.clauses.get(wanted)
        if found is None:
            text = _("The plan has no sentence with this number. Write it as 四（二）, or none.")
            problems.append(row.problem("source", text))
        return found

    def _parts(self, row: RosterRow, notes: list[str], problems: list[Problem]) -> Parts:
        units: dict[str, list[Unit]] = {}
        for key in ("lead", "responsible", "support"):
            text = row.text(key)
            found = self._resolve(text)
            units[key] = found.units
            problems += [row.problem(key, sentence) for sentence in found.problems]
            notes += found.warnings
        if len(units["lead"]) > 1:
            text = _("One unit leads a task, not %(n)d. Put the others beside it.")
            problems.append(row.problem("lead", text % {"n": len(units["lead"])}))
        lead = units["lead"][0] if units["lead"] else None
        # 各村 in the second column does not mean the lead unit again, nor the supporting ones
        first = {lead.pk} if lead else set()
        return self._split(row, lead, units, first, problems)

    def _split(
        self, row: RosterRow, lead: Unit | None, units: dict, taken: set, problems: list[Problem]
    ) -> Parts:
        lists = {}
        for key, part in (("responsible", Part.RESPONSIBLE), ("support", Part.SUPPORT)):
            kinds = {unit.pk for line in self._resolve(row.text(key)).lines
                     if line.kind not in ("unit", "unknown") for unit in line.units}  # fmt: skip
            kept = []
            for unit in units[key]:
                if unit.pk not in taken:
                    kept.append(unit)
                elif unit.pk not in kinds:
                    text = _("%(unit)s stands in two columns. Take it out of one.")
                    problems.append(row.problem(key, text % {"unit": unit}))
            taken |= {unit.pk for unit in kept}
            lists[part.value] = kept
        return Parts(lead, lists[Part.RESPONSIBLE.value], lists[Part.SUPPORT.value])

    def _resolve(self, text: str) -> Resolved:
        if text not in self.resolved:
            self.resolved[text] = resolve_units(text, within=self.members, root=self.campaign.owner)
        return self.resolved[text]
