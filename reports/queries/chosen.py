"""Which report, which period and which node a page shows: read from its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from campaigns.models import Campaign
from campaigns.queries.current import current_campaign
from fraudwatch.lib.access import find_visible
from orgs.enums import CONTENT_READERS
from orgs.models import Unit, User
from reports.models import Period, ReportTemplate

RECENT = 60  # periods offered to choose from


@dataclass(frozen=True)
class Chosen:
    """The template, its periods (latest first) and the one shown; both empty before the first."""

    campaign: Campaign | None
    template: ReportTemplate | None = None
    periods: tuple[Period, ...] = ()
    period: Period | None = None

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
    """What the address asks for; without a period the newest of the current campaign.

    ``settled`` prefers the newest whose due moment has passed, so that a figure is not
    read before the units had to report it. Http404 for what is not in sight.
    """
    asked = params.get("period")
    if asked:
        rows = _siblings(user, asked)
        period = next((row for row in rows if str(row.pk) == str(asked)), None)
        if period is None:  # older than what is offered
            period = find_visible(Period, user, pk=asked)
            period.template = rows[0].template
            rows.append(period)
        return Chosen(period.template.campaign, period.template, tuple(rows), period)
    if params.get("template"):
        rows = _of_template(user, params["template"])
        campaign = rows[0].template.campaign
    else:
        campaign = current_campaign(user, session)
        if campaign is None:
            return Chosen(None)
        rows = _listed(Period.objects.filter(template__campaign=campaign, template__is_active=True))
        if not rows:
            return Chosen(campaign)
    rows = [row for row in rows if row.template_id == rows[0].template_id]
    over = (row for row in rows if row.due_at <= now)
    period = next(over, rows[0]) if settled else rows[0]
    return Chosen(rows[0].template.campaign, rows[0].template, tuple(rows), period)


def _siblings(user: User, asked: str) -> list[Period]:
    """All periods of the template that the asked one belongs to; Http404 if not in sight."""
    try:
        rows = _listed(Period.objects.visible_to(user).filter(template__periods=asked))
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    if not rows:
        raise Http404
    return rows


def _of_template(user: User, asked: str) -> list[Period]:
    """The periods of the asked template; Http404 for one out of sight or without any."""
    try:
        rows = _listed(Period.objects.visible_to(user).filter(template=asked))
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    if not rows:
        raise Http404
    return rows


def reports_of(user: User, campaign: Campaign) -> list[ReportTemplate]:
    """The reports of a campaign that have periods, to choose from; one query."""
    rows = ReportTemplate.objects.visible_to(user).filter(campaign=campaign)
    return list(rows.filter(Exists(Period.objects.filter(template=OuterRef("pk")))))


def _listed(periods: QuerySet) -> list[Period]:
    found = periods.order_by("template_id", "-starts_on")
    return list(found.select_related("template__campaign__owner")[:RECENT])


ABOVE = "parent__parent__parent__parent__parent"  # the way up, read with the node itself


def node_of(user: User, campaign: Campaign, asked: str | None) -> Unit:
    """The node a page is about, with the units above it: the asked one, else the highest
    that the person reads. One query.

    Http404 for a node outside the person's sight; the names of units above it may be
    known, their figures are not.
    """
    try:
        rows = Unit.objects.visible_to(user).select_related(ABOVE)
        node = rows.get(pk=asked or _top_key(user, campaign))
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
