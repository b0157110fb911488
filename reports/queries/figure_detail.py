"""Of which reports a figure is made: nodes below, single units, who is missing and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404, QueryDict

from campaigns.enums import Measure
from fraudwatch.lib.pages import Page, numbered_page
from fraudwatch.lib.paths import STEP, under
from orgs.models import Unit, User
from reports.enums import ReportState
from reports.figures import Value, number, split_key
from reports.grid import counted, period_value
from reports.models import Report, TemplateItem, Total
from reports.panels import shown_value
from reports.queries.chosen import Chosen, Crumb, crumbs, node_of
from reports.queries.node_rows import asked_items


@dataclass(frozen=True)
class Source:
    """One line of what a figure is made of: a node with its share, or a single unit's report."""

    unit: Unit
    kind: str
    raw: Value | None
    given: int
    owed: int
    report: Report | None = None
    is_carried: bool = False

    @property
    def value(self) -> Decimal | None:
        """The figure as one number."""
        return number(self.raw)

    @property
    def shown(self) -> str:
        """The figure for reading."""
        return shown_value(self.kind, self.value)

    @property
    def pair(self) -> tuple[str, str] | None:
        """Numerator and denominator of a rate."""
        return (self.raw["n"], self.raw["d"]) if isinstance(self.raw, dict) else None

    @property
    def is_missing(self) -> bool:
        """Whether a single unit gave nothing."""
        return self.report is not None and self.raw is None


@dataclass
class FigureDetail:
    """A figure of a node in a period and the lines it is made of."""

    shown: Chosen
    unit: Unit
    item: TemplateItem
    key: str
    label: str
    whole: Source
    rows: list[Source] = field(default_factory=list)
    page: Page | None = None
    crumbs: list[Crumb] = field(default_factory=list)

    @property
    def missing(self) -> list[Source]:
        """The single units among the lines that gave nothing."""
        return [row for row in self.rows if row.is_missing]


def figure_detail(user: User, shown: Chosen, params: QueryDict) -> FigureDetail:
    """What the figure that the address names is made of, one level down or down to all reports.

    Http404 for a figure that the period does not ask for.
    """
    unit = node_of(user, shown.campaign, params.get("node"))
    key = params.get("code", "")
    item, label = _asked(shown, unit, key)
    is_stock = item.indicator.measure == Measure.STOCK
    reports = _reports(user, shown, unit)
    if params.get("all"):
        page = numbered_page(reports, params)
        rows = [_single(row, key, item, is_stock) for row in page.rows]
        total = Total.objects.filter(period=shown.period, unit=unit).first()
    else:
        page, (total, rows) = None, _level(reports, shown, unit, key, item)
    whole = _node(unit, total, key, item, is_stock) if total else rows[0] if rows else None
    if whole is None:
        raise Http404
    return FigureDetail(
        shown=shown,
        unit=unit,
        item=item,
        key=key,
        label=label,
        whole=whole,
        rows=rows,
        page=page,
        crumbs=crumbs(user, shown.campaign, unit),
    )


def _asked(shown: Chosen, unit: Unit, key: str) -> tuple[TemplateItem, str]:
    code, option = split_key(key)
    for item in asked_items(shown, shown.period, unit):
        if item.indicator.code != code:
            continue
        names = {one.key: one.shown_name for one in item.indicator.options}
        if not option:
            return item, item.indicator.shown_name
        if option in names:
            return item, f"{item.indicator.shown_name} · {names[option]}"
    raise Http404


def _reports(user: User, shown: Chosen, unit: Unit) -> QuerySet[Report]:
    """The rows that the node's figures are made of, as far as the person reads them."""
    rows = Report.objects.visible_to(user).filter(period=shown.period)
    return (
        rows.owed_under(unit.path)
        .select_related("unit", "submitted_by", "decided_by")
        .defer("texts", "reasons")
        .order_by("path")
    )


def _level(
    reports: QuerySet[Report], shown: Chosen, unit: Unit, key: str, item: TemplateItem
) -> tuple[Total | None, list[Source]]:
    """The node's total, and the lines directly below it in the units' official order."""
    is_stock = item.indicator.measure == Measure.STOCK
    sizes = [len(unit.path), len(unit.path) + STEP]
    totals = (
        Total.objects.filter(under(unit.path), period=shown.period)
        .annotate(length=Length("path"))
        .filter(length__in=sizes)
        .select_related("unit")
    )
    nodes = {row.path: row for row in totals}
    near = reports.annotate(length=Length("path")).filter(length__in=sizes)
    rows = [_single(row, key, item, is_stock) for row in near if _is_line(row, nodes, unit)]
    rows += [
        _node(total.unit, total, key, item, is_stock)
        for path, total in nodes.items()
        if path != unit.path
    ]
    rows.sort(key=lambda row: (row.unit.depth, row.unit.position, row.unit.code))
    return nodes.get(unit.path), rows


def _is_line(report: Report, nodes: Mapping[str, Total], unit: Unit) -> bool:
    """The node's own report, and units below that are no nodes themselves."""
    return report.path == unit.path or report.path not in nodes


def _node(unit: Unit, total: Total, key: str, item: TemplateItem, is_stock: bool) -> Source:
    given, owed = counted([total], key, is_stock)
    raw = period_value(total, key, is_stock)
    return Source(unit, item.indicator.kind, raw, given, owed)


def _single(report: Report, key: str, item: TemplateItem, is_stock: bool) -> Source:
    is_exempt = report.state == ReportState.EXEMPT
    own = report.counted_values
    source = ({} if is_exempt else report.carried) if is_stock else own
    raw = source.get(key)
    return Source(
        unit=report.unit,
        kind=item.indicator.kind,
        raw=raw,
        given=int(raw is not None),
        owed=int(not is_exempt),
        report=report,
        is_carried=is_stock and raw is not None and key not in own,
    )
