"""The charts of tasks among the wall charts: by task and by phase."""

from dataclasses import replace
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from campaigns.wall_views import WallView
from campaigns.walls import Wall

from .task_filters import TaskFilters
from .task_matrix import phase_matrix, task_matrix
from .task_rows import task_rows


class TaskWall(WallView):
    """Units by tasks."""

    name, number, permission = "tasks", 2, "campaigns.view_campaign"
    label = gettext_lazy("Units × tasks")
    view, draw = "wall", staticmethod(task_matrix)

    def url(self, campaign: Campaign) -> str:
        """One of the views of tasks."""
        return reverse("campaigns:task-list", args=[campaign.pk]) + f"?view={self.view}"

    def wall(self, user: object, campaign: Campaign, params: QueryDict, now: datetime) -> Wall:
        """The chart of the tasks that the filters ask for."""
        filters = TaskFilters.read(params)
        ledger = task_rows(user, campaign, filters, now)
        wall = self.draw(campaign, ledger, params, now)
        if not filters:
            return wall
        name = next((unit.name for unit in ledger.units if unit.pk == filters.unit), "")
        about = " · ".join([*([name] if name else []), _("filtered")])
        return replace(wall, words=replace(wall.words, about=about))


class PhaseWall(TaskWall):
    """Units by phases."""

    name, number = "phases", 4
    label = gettext_lazy("Units × phases")
    view, draw = "phases", staticmethod(phase_matrix)
