"""Saving a sheet of tasks: all of its rows become draft tasks, or none does."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.actions.tasks import create_task
from campaigns.errors import CampaignError
from campaigns.models import Campaign
from orgs.actions.audit import gathered, record
from orgs.actions.files import drop_file, read_file
from orgs.imports.roster_xlsx import Problem
from orgs.models import StoredFile, User

from .tasks_plan import PlannedTask, TaskPlan, plan_tasks
from .tasks_xlsx import read_tasks


class TasksRefused(CampaignError):
    """The sheet was not saved; ``problems`` says why, cell by cell."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("Nothing was saved: the sheet has mistakes. Correct them first."))
        self.problems = problems


@transaction.atomic
def save_tasks(campaign: Campaign, stored: StoredFile, *, again: bool, by: User) -> TaskPlan:
    """Create the tasks of a kept sheet as drafts, all or none; the file goes.

    The sheet is checked once more, because others may have saved since the dry run. Tasks
    whose title the campaign has already are left out unless ``again``. TasksRefused names
    every cell at fault; CampaignError when nothing is left to create.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)  # one import at a time
    plan = plan_tasks(campaign, read_tasks(read_file(stored)))
    if plan.problems:
        raise TasksRefused(plan.problems)
    wanted = plan.tasks if again else plan.new
    if not wanted:
        raise CampaignError(_("The campaign has all of these tasks already. Nothing was created."))
    with gathered():
        for made in wanted:
            _create(campaign, made, by)
    digest = stored.sha256
    drop_file(stored)
    record(
        "task.imported", campaign, by=by, path=campaign.owner.path, note=f"sha256 {digest}",
        changes={"tasks": [0, len(wanted)]},
    )  # fmt: skip
    plan.tasks = wanted
    return plan


def _create(campaign: Campaign, made: PlannedTask, by: User) -> None:
    try:
        create_task(campaign, parts=made.parts, by=by, **made.fields)
    except CampaignError as refusal:
        raise TasksRefused([made.row.problem("title", str(refusal))]) from refusal
