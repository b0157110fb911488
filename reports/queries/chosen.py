"""Which report, which period and which node a page shows: read from its address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Expression, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404

from campaigns.models import Campaign
from campaigns.queries.current import current_campaign
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.prepared import read_again
from orgs.enums import CONTENT_READERS
from orgs.models import Unit, User
from reports.models import Period, ReportTemplate

RECENT = 60  # periods offered to choose from


@dataclass(frozen=True)
class Chosen:
    """The template, its periods (latest first) and the one shown; all empty before the first.

    ``reports`` are all reports of the campaign that have periods, to choose from.
    """

    campaign: Campaign | None
    template: ReportTemplate | None = None
    periods: tuple[Period, ...] = ()
    period: Period | None = None
    reports: tuple[ReportTemplate, ...] = ()

    @property
    def earlier(self) -> Period | None:
        """The period before the one shown."""
        return self._beside(1)

    @property
    def later(self) -> Period | None:
        """The period after the one shown."""
        return self._beside(-1)

    def _beside(self, step: int) -> Period | None:
        if self.period is None:
            return None
        place = self.periods.index(self.period) + step
        return self.periods[place] if 0 <= place < len(self.periods) else None

    @property
    def choices(self) -> list[tuple[int, str]]:
        """Keys and labels of the periods."""
        return [(period.pk, period.label) for period in self.periods]

    @property
    def label(self) -> str:
        """The period shown, in words and with its days."""
        return self.period.label if self.period else ""


def chosen(
    user: User, session: Mapping, params: Mapping, now: datetime, *, settled: bool = False
) -> Chosen:
    """What the address asks for; without a period the newest, without a report the first in use.

    ``settled`` prefers the newest whose due moment has passed, so that a figure is not
    read before the units had to report it. A period that is not one of the report asked
    for gives way to the report. Http404 for what is not in sight.
    """
    asked, campaign = params.get("period"), None
    if params.get("template"):
        by, key = "template", _key(params["template"])
    elif asked:
        by, key = "period", _key(asked)
    else:
        campaign = current_campaign(user, session)
        if campaign is None:
            return Chosen(None)
        by, key = "campaign", campaign.pk
    newest = read_again(
        ("periods", by, user.sight), lambda key: _listed(user, WANTED[by](key)), key=key
    )
    rows = [row for row in newest if row.is_wanted]
    if not rows:
        if campaign is None:
            raise Http404
        return Chosen(campaign)
    period = _period(user, rows, asked, now if settled else None)
    template = rows[0].template
    return Chosen(template.campaign, template, tuple(rows), period, _reports(newest))


def _key(asked: str) -> int:
    """A key from the address; Http404 for anything else."""
    if found := posted_whole(asked):
        return found
    raise Http404


def _period(user: User, rows: list[Period], asked: str | None, due_by: datetime | None) -> Period:
    """The asked one of the rows, put among them when it is older than what is offered."""
    found = next((row for row in rows if str(row.pk) == str(asked)), None)
    if found is None and asked and len(rows) >= RECENT:
        older = Period.objects.visible_to(user).filter(template=rows[0].template)
        found = older.filter(pk=_key(asked)).first()
        if found is not None:
            found.template = rows[0].template
            rows.append(found)
    if found is not None:
        return found
    over = (row for row in rows if due_by and row.due_at <= due_by)
    return next(over, rows[0])


def _first_of(campaign: int) -> QuerySet:
    """The report of a campaign that has periods; one in use before others."""
    rows = ReportTemplate.objects.filter(campaign=campaign)
    begun = rows.filter(Exists(Period.objects.filter(template=OuterRef("pk"))))
    return begun.order_by("-is_active", "pk")[:1]


# which report an address means, by the key of what it names
WANTED: dict[str, Callable[[int], QuerySet]] = {
    "template": lambda key: ReportTemplate.objects.filter(pk=key),
    "period": lambda key: ReportTemplate.objects.filter(periods=key),
    "campaign": _first_of,
}


def _listed(user: User, wanted: QuerySet) -> QuerySet[Period]:
    """The periods of the wanted report, and the newest one of each report beside it."""
    place = Window(RowNumber(), partition_by=F("template_id"), order_by=F("starts_on").desc())
    rows = Period.objects.visible_to(user).filter(
        template__campaign__in=wanted.values("campaign_id")
    )
    rows = rows.annotate(place=place, is_wanted=Q(template__in=wanted.values("pk")))
    found = rows.filter(Q(place=1) | Q(place__lte=RECENT, is_wanted=True))
    found = found.select_related("template__campaign__owner")
    return found.order_by("template_id", "-starts_on")


def _reports(newest: list[Period]) -> tuple[ReportTemplate, ...]:
    """Those in use first, each once."""
    found = {row.template_id: row.template for row in newest}.values()
    return tuple(sorted(found, key=lambda one: (not one.is_active, one.pk)))


ABOVE = "parent__parent__parent__parent__parent"  # the way up, read with the node itself


def node_of(user: User, campaign: Campaign, asked: str | None, **beside: Expression) -> Unit:
    """The node a page is about, with the units above it: the asked one, else the highest
    that the person reads. One query, the columns of ``beside`` in it.

    Http404 for a node outside the person's sight; the names of units above it may be
    known, their figures are not.
    """
    try:
        rows = Unit.objects.visible_to(user).select_related(ABOVE)
        node = rows.annotate(**beside).get(pk=asked or _top_key(user, campaign))
    except (Unit.DoesNotExist, ValueError, OverflowError) as missing:
        raise Http404 from missing
    if not reads(user, campaign, node):
        raise Http404
    return node


def _top_key(user: User, campaign: Campaign) -> int | None:
    if reads(user, campaign, campaign.owner):
        return campaign.owner_id
    held = [row for row in user.holdings if row.role in CONTENT_READERS]
    return min(held, key=lambda row: row.path).unit_id if held else None


def reads(user: User, campaign: Campaign, node: Unit) -> bool:
    """Whether the person reads the figures of the node's subtree in this campaign."""
    if user.is_superuser:
        return True
    return user.reaches(CONTENT_READERS, node.path, campaign.owner.path, campaign_id=campaign.pk)


@dataclass(frozen=True)
class Crumb:
    """A step from the top to the node shown; a link only where the figures may be read."""

    unit: Unit
    is_open: bool


def crumbs(user: User, campaign: Campaign, node: Unit) -> list[Crumb]:
    """The units above the node, from the top, and the node itself."""
    found, above = [Crumb(node, False)], node.parent
    while above is not None:
        found.append(Crumb(above, reads(user, campaign, above)))
        above = above.parent
    return found[::-1]
