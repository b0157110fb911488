"""What a period's summary holds: the dashboard's own figures, and one row for each unit."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.enums import Measure
from campaigns.models import Campaign
from fraudwatch.lib import statuses
from orgs.models import Unit, User
from reports.enums import ReportState, Timeliness
from reports.figures import number
from reports.models import Report, ReportTemplate
from reports.panels import Card
from reports.queries.chosen import Chosen, chosen, node_of
from reports.queries.dashboard import NodePage, node_page
from reports.queries.ledger import Ledger, Row, ledger
from reports.sums import state_of


@dataclass(frozen=True)
class SummarySubject:
    """A report's period at a node: what the right to export is asked on."""

    shown: Chosen
    unit: Unit

    @property
    def template(self) -> ReportTemplate:
        """The report that is summed up."""
        return self.shown.template

    @property
    def campaign(self) -> Campaign:
        """The campaign it belongs to."""
        return self.shown.campaign


@dataclass(frozen=True)
class UnitLine:
    """A reporting unit: how its report stands, and its approved figures in the items' order."""

    row: Row
    state: str
    timeliness: str
    figures: list[Decimal | None]

    @property
    def unit(self) -> Unit:
        """The reporting unit."""
        return self.row.report.unit


@dataclass(frozen=True)
class Summary:
    """Everything that the summary prints, on whichever paper."""

    subject: SummarySubject
    page: NodePage
    ledger: Ledger
    lines: list[UnitLine]
    now: datetime

    @property
    def cards(self) -> list[Card]:
        """The figures of the node in the report's order."""
        return self.page.cards


def summary_subject(user: User, parameters: dict, now: datetime) -> SummarySubject:
    """The period and the node by their keys. Http404 for what is not in the user's sight.

    Without a node it is the highest that the person reads.
    """
    shown = chosen(user, {}, {"period": str(parameters["period"])}, now)
    return SummarySubject(shown, node_of(user, shown.campaign, parameters.get("unit")))


def summary_of(subject: SummarySubject, user: User, now: datetime) -> Summary:
    """The summary as far as ``user`` sees its units. Eight queries."""
    page = node_page(subject.shown, subject.unit, now)
    found = ledger(subject.shown.period, user, now, under=subject.unit)
    values = {
        key: (own if standing is None else standing, carried)
        for key, own, standing, carried in Report.objects.visible_to(user)
        .filter(period=subject.shown.period)
        .owed_under(subject.unit.path)
        .values_list("pk", "values", "standing", "carried")
    }
    lines = [_line(row, page.cards, *values.get(row.report.pk, ({}, {}))) for row in found.rows]
    return Summary(subject, page, found, lines, now)


def _line(row: Row, cards: list[Card], own: dict, carried: dict) -> UnitLine:
    """Flows count once the report is approved, stocks as last approved: as the sums have them."""
    state = state_of(row.report)
    flows = own if state == ReportState.APPROVED else {}
    stocks = carried if state != ReportState.EXEMPT else {}
    figures = []
    for card in cards:
        indicator = card.figure.indicator
        source = stocks if indicator.measure == Measure.STOCK else flows
        figures.append(number(source.get(indicator.code)))
    return UnitLine(row, state_word(row), _timeliness(row.report), figures)


def state_word(row: Row) -> str:
    """How a report stands, in the words of its tag."""
    if row.report.state == ReportState.MISSING:
        return _("Missing")
    if row.report.counts_as_zero and state_of(row.report) == ReportState.APPROVED:
        return _("Approved (zero report)")
    if state_of(row.report) == ReportState.APPROVED:
        return str(statuses.look("approved").word)
    return str(statuses.look(row.state).word)


def _timeliness(report: Report) -> str:
    return str(report.get_timeliness_display()) if report.timeliness else ""


def is_late(report: Report) -> bool:
    """Whether the first submission came after the due moment."""
    return report.timeliness == Timeliness.LATE
