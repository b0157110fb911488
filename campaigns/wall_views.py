"""The wall charts of a campaign (registry): tabs on the page, choices of the paper.

Upper apps add theirs in ``apps.ready``, so that nothing here points up.
"""

from abc import ABC, abstractmethod
from datetime import datetime

from django.http import QueryDict
from django.utils.functional import Promise

from .walls import Wall


class WallView(ABC):
    """One chart: ``number`` is its place among the tabs and its key in an order for paper."""

    name: str
    number: int
    label: str | Promise
    permission: str

    @abstractmethod
    def url(self, campaign: object) -> str:
        """The page that shows it."""

    @abstractmethod
    def wall(self, user: object, campaign: object, params: QueryDict, now: datetime) -> Wall | None:
        """The chart as far as ``user`` sees it, ``None`` where there is nothing to draw yet."""


_views: dict[str, WallView] = {}


def register(*views: WallView) -> None:
    """Add charts under their names."""
    _views.update({view.name: view for view in views})


def views_for(user: object, campaign: object) -> list[WallView]:
    """The charts that ``user`` may open, in their order."""
    found = sorted(_views.values(), key=lambda view: view.number)
    return [view for view in found if user.has_perm(view.permission, campaign)]


def view_of(user: object, campaign: object, number: int) -> WallView | None:
    """The chart of that number, if ``user`` may open it."""
    return next((view for view in views_for(user, campaign) if view.number == number), None)
