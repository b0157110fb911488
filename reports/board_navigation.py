"""What the boards put into the navigation."""

from django.utils.translation import gettext_lazy as _

from fraudwatch.lib.navigation import NavItem
from orgs.enums import CONTENT_READERS, Role

COORDINATORS = frozenset({Role.COORDINATOR})

BOARD_ITEMS = (
    NavItem("reports:workbench", _("Workbench"), "layout-dashboard", group="home", order=10,
            roles=COORDINATORS, active_prefixes=("reports:home",)),
    NavItem("reports:ledger", _("Ledger"), "list-details", group="campaign", order=45,
            roles=CONTENT_READERS, active_prefixes=("reports:ledger",)),
    NavItem("reports:dashboard", _("Dashboard"), "chart-histogram", group="campaign", order=80,
            roles=CONTENT_READERS, active_prefixes=("reports:dashboard",)),
    NavItem("reports:analysis", _("Analysis"), "report-analytics", group="campaign", order=82,
            roles=CONTENT_READERS, active_prefixes=("reports:analysis", "reports:figure")),
    NavItem("reports:template-list", _("Report templates"), "calendar-event", group="campaign",
            order=90, roles=CONTENT_READERS, active_prefixes=("reports:template-",)),
)  # fmt: skip
