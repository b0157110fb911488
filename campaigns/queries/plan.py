"""What the plan's page shows: outline, numbered text, and the tasks that come from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaigns import prose
from campaigns.clauses import chinese_number, numbers
from campaigns.enums import ClauseKind, SectionKind
from campaigns.models import Campaign, Clause, PlanAttachment, Section, SectionDraft, Task
from fraudwatch.lib.wording import number


@dataclass(frozen=True)
class Mark:
    """A phase, target or duty that comes from a sentence; ``url`` is where it is changed."""

    icon: str
    name: str
    url: str


@dataclass(frozen=True)
class ClauseRow:
    """A sentence with its number, its words drawn, and what comes from it."""

    clause: Clause
    label: str
    words: SafeString
    tasks: list[Task] = field(default_factory=list)
    others: list[Mark] = field(default_factory=list)
    comments: int = 0

    @property
    def is_marked(self) -> bool:
        """Whether the words are drawn otherwise than they were typed."""
        return "<" in self.words or self.clause.kind == ClauseKind.TABLE


@dataclass(frozen=True)
class SectionRow:
    """A section with its number; ``is_drafted`` when the reader left unsaved text in it."""

    section: Section
    label: str
    clauses: list[ClauseRow]
    tasks: int
    is_drafted: bool

    @property
    def outline(self) -> list[ClauseRow]:
        """The sentences that stand in the outline: those of the first level."""
        return [row for row in self.clauses if row.clause.level == 1]


@dataclass(frozen=True)
class PlanPage:
    """The whole plan as one reader sees it."""

    sections: list[SectionRow]
    tasks: list[Task]
    loose: int
    characters: int
    attachments: list[PlanAttachment] = field(default_factory=list)
    files: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Marks:
    """What stands on the sentences of one plan, by the sentence."""

    tasks: dict[int, list[Task]]
    others: dict[int, list[Mark]]
    files: dict[int, str]
    comments: Mapping[str, int]


def plan_page(
    user: object, campaign: Campaign, comments: Mapping[str, int] | None = None
) -> PlanPage:
    """The plan of a campaign in sight, with the tasks that ``user`` sees.

    ``comments`` counts the open comments on sentences by their keys, for those who edit.
    """
    sections = list(campaign.sections.prefetch_related("clauses"))
    tasks = list(
        Task.objects.visible_to(user).filter(campaign=campaign).select_related("clause", "phase")
    )
    by_clause: dict[int, list[Task]] = {}
    for task in tasks:
        by_clause.setdefault(task.clause_id, []).append(task)
    attachments = list(campaign.attachments.select_related("file"))
    files = attachment_urls(attachments)
    marks = _Marks(by_clause, _others(campaign), files, comments or {})
    drafted = set(
        SectionDraft.objects.filter(user=user, section__in=sections).values_list(
            "section_id", flat=True
        )
    )
    rows = [
        _section(label, section, marks, section.pk in drafted)
        for label, section in zip(_labels(sections), sections, strict=True)
    ]
    characters = sum(len(row.clause.text) for one in rows for row in one.clauses)
    loose = len(by_clause.get(None, []))
    return PlanPage(rows, tasks, loose, characters, attachments, files)


def attachment_urls(attachments: Iterable[PlanAttachment]) -> dict[int, str]:
    """Where the file of each numbered attachment is fetched; without a file there is none."""
    return {
        one.number: reverse("orgs:file", args=[one.file_id]) for one in attachments if one.file_id
    }


def _labels(sections: Iterable[Section]) -> list[str]:
    """一、二、 in front of each heading; a preamble has no number and takes none away."""
    labels, at = [], 0
    for section in sections:
        at += section.kind != SectionKind.PREAMBLE
        labels.append("" if section.kind == SectionKind.PREAMBLE else f"{chinese_number(at)}、")
    return labels


def _section(label: str, section: Section, marks: _Marks, is_drafted: bool) -> SectionRow:
    clauses = list(section.clauses.all())
    labels = numbers(clause.level for clause in clauses)
    rows = [
        ClauseRow(
            clause,
            label,
            drawn(clause, marks.files),
            marks.tasks.get(clause.pk, []),
            marks.others.get(clause.pk, []),
            marks.comments.get(str(clause.key), 0),
        )
        for clause, label in zip(clauses, labels, strict=True)
    ]
    tasks = sum(len(row.tasks) for row in rows)
    return SectionRow(section, label, rows, tasks, is_drafted)


def drawn(clause: Clause, files: Mapping[int, str]) -> SafeString:
    """The words of a sentence for a page: bold, cited attachments, or a table."""
    draw = prose.table_html if clause.kind == ClauseKind.TABLE else prose.html
    return draw(clause.text, files)


def _others(campaign: Campaign) -> dict[int, list[Mark]]:
    """Phases, targets and duties by the sentence they come from."""
    found: dict[int, list[Mark]] = {}
    for phase in campaign.phases.exclude(clause=None):
        mark = Mark("flag", phase.name, reverse("campaigns:phase-edit", args=[phase.pk]))
        found.setdefault(phase.clause_id, []).append(mark)
    for target in campaign.targets.exclude(clause=None).select_related("indicator"):
        name = target.indicator.shown_name
        goal = f"{name} {target.get_op_display()} {number(target.value.normalize())}"
        mark = Mark("target", goal, reverse("campaigns:target-edit", args=[target.pk]))
        found.setdefault(target.clause_id, []).append(mark)
    for duty in campaign.duties.exclude(clause=None).select_related("unit"):
        name = _("Duty of %(unit)s") % {"unit": duty.unit}
        mark = Mark("building", name, reverse("campaigns:duty-edit", args=[duty.pk]))
        found.setdefault(duty.clause_id, []).append(mark)
    return found


def clause_label(clause: Clause) -> str:
    """The number of a sentence within its section, e.g. （二）; empty for plain text."""
    levels = list(Clause.objects.filter(section_id=clause.section_id).values_list("pk", "level"))
    labels = numbers(level for _key, level in levels)
    keys = [key for key, _level in levels]
    return labels[keys.index(clause.pk)]


def clause_choices(campaign: Campaign) -> list[tuple[str, list[tuple[int, str]]]]:
    """The sentences of a plan to choose a source from, grouped by section."""
    groups = []
    order = ("position", "pk", "clauses__position", "clauses__pk")
    columns = {"key": F("clauses__pk"), "level": F("clauses__level"), "text": F("clauses__text")}
    rows = campaign.sections.annotate(**columns).order_by(*order)  # one for each sentence
    by_section = [list(found) for _key, found in groupby(rows, key=lambda row: row.pk)]
    sections = [found[0] for found in by_section]
    for heading_label, section, found in zip(_labels(sections), sections, by_section, strict=True):
        clauses = [row for row in found if row.key]
        labels = numbers(clause.level for clause in clauses)
        options = [
            (clause.key, f"{label}{clause.text}"[:60])
            for clause, label in zip(clauses, labels, strict=True)
        ]
        groups.append((f"{heading_label}{section.heading}", options))
    return groups
