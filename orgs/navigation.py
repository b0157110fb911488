"""What orgs puts into the navigation."""

from django.utils.translation import gettext_lazy as _

from fraudwatch.lib.navigation import NavItem

from .enums import CONTENT_READERS, Role

ITEMS = (
    NavItem(
        "orgs:unit-list", _("Units and liaisons"), "sitemap", group="global", order=20,
        permission="orgs.list_units",
        active_prefixes=("orgs:unit-", "orgs:person-", "orgs:liaison-", "orgs:group-",
                         "orgs:seat-", "orgs:roster-", "orgs:phone-"),
    ),
    NavItem("orgs:export-list", _("Exports"), "file-export", group="global", order=50,
            roles=CONTENT_READERS, active_prefixes=("orgs:export-",)),
    NavItem(
        "orgs:admin-home", _("System administration"), "settings", group="global", order=60,
        roles=frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR}),
        active_prefixes=("orgs:admin-", "orgs:user-", "orgs:grant-", "orgs:password-reset",
                         "orgs:audit-", "orgs:calendar", "orgs:channel-", "orgs:delivery-",
                         "health"),
    ),
    NavItem("orgs:profile", "", "user", group="unit", order=40, short=_("Me")),
)  # fmt: skip
