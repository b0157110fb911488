"""The charts of reports among the wall charts: by period and by gauge."""

from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from campaigns.wall_views import WallView
from campaigns.walls import Wall
from orgs.models import User

from .gauge_wall import gauge_wall
from .wall_page import WallPage
from .week_wall import week_wall


class WeekWall(WallView):
    """Units by reporting periods."""

    name, number, permission = "weeks", 1, "reports.view_wall"
    label = _("Units × weeks")
    address, draw = "reports:wall-weeks", staticmethod(week_wall)

    def url(self, campaign: Campaign) -> str:
        """A page of its own."""
        return reverse(self.address, args=[campaign.pk])

    def cell_url(self, page: WallPage) -> str:
        """Where the drawers of its cells come from."""
        return reverse("reports:wall-cell", args=[page.campaign.pk])

    def page(self, user: User, campaign: Campaign, params: QueryDict, now: datetime) -> WallPage:
        """The chart with what stands around it."""
        return self.draw(user, campaign, params, now)

    def wall(self, user: User, campaign: Campaign, params: QueryDict, now: datetime) -> Wall | None:
        """The chart alone."""
        return self.page(user, campaign, params, now).wall


class GaugeWall(WeekWall):
    """Units by the four 100 %."""

    name, number = "gauges", 3
    label = _("Units × four 100 %")
    address, draw = "reports:wall-gauges", staticmethod(gauge_wall)

    def cell_url(self, page: WallPage) -> str:
        """Where the drawers of the period shown come from."""
        keys = [page.campaign.pk, page.period.pk] if page.period else []
        return reverse("reports:wall-gauge", args=keys) if keys else ""


VIEWS = {view.name: view for view in (WeekWall(), GaugeWall())}
