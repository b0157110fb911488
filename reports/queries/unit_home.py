"""What a unit's own people see first: this week's report, what came back, the weeks before."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from campaigns.queries.assignments import OwnAssignments, own_assignments
from orgs.enums import Role
from orgs.models import Notice, Unit
from reports.enums import WAITING_FOR_UNIT, Cadence, ReportState
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


@dataclass(frozen=True)
class Past:
    """The last periods of one report of a unit; ``name`` is the report's if there are several."""

    unit: Unit
    name: str
    reports: list[Report]

    @property
    def is_weekly(self) -> bool:
        """Whether its periods are weeks."""
        return self.reports[0].period.template.cadence == Cadence.WEEKLY


@dataclass
class UnitHome:
    """The page of a unit: cards first what came back, then what is due soonest."""

    units: list[Unit]
    returned: list[Card] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    weeks: list[Past] = field(default_factory=list)
    tasks: OwnAssignments | None = None
    notices: list[Notice] = field(default_factory=list)

    @property
    def has_many(self) -> bool:
        """Whether the person reports for several units, so that each card names its own."""
        return len(self.units) > 1

    @property
    def has_several(self) -> bool:
        """Whether the units owe several reports, so that each card names its own."""
        return len({past.reports[0].period.template_id for past in self.weeks}) > 1


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
        cards=_soonest_first(cards),
        weeks=_past(units, reports),
        tasks=own_assignments(user, "open", now),
        notices=list(Notice.objects.visible_to(user)[:NOTICES]),
    )


def _soonest_first(cards: list[Card]) -> list[Card]:
    """What is still owed, what is due next first; then what has been handed in."""
    rest = [card for card in cards if card.report.state != ReportState.RETURNED]
    waiting = {ReportState.DUE, ReportState.DRAFT}
    return sorted(rest, key=lambda card: (card.report.state not in waiting, card.report.due_at))


def _recent_reports(user: object, unit_ids: list[int]) -> list[Report]:
    """The last periods of each report that the units owe, oldest first.

    What was returned to a unit is there however old it is.
    """
    place = Window(
        RowNumber(),
        partition_by=[F("unit_id"), F("period__template_id")],
        order_by=[F("period__starts_on").desc(), F("pk").desc()],
    )
    own = Report.objects.visible_to(user).filter(unit_id__in=unit_ids)
    rows = (
        own.annotate(place=place)
        .filter(Q(place__lte=WEEKS) | Q(state=ReportState.RETURNED))
        .select_related("unit", "period__template__campaign", "draft", "submitted_by")
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


def _past(units: list[Unit], reports: list[Report]) -> list[Past]:
    """The last periods by unit and report, the one with the shortest periods first."""
    found: dict[tuple[int, int], list[Report]] = {}
    for report in reports:
        found.setdefault((report.unit_id, report.period.template_id), []).append(report)
    many = len({template for _unit, template in found}) > 1
    rows = []
    for unit in units:
        own = [rows_ for (key, _template), rows_ in found.items() if key == unit.pk]
        rows += [
            Past(unit, one[0].period.template.name if many else "", one[-WEEKS:]) for one in own
        ]
    return rows
