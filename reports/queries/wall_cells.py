"""What the drawers of the charts of reports show: a report, a town's reports, a gauge."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404

from campaigns.enums import OPEN_ASSIGNMENTS
from campaigns.models import Assignment, Campaign
from campaigns.queries.cooling import last_reminders
from campaigns.queries.wall_cell import cell_keys
from orgs.models import HeadcountBase, Liaison, Unit, User
from orgs.queries.bases import base_of
from reports.enums import Decision, ReportState
from reports.figures import number
from reports.gauges import GaugePanel, panel_of
from reports.models import Period, Report, Review
from reports.panels import shown_value
from reports.queries.chosen import reads
from reports.queries.content import items_of
from reports.queries.gauge_wall import counted_over, gauge_of
from reports.queries.gauges import period_bases
from reports.queries.totals import leaf_total, node_totals, recent_periods
from reports.queries.week_wall import letter_at
from reports.reminding import about
from reports.walls import LOOKS, WORST

FIGURES, PAST, TASKS, NAMES = 4, 12, 3, 60
PERIOD = ("template__campaign__owner", "template_version")


@dataclass(frozen=True)
class PastCell:
    """An earlier period of the unit as a small square."""

    css: str
    icon: str
    said: str


@dataclass
class ReportCell:
    """A unit's report: what it says, what it lacks, how the last ones stood, whom to ask.

    ``figures`` are name, figure and that of the period before; ``lacking`` names what was asked
    for and is not in it. ``returned`` is the return that stands or stood.
    """

    report: Report
    figures: list[tuple[str, str, str]] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    returned: Review | None = None
    past: list[PastCell] = field(default_factory=list)
    liaison: Liaison | None = None
    late_tasks: list[Assignment] = field(default_factory=list)
    reminded: tuple[datetime | None, str] = (None, "")

    @property
    def unit(self) -> Unit:
        """Whose report it is."""
        return self.report.unit

    @property
    def period(self) -> Period:
        """The report's period."""
        return self.report.period

    @property
    def is_owed(self) -> bool:
        """Whether the unit still has to hand it in."""
        return self.report.state in (ReportState.DUE, ReportState.DRAFT, ReportState.RETURNED)

    @property
    def late_by(self) -> int:
        """How many days after its due moment it first came in; 0 when it was in time."""
        first = self.report.first_submitted_at
        if self.report.timeliness != "late" or first is None:
            return 0
        return max((first - self.report.due_at).days, 0) + 1


@dataclass
class TownCell:
    """The reports below a town in one period, those to be looked after first."""

    unit: Unit
    period: Period
    counts: list[tuple[str, str, int]]
    reports: list[Report]
    owed: int
    is_owed: bool


@dataclass
class GaugeCell:
    """A count over a headcount: with its source and course; ``report`` for a single unit."""

    unit: Unit
    period: Period
    gauge: GaugePanel
    base: HeadcountBase | None = None
    report: Report | None = None


def week_cell(user: User, campaign: Campaign, key: str, now: datetime) -> ReportCell | TownCell:
    """The cell ``<unit>.<period>``; of a town that speaks for its units the unit is negative.

    Http404 for what is not in sight.
    """
    unit, period = cell_keys(key)
    if unit < 0:
        return _town_cell(user, campaign, -unit, period, now)
    rows = Report.objects.visible_to(user).filter(
        period__template__campaign=campaign, period=period, unit=unit
    )
    report = rows.select_related(
        "unit__parent", "period__template__campaign__owner", "period__template_version",
        "submitted_by", "draft__saved_by",
    ).first()  # fmt: skip
    if report is None:
        raise Http404
    earlier = _earlier(report, now)
    cell = ReportCell(report, past=[_past(one) for one in reversed(earlier)])
    _add_figures(cell, earlier[1] if len(earlier) > 1 else None)
    if report.revision_number:
        returns = report.reviews.filter(decision=Decision.RETURNED, undone_at=None)
        cell.returned = returns.select_related("by").prefetch_related("marks").first()
    posts = Liaison.objects.filter(unit=report.unit, post="primary").current()
    cell.liaison = posts.select_related("person").first()
    cell.late_tasks = _late_tasks(user, campaign, report.unit, now)
    cell.reminded = last_reminders([about(report)]).get(about(report), (None, ""))
    return cell


def _earlier(report: Report, now: datetime) -> list[Report]:
    """The unit's reports up to this one, latest first, each with its letter. One query."""
    rows = Report.objects.filter(
        unit=report.unit_id,
        period__template=report.period.template_id,
        period__starts_on__lte=report.period.starts_on,
    )
    rows = rows.select_related("period__template__campaign").annotate(letter=letter_at(now))
    return list(rows.order_by("-period__starts_on")[:PAST])


def _past(report: Report) -> PastCell:
    css, icon, word = LOOKS[report.letter.lower()]
    return PastCell(css, icon, f"{report.period.label}: {word}")


def _add_figures(cell: ReportCell, before: Report | None) -> None:
    """The first figures with those of the period before, and the names of those not given."""
    report = cell.report
    if not report.revision_number:
        return
    items = items_of(report.period.template_version)
    for item in items[:FIGURES]:
        one = item.indicator
        pair = [(row.values if row else {}).get(one.code) for row in (report, before)]
        shown = [shown_value(one.kind, number(value)) for value in pair]
        cell.figures.append((one.shown_name, *shown))
    if not report.is_zero:
        cell.lacking = [
            item.indicator.shown_name for item in items if item.indicator.code not in report.values
        ]


def _late_tasks(user: User, campaign: Campaign, unit: Unit, now: datetime) -> list[Assignment]:
    rows = Assignment.objects.visible_to(user).filter(
        task__campaign=campaign, unit=unit, state__in=OPEN_ASSIGNMENTS, due_at__lt=now
    )
    return list(rows.select_related("task").order_by("due_at")[:TASKS])


def _town_cell(user: User, campaign: Campaign, unit: int, period: int, now: datetime) -> TownCell:
    """A town's own report and those right below it, by how they stand."""
    town = Unit.objects.visible_to(user).filter(pk=unit).first()
    found = Period.objects.visible_to(user).filter(pk=period, template__campaign=campaign)
    shown = found.select_related("template__campaign__owner").first()
    if town is None or shown is None:
        raise Http404
    rows = Report.objects.visible_to(user).filter(period=shown).owed_under(town.path)
    rows = rows.select_related("unit", "period__template").annotate(letter=letter_at(now))
    reports = list(rows.defer("values", "texts", "reasons", "carried").order_by("path"))
    if not reports:
        raise Http404
    reports.sort(key=lambda one: WORST.index(one.letter.lower()))
    counted = Counter(one.letter.lower() for one in reports)
    counts = [(LOOKS[one][0], LOOKS[one][2], counted[one]) for one in WORST if counted[one]]
    return TownCell(
        town, shown, counts, reports[:NAMES], len(reports) - counted["e"],
        is_owed=any(counted[letter] for letter in "ondr"),
    )  # fmt: skip


def gauge_cell(user: User, campaign: Campaign, key: str, asked: int) -> GaugeCell:
    """The cell ``<unit>.<indicator>`` of a period. Http404 for what is not in sight."""
    unit, indicator = cell_keys(key)
    found = Period.objects.visible_to(user).filter(pk=asked)
    period = found.filter(template__campaign=campaign).select_related(*PERIOD).first()
    town = Unit.objects.visible_to(user).filter(pk=abs(unit)).first()
    if period is None or town is None:
        raise Http404
    one = next((one for one in counted_over(period) if one.pk == indicator), None)
    if one is None:
        raise Http404
    if unit < 0:
        if not reads(user, campaign, town):
            raise Http404
        totals = node_totals(town, recent_periods(period.template, period))
        return GaugeCell(town, period, panel_of(one, one.shown_name, totals))
    rows = Report.objects.visible_to(user).filter(period=period, unit=town)
    report = rows.select_related("unit", "period__template").first()
    if report is None:
        raise Http404
    total = leaf_total(report, period_bases(period, [town.pk]).of(town.pk))
    gauge = gauge_of(one, total.gauges.get(one.code))
    return GaugeCell(town, period, gauge, base_of(town, one.base_kind, period.ends_on), report)
