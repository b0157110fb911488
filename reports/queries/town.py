"""The township's collecting page: its units in a period, figures side by side, what is there."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from fraudwatch.lib.paths import under as below
from orgs.enums import Role
from orgs.models import Unit, User
from reports.enums import COUNTED, WAITING_FOR_UNIT, ReportState
from reports.figures import number, sum_values
from reports.models import Period, Report
from reports.queries.chosen import Chosen
from reports.queries.content import items_of, wording
from reports.queries.ledger import shown_state, tags
from reports.risk import WORTH_ASKING, risk_words
from reports.stages import Stage

COLUMNS = 5


@dataclass(frozen=True)
class Column:
    """A figure across the units: ``total`` is the sum of what is there, ``given`` how many."""

    code: str
    label: str
    unit: str
    kind: str
    total: Decimal | None = None
    before: Decimal | None = None
    given: int = 0


@dataclass(frozen=True)
class Cell:
    """A unit's figure now and in the period before."""

    label: str
    kind: str
    now: Decimal | None
    before: Decimal | None


@dataclass(frozen=True)
class Line:
    """A unit in the period; ``reasons`` say why its report asks for a closer look."""

    report: Report
    state: str
    cells: list[Cell]
    reasons: list[str]
    waits_here: bool

    @property
    def is_owed(self) -> bool:
        """Whether somebody can still fill in for the unit."""
        return self.report.state in WAITING_FOR_UNIT


@dataclass
class TownPage:
    """Everything the page prints."""

    town: Unit
    nodes: list[Unit]
    by_town: bool
    columns: list[Column] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    own: Report | None = None
    checked: int = 0
    more_columns: int = 0

    @property
    def owed(self) -> int:
        """How many units owe the report."""
        return self.counts["owed"]

    @property
    def reported(self) -> int:
        """How many handed it in and were not sent back."""
        return self.counts["reported"]

    @property
    def still_owing(self) -> int:
        """How many reports wait for their unit."""
        return sum(line.is_owed for line in self.lines)

    @property
    def waiting(self) -> list[Line]:
        """The reports at the township's desk."""
        return [line for line in self.lines if line.waits_here]

    @property
    def unremarkable(self) -> int:
        """How many of them nothing is to be said about."""
        return sum(not line.reasons for line in self.waiting)


def nodes_of(user: User, period: Period) -> list[Unit]:
    """The units right above those that owe, as far as ``user`` fills in or looks after them."""
    owing = fillable(user).filter(period=period)
    above = owing.order_by().values("unit__parent_id")
    return list(Unit.objects.visible_to(user).filter(pk__in=above).order_by("path"))


def fills_for_others(user: User) -> bool:
    """Whether ``user`` as a reporter fills in for units below its own."""
    return Report.objects.filled_from_above(user).exists()


def fillable(user: User) -> QuerySet[Report]:
    """The reports of units that ``user`` looks after, or fills in for from above."""
    return Report.objects.handled_by(user) | Report.objects.filled_from_above(user)


def town_page(
    user: User, shown: Chosen, asked: str | None, now: datetime, *, whole: bool = False
) -> TownPage | None:
    """The collecting page of the node ``asked`` (else one's own, else the first); None when
    there is no unit to collect from. ``whole`` shows all figures."""
    nodes = nodes_of(user, shown.period)
    town = _chosen_node(user, nodes, asked)
    if town is None:
        return None
    items = items_of(shown.period.template_version)
    kept = items if whole else items[:COLUMNS]
    page = TownPage(town, nodes, shown.template.review_by_town)
    page.more_columns = len(items) - len(kept)
    reports = list(_reports(user, shown.period, town))
    before = _before(shown, reports)
    for report in reports:
        state = shown_state(report, now)
        page.counts.update(tags(report, state))
        page.lines.append(_line(report, state, kept, before.get(report.unit_id, {})))
    page.columns = _columns(kept, reports, before)
    page.own = own_report(user, shown.period, town)
    page.checked = sum(is_checked(report, by_town=page.by_town) for report in reports)
    return page


def _chosen_node(user: User, nodes: list[Unit], asked: str | None) -> Unit | None:
    if asked:
        return next((node for node in nodes if str(node.pk) == asked), None)
    held = {row.unit_id for row in user.holdings if row.role in (Role.COORDINATOR, Role.REPORTER)}
    return next((node for node in nodes if node.pk in held), nodes[0] if nodes else None)


def _reports(user: User, period: Period, town: Unit) -> QuerySet[Report]:
    rows = fillable(user).filter(period=period, unit__parent=town)
    return rows.select_related("unit", "submitted_by", "period__template").order_by("path")


def _before(shown: Chosen, reports: list[Report]) -> dict[int, dict]:
    """The figures of the period before, by unit."""
    if shown.earlier is None:
        return {}
    rows = Report.objects.filter(
        period=shown.earlier, unit_id__in=[report.unit_id for report in reports], state__in=COUNTED
    )
    return dict(rows.values_list("unit_id", "values"))


def _line(report: Report, state: str, items: list, before: dict) -> Line:
    has_figures = report.state in COUNTED or report.state == ReportState.RETURNED
    values = report.values if has_figures else {}
    cells = [
        Cell(_label(item), item.indicator.kind, number(values.get(code)), number(before.get(code)))
        for item in items
        for code in [item.indicator.code]
    ]
    waits = report.state == ReportState.SUBMITTED and report.stage == Stage.TOWN
    asks = report.risk >= WORTH_ASKING
    reasons = [risk_words(code, count) for code, count in report.risks] if asks else []
    return Line(report, state, cells, reasons, waits)


def _label(item: object) -> str:
    return wording(item.indicator.name, item.indicator.name_en)


def _columns(items: list, reports: list[Report], before: dict[int, dict]) -> list[Column]:
    sums, given = sum_values(report.values for report in reports if report.state in COUNTED)
    last, _given = sum_values(before.values())
    return [
        Column(
            code=one.code,
            label=_label(item),
            unit=wording(one.unit_of_measure, one.unit_of_measure_en),
            kind=one.kind,
            total=number(sums.get(one.code)),
            before=number(last.get(one.code)),
            given=given.get(one.code, 0),
        )
        for item in items
        for one in [item.indicator]
    ]


def own_report(user: User, period: Period, town: Unit) -> Report | None:
    """The town's own report over the same days by another template, while it waits for it."""
    rows = Report.objects.visible_to(user).filter(
        unit=town,
        state__in=WAITING_FOR_UNIT,
        period__template__campaign=period.template.campaign_id,
        period__starts_on__lte=period.ends_on,
        period__ends_on__gte=period.starts_on,
    )
    rows = rows.exclude(period=period).select_related(
        "unit", "draft", "period__template_version", "period__template__campaign"
    )
    return rows.order_by("-period__starts_on", "pk").first()


def is_checked(report: Report, *, by_town: bool) -> bool:
    """Whether a report's figures may go up: approved, or forwarded where towns check first."""
    if report.state == ReportState.APPROVED:
        return True
    return by_town and report.state == ReportState.SUBMITTED and report.stage == Stage.OFFICE


def checked_reports(period: Period, town: Unit) -> list[Report]:
    """The reports owed by the units right below, each with ``is_checked``; exempt ones are out."""
    rows = Report.objects.filter(period=period, unit__parent=town)
    rows = rows.exclude(state=ReportState.EXEMPT).select_related("unit").order_by("path")
    found = list(rows)
    for report in found:
        report.is_checked = is_checked(report, by_town=period.template.review_by_town)
    return found


def to_forward(period: Period, town: Unit, user: User) -> QuerySet[Report]:
    """What lies at the township's desk, of units that ``user`` looks after."""
    rows = Report.objects.handled_by(user).filter(
        period=period, state=ReportState.SUBMITTED, stage=Stage.TOWN
    )
    rows = rows.filter(below(town.path, "unit__path")).select_related("unit")
    return rows.order_by("pk")
