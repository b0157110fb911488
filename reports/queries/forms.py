"""Everything the report form prints, fetched at once."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from campaigns.models import Indicator, Target
from reports.checks import Checked, Item
from reports.enums import WAITING_FOR_UNIT, ReportState
from reports.figures import attainment, number, part_key
from reports.models import Photo, Report, Review
from reports.queries.content import (
    Asked,
    asked_of,
    blocks_of,
    checked,
    cumulative_of,
    photos_of,
    targets_of,
    wording,
)


@dataclass
class Part:
    """One part of a broken-down figure; its input is ``v.<code>/<key>``."""

    key: str
    label: str
    value: str = ""
    problem: str = ""
    last: Decimal | None = None


@dataclass
class Field:
    """One figure on the form; ``last`` and ``cumulative`` are numbers, a rate in percent.

    With ``parts`` only they are typed; ``value`` is their sum as it stands. ``handed_in``
    is what was submitted and came back to be corrected.
    """

    code: str
    indicator: Indicator
    label: str
    unit: str
    help: str
    kind: str
    is_required: bool
    value: str = ""
    value_n: str = ""
    value_d: str = ""
    last: Decimal | None = None
    cumulative: Decimal | None = None
    target: Decimal | None = None
    target_op: str = ""
    attainment: Decimal | None = None
    mean: Decimal | None = None
    history: Sequence[Decimal | None] = ()
    problem: str = ""
    warning: str = ""
    reason: str = ""
    marked: str = ""
    is_marked: bool = False
    parts: Sequence[Part] = ()
    handed_in: Decimal | None = None


@dataclass
class Section:
    """A group of figures with its heading."""

    key: str
    name: str
    fields: list[Field] = field(default_factory=list)


@dataclass
class Block:
    """A narrative on the form."""

    key: str
    label: str
    is_required: bool
    min_length: int
    max_length: int
    value: str = ""
    problem: str = ""
    marked: str = ""
    is_marked: bool = False


@dataclass
class FormPage:
    """The report form as it stands: draft over last submission, marks of the last return."""

    report: Report
    sections: list[Section]
    blocks: list[Block]
    photos: list[Photo]
    photos_min: int
    photos_max: int
    draft_version: int
    saved_at: datetime | None
    submission_id: uuid.UUID
    review: Review | None
    photos_marked: str
    is_editable: bool
    photos_awaited: int = 0

    @property
    def fields(self) -> list[Field]:
        """All figures, in order."""
        return [one for section in self.sections for one in section.fields]

    @property
    def has_marks(self) -> bool:
        """Whether the reviewer said what to correct; the rest is folded then."""
        return bool(self.marked_fields or self.marked_blocks or self.photos_marked)

    @property
    def marked_fields(self) -> list[Field]:
        """The figures to correct."""
        return [one for one in self.fields if one.is_marked]

    @property
    def marked_blocks(self) -> list[Block]:
        """The texts to correct."""
        return [one for one in self.blocks if one.is_marked]

    @property
    def open_sections(self) -> list[Section]:
        """The sections with the figures that nobody marked."""
        rest = [
            Section(one.key, one.name, [field for field in one.fields if not field.is_marked])
            for one in self.sections
        ]
        return [one for one in rest if one.fields]

    @property
    def open_blocks(self) -> list[Block]:
        """The texts that nobody marked."""
        return [one for one in self.blocks if not one.is_marked]


def form_page(
    report: Report,
    *,
    typed: Mapping[str, Mapping] | None = None,
    problems: Mapping[str, str] | None = None,
    submission_id: uuid.UUID | None = None,
) -> FormPage:
    """The form of ``report``; ``typed`` (values, texts, reasons) wins over the draft.

    ``problems`` are the sentences of a refused submission, by field key.
    """
    version = report.period.template_version
    asked, blocks = asked_of(report), blocks_of(version)
    draft = getattr(report, "draft", None) if report.state in WAITING_FOR_UNIT else None
    source = typed or _as_mapping(draft or report)
    review = _standing_return(report)
    marks = (
        {mark.field: mark.reason or review.reason for mark in review.marks.all()} if review else {}
    )
    return FormPage(
        report=report,
        sections=_sections(report, asked, source, marks, problems or {}),
        blocks=[
            Block(
                key=block.key,
                label=wording(block.label, block.label_en),
                is_required=block.is_required,
                min_length=block.min_length,
                max_length=block.max_length,
                value=source["texts"].get(block.key, ""),
                problem=(problems or {}).get(block.key, ""),
                marked=marks.get(block.key, ""),
                is_marked=block.key in marks,
            )
            for block in blocks
        ],
        photos=photos_of(report),
        photos_min=report.period.template.photos_min,
        photos_max=report.period.template.photos_max,
        draft_version=draft.version if draft else 0,
        saved_at=draft.saved_at if draft else None,
        submission_id=submission_id or uuid.uuid4(),
        review=review,
        photos_marked=marks.get("photos", ""),
        is_editable=report.state in WAITING_FOR_UNIT,
        photos_awaited=_awaited(report),
    )


def _awaited(report: Report) -> int:
    """How many photos the phone still sends for a report that is handed in."""
    if report.state != ReportState.SUBMITTED:
        return 0
    known = getattr(report, "photos_awaited", None)  # read with the report by the review queue
    return report.awaited_photos.count() if known is None else known


def _as_mapping(row: object) -> dict[str, Mapping]:
    return {"values": row.values, "texts": row.texts, "reasons": row.reasons}


def _standing_return(report: Report) -> Review | None:
    """The return that the unit is answering, with its marks."""
    if report.state != ReportState.RETURNED:
        return None
    return report.reviews.select_related("by").prefetch_related("marks").first()


def _sections(
    report: Report, asked: Asked, source: Mapping, marks: Mapping, problems: Mapping
) -> list[Section]:
    found = checked(report, source["values"], asked=asked)
    targets = {target.indicator_id: target for target in targets_of(report)}
    sections: dict[str, Section] = {}
    for item, check in zip(asked.items, asked.checks, strict=True):
        one = _field(item, check, asked.earlier, source)
        _put_parts(one, check, source["values"], found, problems)
        one.target, one.target_op = _target(targets.get(item.indicator_id))
        so_far = one.cumulative or Decimal(0)
        now = number(found.values.get(one.code))
        if item.indicator.measure == "flow" and now is not None:
            so_far += now
        one.attainment = attainment(so_far if item.indicator.measure == "flow" else now, one.target)
        one.warning = found.warnings.get(one.code, "")
        one.problem = "" if one.warning else problems.get(one.code, "")
        if not one.problem and _has_figure(one, source["values"]):
            one.problem = found.errors.get(one.code, "")
        one.is_marked, one.marked = one.code in marks, marks.get(one.code, "")
        one.handed_in = number(report.values.get(one.code)) if one.is_marked else None
        section = sections.setdefault(
            item.section,
            Section(f"s{len(sections) + 1}", wording(item.section, item.section_en)),
        )
        section.fields.append(one)
    return list(sections.values())


def _field(item: object, check: object, earlier: list, source: Mapping) -> Field:
    indicator = item.indicator
    typed = source["values"].get(indicator.code)
    pair = typed if isinstance(typed, Mapping) else {}
    cumulative = number(cumulative_of(indicator.code, indicator.measure, earlier))
    known = [past for past in check.history if past is not None]
    return Field(
        code=indicator.code,
        indicator=indicator,
        label=check.label,
        unit=wording(indicator.unit_of_measure, indicator.unit_of_measure_en),
        help=wording(indicator.help, indicator.help_en),
        kind=indicator.kind,
        is_required=item.is_required,
        value="" if pair or typed is None else str(typed),
        value_n=str(pair.get("n", "")),
        value_d=str(pair.get("d", "")),
        last=check.history[0] if check.history else None,
        cumulative=cumulative,
        mean=sum(known) / len(known) if known else None,
        history=check.history,
        reason=source["reasons"].get(indicator.code, ""),
    )


def _put_parts(one: Field, check: Item, values: Mapping, found: Checked, problems: Mapping) -> None:
    """The parts of a broken-down figure, and its sum as far as it can be read."""
    if not check.parts:
        return
    one.value = str(found.values.get(one.code, ""))
    one.parts = []
    for part in check.parts:
        key = part_key(one.code, part.key)
        typed = str(values.get(key) or "").strip()
        problem = problems.get(key, "") or (found.errors.get(key, "") if typed else "")
        last = part.history[0] if part.history else None
        one.parts.append(Part(part.key, part.label, typed, problem, last))


def _has_figure(one: Field, values: Mapping) -> bool:
    """Whether anything was typed for the figure; a blank one is not wrong yet."""
    return _is_typed(values.get(one.code)) or any(part.value for part in one.parts)


def _target(target: Target | None) -> tuple[Decimal | None, str]:
    return (target.value, target.get_op_display()) if target else (None, "")


def _is_typed(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(str(part).strip() for part in value.values())
    return value is not None and bool(str(value).strip())
