"""What a unit's own people see first: this week's report, what came back, the weeks before."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from campaigns.queries.assignments import OwnAssignments, own_assignments
from orgs.enums import Role
from orgs.models import Notice, Unit
from reports.enums import WAITING_FOR_UNIT, ReportState
from reports.models import Report, Review, TemplateItem

WEEKS = 8
NOTICES = 4


@dataclass
class Card:
    """One report that the unit owes or has just handed in.

    ``filled`` of ``total`` counts the asked-for figures; ``review`` is the last decision on
    a report that came back, its ``fields`` the number of marks.
    """

    report: Report
    filled: int = 0
    total: int = 0
    review: Review | None = None


@dataclass
class UnitHome:
    """The page of a unit: cards first what came back, then what is due soonest."""

    units: list[Unit]
    returned: list[Card] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    weeks: list[tuple[Unit, list[Report]]] = field(default_factory=list)
    tasks: OwnAssignments | None = None
    notices: list[Notice] = field(default_factory=list)

    @property
    def has_many(self) -> bool:
        """Whether the person reports for several units, so that each card names its own."""
        return len(self.units) > 1


def own_unit_ids(user: object) -> list[int]:
    """The units that ``user`` reports for."""
    return sorted({row.unit_id for row in user.holdings if row.role == Role.REPORTER})


def unit_home(user: object, now: datetime) -> UnitHome:
    """The home page of a reporter at ``now``."""
    own = own_unit_ids(user)
    reports = _recent_reports(user, own)
    units = _units(own, reports)
    asked = _asked_codes(reports)
    cards = [_card(report, asked) for report in reports if _needs_the_unit(report, reports, now)]
    _put_reviews(cards)
    return UnitHome(
        units=units,
        returned=[card for card in cards if card.report.state == ReportState.RETURNED],
        cards=[card for card in cards if card.report.state != ReportState.RETURNED],
        weeks=[(unit, _weeks(unit, reports)) for unit in units],
        tasks=own_assignments(user, "open", now),
        notices=list(Notice.objects.visible_to(user)[:NOTICES]),
    )


def _recent_reports(user: object, unit_ids: list[int]) -> list[Report]:
    """The last weeks of the units, oldest first."""
    rows = (
        Report.objects.visible_to(user)
        .filter(unit_id__in=unit_ids)
        .select_related("unit", "period__template__campaign", "draft", "submitted_by")
        .order_by("-period__starts_on", "pk")[: WEEKS * max(len(unit_ids), 1)]
    )
    return sorted(rows, key=lambda report: (report.period.starts_on, report.path, report.pk))


def _units(own: list[int], reports: list[Report]) -> list[Unit]:
    """The units in tree order; read only when one of them owes nothing yet."""
    known = {report.unit_id: report.unit for report in reports}
    missing = set(own) - known.keys()
    if missing:
        known |= Unit.objects.in_bulk(missing)
    return sorted(known.values(), key=lambda unit: unit.path)


def _asked_codes(reports: list[Report]) -> dict[int, set[str]]:
    """The codes that each template version asks for."""
    found: dict[int, set[str]] = {}
    versions = {report.period.template_version_id for report in reports}
    rows = TemplateItem.objects.filter(template_version__in=versions)
    for version, code in rows.values_list("template_version_id", "indicator__code"):
        found.setdefault(version, set()).add(code)
    return found


def _needs_the_unit(report: Report, reports: list[Report], now: datetime) -> bool:
    """Owed, or the newest of its unit and template: that one shows where it stands."""
    if report.state in WAITING_FOR_UNIT:
        return report.state == ReportState.RETURNED or report.closes_at > now
    newest = [
        other
        for other in reports
        if other.unit_id == report.unit_id and other.period.template_id == report.period.template_id
    ][-1]
    return newest is report


def _card(report: Report, asked: dict[int, set[str]]) -> Card:
    codes = asked.get(report.period.template_version_id, set())
    typed = report.draft.values if hasattr(report, "draft") else report.values
    return Card(report, filled=len(codes & typed.keys()), total=len(codes))


def _put_reviews(cards: list[Card]) -> None:
    """Give each returned report its last review, newest first in the table."""
    wanted = {c.report.pk: c for c in cards if c.report.state == ReportState.RETURNED}
    rows = Review.objects.filter(report__in=wanted).select_related("by")
    rows = rows.annotate(fields=Count("marks")).order_by("-at", "-pk")
    for review in rows:
        card = wanted[review.report_id]
        card.review = card.review or review


def _weeks(unit: Unit, reports: list[Report]) -> list[Report]:
    return [report for report in reports if report.unit_id == unit.pk][-WEEKS:]
