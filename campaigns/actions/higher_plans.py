"""A campaign that implements a higher one (层层落实): its link, and the links of its tasks."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaigns.enums import UNDER_WAY, CampaignState, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, Task
from fraudwatch.lib import clock, paths
from orgs.actions.audit import record
from orgs.actions.notices import tell
from orgs.models import Unit, User
from orgs.queries.recipients import coordinators_at, reporters_of

from .guards import check_editable, check_under_way, write_fresh

WANTED = gettext_noop("%(unit)s: the plan for “%(campaign)s” is still missing")
WANTED_TEXT = gettext_noop(
    "Open the campaign and start your own from it; its tasks for you are taken over."
)


@transaction.atomic
def link_campaign(campaign: Campaign, *, parent: Campaign, version: int, by: User) -> Campaign:
    """Let ``campaign`` implement ``parent`` (上级方案).

    CampaignError unless the parent is led by a unit above, has been published and has not
    ended, and the link closes no circle. StaleVersion when somebody saved in between.
    """
    check_editable(campaign)
    check_parent(campaign.owner, parent)
    above: Campaign | None = parent
    while above is not None:
        if above.pk == campaign.pk:
            raise CampaignError(
                _("“%(parent)s” implements this campaign itself. Choose another one.")
                % {"parent": parent}
            )
        above = above.parent
    before = str(campaign.parent) if campaign.parent_id else ""
    if campaign.parent_id not in (None, parent.pk):
        _let_go(campaign)
    write_fresh(campaign, version, parent=parent)
    record(
        "campaign.linked", campaign, by=by, path=campaign.owner.path,
        changes={"parent": [before, str(parent)]},
    )  # fmt: skip
    return campaign


def check_parent(owner: Unit, parent: Campaign) -> None:
    """CampaignError when a campaign of ``owner`` cannot implement ``parent``."""
    if parent.owner_id == owner.pk or not paths.contains(parent.owner.path, owner.path):
        raise CampaignError(
            _("%(owner)s is not below %(above)s. Choose a campaign of a unit above.")
            % {"owner": owner, "above": parent.owner}
        )
    state = Campaign.objects.values_list("state", flat=True).get(pk=parent.pk)
    if state == CampaignState.DRAFT:
        raise CampaignError(
            _("“%(parent)s” has not been published yet. Wait until it is.") % {"parent": parent}
        )
    if state not in UNDER_WAY:
        raise CampaignError(
            _("“%(parent)s” has ended. Choose a campaign that is running.") % {"parent": parent}
        )


@transaction.atomic
def unlink_campaign(campaign: Campaign, *, version: int, by: User) -> Campaign:
    """Let ``campaign`` stand on its own again; its tasks lose their links too."""
    check_editable(campaign)
    if campaign.parent_id is None:
        raise CampaignError(_("This campaign implements no other."))
    before = str(campaign.parent)
    write_fresh(campaign, version, parent=None)
    _let_go(campaign)
    record(
        "campaign.unlinked", campaign, by=by, path=campaign.owner.path,
        changes={"parent": [before, ""]},
    )  # fmt: skip
    return campaign


def _let_go(campaign: Campaign) -> None:
    campaign.tasks.exclude(parent=None).update(parent=None)


@transaction.atomic
def link_task(task: Task, *, parent: Task | None, version: int, by: User) -> Task:
    """Say which task of the higher campaign this one carries out; None takes the link off.

    CampaignError when the task belongs to another campaign than the one implemented, or was
    not issued or was withdrawn. StaleVersion when somebody saved in between.
    """
    check_editable(task.campaign)
    if parent is not None:
        if parent.campaign_id != task.campaign.parent_id:
            raise CampaignError(
                _("“%(task)s” is no task of the campaign that this one implements.")
                % {"task": parent}
            )
        if parent.state != TaskState.ISSUED:
            raise CampaignError(
                _("“%(task)s” is “%(state)s”. Only an issued task can be carried out.")
                % {"task": parent, "state": parent.get_state_display()}
            )
    before = str(task.parent) if task.parent_id else ""
    after = str(parent) if parent else ""
    if before == after and task.parent_id == (parent.pk if parent else None):
        return task
    write_fresh(task, version, parent=parent)
    record(
        "task.linked", task, by=by, path=task.campaign.owner.path,
        changes={"parent": [before, after]},
    )  # fmt: skip
    return task


@transaction.atomic
def remind_of_plan(campaign: Campaign, unit: Unit, *, by: User) -> int:
    """Tell a member unit that its own plan is missing, once a day; returns how many were told.

    CampaignError when the campaign is not under way, the unit is no member or has a plan
    already.
    """
    check_under_way(campaign)
    if not campaign.members.filter(unit=unit).exists():
        raise CampaignError(_("%(unit)s is not a member unit of this campaign.") % {"unit": unit})
    if campaign.children.filter(owner=unit).exclude(state=CampaignState.STOPPED).exists():
        raise CampaignError(_("%(unit)s has started its plan already.") % {"unit": unit})
    people = coordinators_at(unit, campaign_id=campaign.pk) or reporters_of(
        [unit], campaign_id=campaign.pk
    ).get(unit.pk, [])
    told = tell(
        [person for person in people if person != by],
        kind="campaign.plan_wanted",
        occasion=f"campaign:{campaign.pk}:plan:{unit.pk}:{clock.today():%Y-%m-%d}",
        title=WANTED,
        text=WANTED_TEXT,
        params={"unit": str(unit), "campaign": campaign.title},
        url=reverse("campaigns:campaign-detail", args=[campaign.pk]),
        about=f"campaign:{campaign.pk}",
    )
    if told:
        record("campaign.plan_wanted", campaign, by=by, path=unit.path, note=unit.name)
    return told
