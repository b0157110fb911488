"""The ledgers of tasks and of assignments as documents: what both have in common."""

from collections.abc import Mapping

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries.current import current_campaign, open_campaigns
from fraudwatch.lib import clock
from fraudwatch.lib.uploads import safe_name
from fraudwatch.lib.weeks import moment_label
from orgs.documents import LARGEST_KEY, TASKS, XLSX, Choice, Document
from orgs.models import User

LONGEST = 400
LONGEST_KEYS = 4000


class CampaignDocument(Document):
    """A document about a campaign, narrowed by the filters of an address.

    Its order carries ``campaign``, ``query`` (the filters as in the address) and ``keys``
    (ticked rows, commas between). What stands in it is what the person sees when it is made.
    """

    permission, kind = "campaigns.view_campaign", XLSX
    group, repeats = TASKS, True
    parameters = ("campaign",)

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The campaigns in sight, the one at work in first."""
        found = open_campaigns(user)
        if not found:
            return []
        options = [(str(campaign.pk), campaign.title) for campaign in found]
        current = current_campaign(user, session)
        return [Choice("campaign", _("Campaign"), options, str(current.pk))]

    def read(self, data: Mapping) -> dict:
        """The campaign, the filters and the ticked rows of an order."""
        found = super().read(data)
        if query := str(data.get("query") or ""):
            found["query"] = QueryDict(query[:LONGEST]).urlencode()
        if keys := str(data.get("keys") or ""):
            found["keys"] = keys
            _keys(keys)
        return found

    def subject(self, user: User, parameters: dict) -> Campaign:
        """The campaign. Http404 when it is out of sight."""
        found = Campaign.objects.visible_to(user).filter(pk=parameters["campaign"]).first()
        if found is None:
            raise Http404
        return found

    def title(self, subject: Campaign, parameters: dict) -> str:
        """What it is, and of which campaign."""
        return f"{self.label} · {subject.title}"

    def file_name(self, subject: Campaign) -> str:
        """``任务台账 全民反诈 2026-06-10.xlsx``."""
        return safe_name(f"{self.short} {subject.title} {clock.today():%Y-%m-%d}.xlsx")


def filters_of(parameters: dict) -> QueryDict:
    """The filters an order carries."""
    return QueryDict(parameters.get("query", ""))


def keys_of(parameters: dict) -> list[int]:
    """The ticked rows an order carries; empty for all that fit."""
    return _keys(parameters.get("keys", ""))


def _keys(text: str) -> list[int]:
    if len(text) > LONGEST_KEYS:
        raise ValueError("keys")
    found = [int(key) for key in text.split(",") if key]
    if any(not 0 < key <= LARGEST_KEY for key in found):
        raise ValueError("keys")
    return found


def as_of() -> str:
    """When the figures were read."""
    return _("as of %(moment)s") % {"moment": moment_label(clock.now())}
