"""A person's saved views of a campaign's tasks, with the addresses they stand for."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from campaigns.models import Campaign, SavedView

PARTS = "parts"


@dataclass(frozen=True)
class SavedRow:
    """A saved view and where it leads."""

    view: SavedView
    address: str


def saved_views(user: object, campaign: Campaign) -> list[SavedRow]:
    """One's own views of ``campaign`` by name. One query."""
    found = SavedView.objects.visible_to(user).filter(campaign=campaign)
    return [SavedRow(view, address_of(view)) for view in found]


def address_of(view: SavedView) -> str:
    """The page that a view opens: the ledger of parts, or one of the views of tasks."""
    params = QueryDict(view.query, mutable=True)
    name = "part-list" if params.get("view") == PARTS else "task-list"
    if name == "part-list":
        params.pop("view")
    query = params.urlencode()
    return reverse(f"campaigns:{name}", args=[view.campaign_id]) + (f"?{query}" if query else "")
