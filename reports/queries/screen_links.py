"""Links of big screens as their makers find them."""

from dataclasses import dataclass

from campaigns.models import Campaign
from orgs.audit_words import word
from orgs.models import AuditEntry, Unit, User
from reports.models import ScreenLink
from reports.queries.chosen import node_of

SHOWN_LINKS = 100
SHOWN_USES = 100


@dataclass(frozen=True)
class ScreenPage:
    """The node a new link would show, whether one may make it, and the links there are."""

    unit: Unit
    may_make: bool
    links: list[ScreenLink]


def screen_page(user: User, campaign: Campaign, node: str | None) -> ScreenPage:
    """The links of a campaign that ``user`` looks after. Http404 for a node out of sight."""
    unit = node_of(user, campaign, node)
    may_make = user.has_perm("reports.manage_screens", ScreenLink(campaign=campaign, unit=unit))
    rows = ScreenLink.objects.handled_by(user).filter(campaign=campaign)
    links = list(rows.select_related("unit", "made_by")[:SHOWN_LINKS])
    return ScreenPage(unit, may_make, links)


def uses_of(link: ScreenLink) -> list[tuple[AuditEntry, str]]:
    """Every use of a link with its word, latest first: made, opened, taken back."""
    rows = AuditEntry.objects.filter(object_type="reports.screenlink", object_id=str(link.pk))
    return [(entry, word(entry.action)) for entry in rows.order_by("-pk")[:SHOWN_USES]]
