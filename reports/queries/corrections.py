"""Corrections of approved figures: the page that asks, the panel that decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reports.enums import PeriodState, ReportState
from reports.figures import number
from reports.models import Correction, Report
from reports.queries.content import blocks_of, items_of, keys_of, part_label, wording
from reports.stages import UNDER_WAY

PHOTOS = "photos"


@dataclass(frozen=True)
class Cell:
    """One figure that may be asked for: what was approved, and what was typed beside it."""

    key: str
    label: str
    unit: str
    kind: str
    approved: object
    typed: str = ""
    typed_n: str = ""
    typed_d: str = ""
    problem: str = ""
    is_part: bool = False
    is_sum: bool = False

    @property
    def now(self) -> Decimal | None:
        """The approved figure as a number."""
        return number(self.approved)


@dataclass(frozen=True)
class Change:
    """A figure of a request: as approved, and as it should be."""

    label: str
    unit: str
    kind: str
    old: Decimal | None
    new: Decimal | None
    is_part: bool = False


@dataclass
class CorrectionPanel:
    """The newest request of a report with its figures in words; ``words`` names other fields."""

    correction: Correction
    changes: list[Change] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def can_be_corrected(report: Report) -> bool:
    """Whether a correction may be asked for now."""
    return (
        report.state == ReportState.APPROVED
        and report.period.state != PeriodState.LOCKED
        and report.standing is None
    )


def correction_cells(
    report: Report, typed: Mapping[str, object], problems: Mapping[str, str]
) -> list[Cell]:
    """Every figure of the report in order, parts below their sum."""
    cells = []
    for item in items_of(report.period.template_version):
        indicator = item.indicator
        code, *parts = keys_of(indicator)
        for key in [code, *parts]:
            value = typed.get(key, "")
            pair = value if isinstance(value, Mapping) else {}
            cells.append(
                Cell(
                    key=key,
                    label=part_label(indicator, key),
                    unit=wording(indicator.unit_of_measure, indicator.unit_of_measure_en),
                    kind=indicator.kind,
                    approved=report.values.get(key),
                    typed="" if pair else str(value),
                    typed_n=str(pair.get("n", "")),
                    typed_d=str(pair.get("d", "")),
                    problem=problems.get(key, ""),
                    is_part=key != code,
                    is_sum=bool(parts) and key == code,
                )
            )
    return cells


def other_fields(report: Report) -> list[tuple[str, str]]:
    """The narratives that may be named in a request, by key."""
    blocks = blocks_of(report.period.template_version)
    return [(block.key, wording(block.label, block.label_en)) for block in blocks]


def correction_panel(report: Report) -> CorrectionPanel | None:
    """The request that is under way, with its figures; None without one."""
    if report.state != ReportState.APPROVED and report.standing is None:
        return None
    rows = report.corrections.select_related("asked_by", "decided_by", "before")
    correction = rows.filter(state__in=UNDER_WAY).first()
    if correction is None:
        return None
    panel = CorrectionPanel(correction)
    cells = correction_cells(report, {}, {})
    for cell in cells:
        if cell.key in correction.values:
            old = number(correction.before.values.get(cell.key))
            new = number(correction.values[cell.key])
            panel.changes.append(Change(cell.label, cell.unit, cell.kind, old, new, cell.is_part))
    asked = set(correction.fields) - correction.values.keys()
    named = [(cell.key, cell.label) for cell in cells] + other_fields(report)
    panel.words = [label for key, label in named if key in asked]
    if PHOTOS in asked:
        panel.words.append(PHOTOS)
    return panel
