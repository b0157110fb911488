"""The tabs beside the plan's text that other pages fill."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign

TABS = (
    ("comments", _("Comments"), "campaigns:comment-list"),
    ("versions", _("Versions"), "campaigns:version-strip"),
    ("receipts", _("Receipts"), "campaigns:receipt-strip"),
    ("checks", _("Checks"), "campaigns:plan-flaws"),
)


@dataclass(frozen=True)
class Tab:
    """A tab whose content is a fragment fetched when it is opened."""

    key: str
    label: str
    url: str


def pane_tabs(campaign: Campaign) -> list[Tab]:
    """The tabs whose fragments exist."""
    found = []
    for key, label, name in TABS:
        try:
            found.append(Tab(key, label, reverse(name, args=[campaign.pk])))
        except NoReverseMatch:
            continue
    return found
