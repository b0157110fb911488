"""What this app puts into the navigation, and the numbers beside it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib.navigation import NavItem
from orgs.enums import Role
from reports.queries.report_pages import owed_by
from reports.queries.review_queue import waiting_for


def owed(user: object) -> tuple[QuerySet, ...]:
    """Reports that wait for one's own units."""
    return (owed_by(user),)


def to_review(user: object) -> tuple[QuerySet, ...]:
    """Reports that wait for one's decision."""
    return (waiting_for(user),)


REPORTERS = frozenset({Role.REPORTER})
OWN = tuple(f"reports:report-{word}" for word in ("list", "detail", "edit", "receipt", "submit"))
REVIEW = ("reports:report-review", "reports:report-bulk-approve")

REPORT_ITEMS = (
    NavItem("reports:home", _("Home"), "home", group="unit", order=10, roles=REPORTERS,
            short=_("Home")),
    NavItem("reports:report-list", _("Weekly reports"), "edit", group="unit", order=20,
            roles=REPORTERS, active_prefixes=OWN, count=owed, short=_("Fill in")),
    NavItem("reports:report-review", _("Review"), "clipboard-check", group="campaign", order=40,
            roles=frozenset({Role.COORDINATOR}), active_prefixes=REVIEW, count=to_review),
)  # fmt: skip
