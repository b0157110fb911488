"""What this app puts into the navigation, and the numbers beside it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.queries.assignments import waiting_for_unit
from campaigns.queries.requests import waiting_for_office
from fraudwatch.lib import clock
from fraudwatch.lib.navigation import NavItem
from orgs.enums import CONTENT_READERS, Role


def to_answer(user: object) -> tuple[QuerySet, ...]:
    """What units ask of the office: completion, more time, answers."""
    if Role.COORDINATOR not in user.roles:
        return ()
    return waiting_for_office(user)


def own_waiting(user: object) -> tuple[QuerySet, ...]:
    """Tasks of one's own unit that want something now."""
    return (waiting_for_unit(user, clock.now()),)


PLAN = tuple(f"campaigns:{word}-" for word in ("plan", "section", "version", "receipt", "comment"))
TASKS = ("campaigns:task-", "campaigns:part-", "campaigns:view-", "reports:wall-")
OWN = ("campaigns:assignment-",)
REQUESTS = ("campaigns:request-", "campaigns:extension-", "campaigns:question-")
CAMPAIGNS = tuple(
    f"campaigns:{word}-" for word in ("campaign", "member", "phase", "target", "duty")
)
REPORTERS = frozenset({Role.REPORTER})

ITEMS = (
    NavItem(
        "campaigns:plan-detail", _("Campaign plan"), "file-text", group="campaign", order=20,
        roles=CONTENT_READERS, in_campaign=True, active_prefixes=PLAN,
    ),
    NavItem(
        "campaigns:task-list", _("Tasks and wall-chart"), "layout-kanban", group="campaign",
        order=30, roles=CONTENT_READERS, in_campaign=True, active_prefixes=TASKS,
    ),
    NavItem(
        "campaigns:request-list", _("To answer"), "inbox", group="campaign", order=32,
        roles=frozenset({Role.COORDINATOR}), active_prefixes=REQUESTS, count=to_answer,
    ),
    NavItem(
        "campaigns:campaign-list", _("Campaigns"), "flag", group="global", order=10,
        roles=CONTENT_READERS, active_prefixes=CAMPAIGNS,
    ),
    NavItem(
        "campaigns:reminder-list", _("Reminders"), "bell-ringing", group="global", order=40,
        roles=frozenset({Role.COORDINATOR}), active_prefixes=("campaigns:reminder-",),
    ),
    NavItem(
        "campaigns:indicator-list", _("Indicators"), "list-numbers", group="global", order=50,
        roles=CONTENT_READERS, active_prefixes=("campaigns:indicator-",),
    ),
    NavItem(
        "campaigns:assignment-list", _("My tasks"), "checklist", group="unit", order=30,
        roles=REPORTERS, active_prefixes=OWN, count=own_waiting, hot=True,
        short=_("Tasks"),
    ),
    NavItem(
        "campaigns:plan-detail", _("Plan"), "file-text", group="unit", order=50,
        roles=REPORTERS, in_campaign=True, active_prefixes=PLAN,
    ),
)  # fmt: skip
