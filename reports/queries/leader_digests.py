"""What leaders are told on Mondays: the figures of their page, in a few lines."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_noop

from campaigns.lamps import Lamp
from campaigns.models import Assignment, Campaign
from fraudwatch.lib.paths import contains
from orgs.enums import Role
from orgs.models import Grant, Unit, User
from reports.models import Period
from reports.panels import headlines
from reports.queries.chosen import chosen
from reports.queries.dashboard import NodePage, node_page

MOST_NAMES = 5
COUNTS = gettext_noop(
    "Reports in: %(reported)s of %(owed)s, %(late)s of them late, %(missing)s missing"
)
FIGURE = gettext_noop("%(label)s: %(shown)s; so far %(cumulative)s")
RED = gettext_noop("Red lamps: %(n)s (%(units)s)")
OVERDUE = gettext_noop("Tasks overdue: %(n)s")
NO_FIGURES = gettext_noop("No figures have been approved yet.")


@dataclass(frozen=True)
class LeaderLetter:
    """What one leader is told of one unit: pairs of a message id and what goes into it."""

    person: User
    unit: Unit
    period: Period
    url: str
    lines: list[list] = field(default_factory=list)


def leaders_of(campaign: Campaign) -> list[tuple[User, Unit]]:
    """Who leads the campaign's unit, one above it or one below it, with the unit they look at."""
    grants = Grant.objects.in_force().filter(role=Role.LEADER, user__is_active=True)
    found: dict[tuple[int, int], tuple[User, Unit]] = {}
    for grant in grants.select_related("user", "unit").order_by("unit__path", "pk"):
        if grant.campaign_id not in (None, campaign.pk):
            continue
        if contains(campaign.owner.path, grant.unit.path):
            unit = grant.unit
        elif contains(grant.unit.path, campaign.owner.path):
            unit = campaign.owner
        else:
            continue
        found.setdefault((grant.user_id, unit.pk), (grant.user, unit))
    return list(found.values())


def letter_to(person: User, unit: Unit, campaign: Campaign, now: datetime) -> LeaderLetter | None:
    """The figures of the last period that was due; None without a period or without the right."""
    template = campaign.templates.filter(is_active=True).order_by("pk").first()
    if template is None or not person.has_perm("reports.view_dashboard"):
        return None
    try:
        shown = chosen(person, {}, {"template": str(template.pk)}, now, settled=True)
    except Http404:
        return None
    if shown.period is None:
        return None
    page = node_page(shown, unit, now)
    url = f"{reverse('reports:dashboard')}?period={shown.period.pk}&node={unit.pk}"
    return LeaderLetter(person, unit, shown.period, url, _lines(page, campaign, now))


def _lines(page: NodePage, campaign: Campaign, now: datetime) -> list[list]:
    lines: list[list] = []
    total = page.total
    if total:
        counts = ("reported", "owed", "late", "missing")
        lines.append([COUNTS, {name: getattr(total, name) for name in counts}])
    if page.has_figures:
        lines += [
            [FIGURE, {"label": str(card.label), "shown": _with_unit(card, card.shown),
                      "cumulative": _with_unit(card, card.cumulative)}]
            for card in headlines(page.cards)
        ]  # fmt: skip
    else:
        lines.append([NO_FIGURES, {}])
    red = [row.unit.name for row in page.children if row.lamp == Lamp.RED]
    if red:
        names = "、".join(red[:MOST_NAMES]) + ("…" if len(red) > MOST_NAMES else "")
        lines.append([RED, {"n": len(red), "units": names}])
    parts = Assignment.objects.overdue(now).filter(task__campaign=campaign)
    lines.append([OVERDUE, {"n": parts.under(page.unit).count()}])
    return lines


def _with_unit(card: object, shown: str) -> str:
    return f"{shown} {card.unit}".strip() if shown != "—" else shown
