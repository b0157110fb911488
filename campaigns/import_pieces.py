"""What is found in a plan as rows that a person looks over (pure).

A row has a kind, a text, its place and the fields of its kind, all of them words: a day is
``2026-03-10``, or ``????-03-10`` where the plan leaves the year out; units stand as written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from campaigns.enums import PieceKind as K
from campaigns.enums import SectionKind as S
from campaigns.import_words import UNITS_OF, kept_words, read_day, short_title
from campaigns.plan_import.draft import Draft, Group, Phase, Reporting, Section, Span, Target, Task

MOST_PIECES = 1_000
MOST_HEADING = 60
SECTION_KINDS = {
    "guiding": S.PRINCIPLES, "goals": S.OBJECTIVES, "theme": S.OBJECTIVES, "time": S.PHASES,
    "group": S.ORGANISATION, "people": S.ORGANISATION, "contents": S.MEASURES,
    "phases": S.PHASES, "duties": S.DUTIES, "tasks": S.TASKS, "reporting": S.REQUIREMENTS,
    "requirements": S.REQUIREMENTS, "attachments": S.ATTACHMENTS,
}  # fmt: skip
SEATS = {
    "组长": "leader", "副组长": "deputy", "成员": "member", "办公室主任": "office_head",
    "办公室副主任": "office_deputy",
}  # fmt: skip
WHO_FIRST = re.compile(r"(各[^，,。；;、于要应须每将把按]{1,12})(?:于|要|应|须|每|将|把|按)")
OPS = {">=": "ge", "==": "ge", "<=": "le"}


@dataclass(frozen=True)
class Row:
    """One piece as it is kept; ``marks`` are the places of unit names in the source."""

    kind: str
    text: str
    start: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    marks: list[list[int]] = field(default_factory=list)
    confidence: float = 1.0
    reason: str = ""


def rows_of(draft: Draft, source: str) -> list[Row]:
    """Every piece of the draft, in the order of the source; a heading before what it holds."""
    rows = [
        *_sections(draft.sections, source), *_seats(draft.group), *_phases(draft.phases),
        *_targets(draft.targets), *_tasks(draft, source), *_reports(draft, source),
        *_attachments(draft),
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.start, row.kind != K.SECTION, row.end))


def is_plan(draft: Draft) -> bool:
    """Whether anything of a plan was found: a title alone is none."""
    found = (draft.sections, draft.phases, draft.targets, draft.tasks, draft.reporting)
    return any(found) or draft.group is not None


def _row(kind: str, text: str, found: object, **given: object) -> Row:
    span: Span = found.span
    return Row(
        kind, text, span.start, max(span.start, span.end),
        confidence=found.confidence, reason=found.reason[:40], **given,
    )  # fmt: skip


def _sections(sections: Iterable[Section], source: str) -> Iterator[Row]:
    for one in sections:
        if len(one.heading) <= MOST_HEADING:
            fields = {"kind": SECTION_KINDS.get(one.kind, S.OTHER), "level": str(one.level)}
            yield _row(K.SECTION, kept_words(one.heading, one.span, source), one, fields=fields)


def _seats(group: Group | None) -> Iterator[Row]:
    for one in group.members if group else ():
        fields = {
            "role": SEATS.get(one.role, "member"), "person": one.person or "",
            "post": one.post or "", "unit": one.unit or "",
        }  # fmt: skip
        yield _row(K.SEAT, one.person or one.post or one.unit or one.role, one, fields=fields)


def _phases(phases: Iterable[Phase]) -> Iterator[Row]:
    for one in phases:
        days = {"starts_on": _day(one.start), "ends_on": _day(one.end)}
        yield _row(K.PHASE, one.name[:60], one, fields=days)


def _targets(targets: Iterable[Target]) -> Iterator[Row]:
    for one in targets:
        fields = {
            "metric": one.metric, "op": _op(one), "value": f"{one.value:g}",
            "measure": one.unit, "indicator": "",
        }  # fmt: skip
        yield _row(K.TARGET, one.text, one, fields=fields)


def _op(target: Target) -> str:
    """100 % is at least that; nought cases are at most that."""
    return "le" if target.op == "==" and not target.value else OPS.get(target.op, "")


def _tasks(draft: Draft, source: str) -> Iterator[Row]:
    for one in draft.tasks:
        units = _units(one)
        text = kept_words(one.quote, one.span, source)
        marks = [[owner.span.start, owner.span.end] for owner in one.owners]
        if one.is_duty:
            words = "、".join(filter(None, units.values()))
            yield _row(K.DUTY, text, one, fields={"units": words}, marks=marks)
            continue
        phase = draft.phases[one.phase].name[:60] if one.phase is not None else ""
        title = short_title(text, one.units)
        fields = {"title": title, "due_on": _day(one.deadline), "phase": phase, **units}
        yield _row(K.TASK, text, one, fields=fields, marks=marks)


def _units(task: Task) -> dict[str, str]:
    """The words for each part; a name that leads is not asked again."""
    words: dict[str, list[str]] = {part: [] for part in UNITS_OF[K.TASK]}
    seen: set[str] = set()
    for part in UNITS_OF[K.TASK]:
        for owner in task.owners:
            if owner.role == part and owner.name not in seen:
                seen.add(owner.name)
                words[part].append(owner.name)
    return {part: "、".join(names) for part, names in words.items()}


def _reports(draft: Draft, source: str) -> Iterator[Row]:
    for one in draft.reporting:
        day = one.due if read_day(one.due or "", 2028) else ""
        fields = {
            "frequency": one.frequency or "", "due": "" if day else one.due or "",
            "to": one.to or "", "units": _who_reports(one, draft, source), "due_on": day or "",
        }  # fmt: skip
        words = " ".join(source[one.span.start : one.span.end].split()).strip("。；;，, ")
        yield _row(K.REPORTING, one.what or words[:120] or "报送", one, fields=fields)


def _who_reports(report: Reporting, draft: Draft, source: str) -> str:
    """The units of the task in the same words, else those that the sentence begins with."""
    for task in draft.tasks:
        if task.span.start < report.span.end and report.span.start < task.span.end and task.owners:
            return "、".join(task.units)
    found = WHO_FIRST.match(source[report.span.start : report.span.end])
    return found[1] if found else ""


def _attachments(draft: Draft) -> Iterator[Row]:
    for one in draft.attachments:
        number = {"number": str(one.number)}
        yield Row(K.ATTACHMENT, one.name[:120], one.span.start, one.span.end, number)


def _day(day: object) -> str:
    return str(day) if day else ""


def moved(kind: str, to: str, text: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a piece that becomes one of another kind; units and days go with it."""
    words = "、".join(dict.fromkeys(filter(None, (fields.get(key) for key in UNITS_OF[kind]))))
    day = fields.get("due_on") or fields.get("ends_on") or ""
    empty = {
        K.TASK: {"title": short_title(text), "lead": "", "responsible": words, "support": "",
                 "due_on": day, "phase": ""},
        K.DUTY: {"units": words},
        K.TARGET: {"metric": "", "op": "ge", "value": "", "measure": "", "indicator": ""},
        K.REPORTING: {"frequency": "", "due": "", "to": "", "units": words, "due_on": day},
        K.PHASE: {"starts_on": fields.get("starts_on", ""), "ends_on": day},
        K.SEAT: {"role": "member", "person": "", "post": "", "unit": words},
        K.SECTION: {"kind": S.OTHER, "level": "3"},
        K.ATTACHMENT: {"number": ""},
    }  # fmt: skip
    return empty[K(to)]
