"""What the charts of reports have in common: the report, the filters, the units they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.walls import Wall
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.paths import under
from orgs.enums import UnitKind
from orgs.models import Unit, User
from orgs.models.scope import scope_q
from reports.models import Period, Report, ReportTemplate, Total
from reports.queries.chosen import Chosen, chosen
from reports.queries.ledger_page import nodes_above

SPANS = (13, 26, 52)
MOST_UNITS = 400  # more than these are shown town by town


@dataclass(frozen=True)
class WallFilters:
    """What the address asks for; what makes no sense there counts as not asked."""

    unit: Unit | None = None
    kind: str = ""
    is_red: bool = False
    span: int = SPANS[1]

    def __bool__(self) -> bool:
        return bool(self.unit or self.kind or self.is_red)

    @classmethod
    def read(cls, user: User, params: Mapping) -> "WallFilters":
        """Read them; Http404 for a unit out of sight."""
        unit, span, kind = params.get("unit"), params.get("span", ""), params.get("kind", "")
        found = None
        if unit:
            seen = Unit.objects.visible_to(user).select_related("parent")
            found = seen.filter(pk=posted_whole(unit)).first()
            if found is None:
                raise Http404
        return cls(
            unit=found,
            kind=kind if kind in UnitKind.values else "",
            is_red=params.get("red") == "1",
            span=int(span) if span in map(str, SPANS) else SPANS[1],
        )


@dataclass
class WallPage:
    """A chart of reports with what stands around it; ``wall`` is None before the first period.

    ``units`` owe the period shown; ``by_town`` says that they are too many to be drawn one by
    one. ``kinds`` and ``nodes`` are what the chart can be narrowed to.
    """

    campaign: Campaign
    shown: Chosen
    filters: WallFilters
    now: datetime
    wall: Wall | None = None
    units: int = 0
    by_town: bool = False
    kinds: list[tuple[str, str]] = field(default_factory=list)
    nodes: list[Unit] = field(default_factory=list)

    @property
    def period(self) -> Period:
        """The last period shown."""
        return self.shown.period

    @property
    def about(self) -> str:
        """Which report, up to when, and to what it is narrowed: for paper."""
        filters = self.filters
        kinds = dict(self.kinds)
        parts = [self.shown.template.name, self.shown.label]
        parts += [filters.unit.name] if filters.unit else []
        parts += [kinds.get(filters.kind, "")] if filters.kind else []
        return " · ".join([*parts, *([_("only red")] if filters.is_red else [])])

    @property
    def spans(self) -> tuple[int, ...]:
        """How many periods can be shown."""
        return SPANS

    @property
    def is_unlisted(self) -> bool:
        """Whether the unit asked for is not among those to choose from."""
        return self.filters.unit is not None and self.filters.unit not in self.nodes

    @property
    def top(self) -> Unit:
        """The unit whose subtree is drawn."""
        return self.filters.unit or self.campaign.owner


def wall_page(
    user: User, campaign: Campaign, params: Mapping, now: datetime, *, settled: bool = False
) -> WallPage:
    """The page without its chart. Five queries, six where a unit is asked for."""
    shown = _shown(user, campaign, params, now, settled)
    page = WallPage(campaign, shown, WallFilters.read(user, params), now)
    if shown.period is None:
        return page
    rows = reports_in(user, page, [shown.period], with_kind=False).order_by()
    kinds = dict(rows.values_list("unit__kind").annotate(n=Count("pk")))
    words = dict(UnitKind.choices)
    page.kinds = [(kind, capfirst(str(words[kind]))) for kind in words if kind in kinds]
    page.units = kinds.get(page.filters.kind, 0) if page.filters.kind else sum(kinds.values())
    page.by_town = page.units > MOST_UNITS
    if page.by_town:  # towns speak for all their units, of whatever kind
        page.units, page.filters = sum(kinds.values()), replace(page.filters, kind="")
    page.nodes = nodes_above(user, shown.period)
    return page


def _shown(user: User, campaign: Campaign, params: Mapping, now: datetime, settled: bool) -> Chosen:
    """The report and the period that the address asks for, else the first report in use."""
    asked = {name: params[name] for name in ("template", "period") if params.get(name)}
    if not asked:
        rows = ReportTemplate.objects.visible_to(user).filter(campaign=campaign)
        first = rows.filter(periods__isnull=False).order_by("-is_active", "pk")
        key = first.values_list("pk", flat=True).first()
        if key is None:
            return Chosen(campaign)
        asked = {"template": str(key)}
    shown = chosen(user, {}, asked, now, settled=settled)
    if shown.campaign != campaign:
        raise Http404
    return shown


def reports_in(
    user: User, page: WallPage, periods: list[Period], *, with_kind: bool = True
) -> QuerySet[Report]:
    """The reports of these periods that the filters ask for."""
    rows = Report.objects.visible_to(user).filter(period__in=[one.pk for one in periods])
    if page.filters.unit is not None:
        rows = rows.owed_under(page.filters.unit.path)
    if with_kind and page.filters.kind:
        rows = rows.filter(unit__kind=page.filters.kind)
    return rows


def beside_towns(page: WallPage, rows: QuerySet[Report]) -> QuerySet[Report]:
    """The reports of the units right below the top, which no town speaks for. One query.

    Their keys are read first: few units among very many are found by their own index.
    """
    below = Unit.objects.filter(parent=page.top).values_list("pk", flat=True)
    return rows.filter(unit__in=list(below))


def totals_in(user: User, page: WallPage, periods: list[Period]) -> QuerySet[Total]:
    """The totals of the towns below the node shown: the units right above those that report."""
    owing = reports_in(user, page, [page.period]).order_by().values("unit__parent")
    rows = Total.objects.filter(period__in=[one.pk for one in periods], unit__in=owing)
    rows = rows.filter(under(page.top.path)).exclude(unit=page.top)
    if user.is_superuser:
        return rows
    sight = scope_q(
        user,
        unit_path="path",
        owner_path="period__template__campaign__owner__path",
        campaign_id="period__template__campaign_id",
    )
    return rows.none() if sight is None else rows.filter(sight)


def units_by_key(keys: object) -> list[Unit]:
    """The units with those above them, two levels. One query."""
    rows = Unit.objects.filter(pk__in=keys).select_related("parent__parent")
    fields = ("name", "kind", "path", "position", "code")
    ways = ("", "parent__", "parent__parent__")
    links = ("parent", "parent__parent", "parent__parent__parent")
    return list(rows.only(*links, *(way + name for way in ways for name in fields)))
