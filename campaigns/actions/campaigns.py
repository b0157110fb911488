"""Everything that changes a campaign (专项行动) and who takes part in it."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import OPEN_ASSIGNMENTS, CampaignState, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Campaign, Member, Task
from campaigns.workflow import CAMPAIGN_MOVES
from fraudwatch.lib import clock, paths
from fraudwatch.lib.weeks import day_label
from orgs.actions.audit import record
from orgs.enums import Role
from orgs.models import Unit, User

from .guards import changed, check_editable, check_text_open, write_fresh
from .reminder_policies import furnish

WORDS = {
    "launch": "campaign.launched",
    "sum_up": "campaign.summed_up",
    "stop": "campaign.stopped",
    "archive": "campaign.archived",
}
FIELDS = ("title", "theme", "kind", "leading_group", "starts_on", "ends_on")
PINNED = frozenset({"title", "theme", "starts_on", "ends_on"})  # stand in every version of the plan


@transaction.atomic
def create_campaign(
    owner: Unit,
    *,
    title: str,
    kind: str,
    starts_on: date,
    ends_on: date,
    by: User,
    theme: str = "",
    leading_group: object = None,
) -> Campaign:
    """A new campaign led by ``owner``, as a draft that its members do not see yet.

    CampaignError when the dates are the wrong way round, the unit is out of service or
    already has a campaign of that title, or ``by`` does not coordinate it.
    """
    if not by.is_superuser and not by.reaches({Role.COORDINATOR}, owner.path):
        raise CampaignError(
            _("You do not coordinate %(unit)s. Choose a unit of your own.") % {"unit": owner}
        )
    if not owner.is_active:
        raise CampaignError(_out_of_service(owner))
    _check_span(starts_on, ends_on)
    campaign = Campaign(
        owner=owner, title=title, theme=theme, kind=kind, leading_group=leading_group,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    _save_new(campaign)
    for subject in ("task", "receipt"):
        furnish(campaign, subject)
    record("campaign.created", campaign, by=by, path=owner.path)
    return campaign


def edit_campaign(campaign: Campaign, *, version: int, by: User, **fields: object) -> Campaign:
    """Change title, theme, kind, leading group or dates of what the editor saw as ``version``.

    StaleVersion when somebody saved in between; CampaignError when a phase or a task
    would fall outside the new dates, the campaign has ended, or what the plan says on its
    first page would change while it is with the reviewers.
    """
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"edit_campaign() does not change {', '.join(sorted(unknown))}")
    try:
        return _edit(campaign, version, by, fields)
    except IntegrityError as clash:
        raise CampaignError(_title_taken(campaign.owner, fields["title"])) from clash


@transaction.atomic
def _edit(campaign: Campaign, version: int, by: User, fields: dict) -> Campaign:
    check_editable(campaign)
    starts_on = fields.get("starts_on", campaign.starts_on)
    ends_on = fields.get("ends_on", campaign.ends_on)
    _check_span(starts_on, ends_on)
    _check_inside(campaign, starts_on, ends_on)
    was = Campaign.objects.get(pk=campaign.pk)
    differs = changed(was, fields)
    if not PINNED.isdisjoint(differs):
        check_text_open(campaign)
    write_fresh(campaign, version, **fields)
    if differs:
        record("campaign.edited", campaign, by=by, path=campaign.owner.path, changes=differs)
    return campaign


@transaction.atomic
def enrol_units(campaign: Campaign, units: Iterable[Unit], *, by: User) -> list[Unit]:
    """Make the units members (成员单位); returns those that were not members before.

    The list is frozen here: a unit that joins a group later does not join the campaign.
    CampaignError when a unit is out of service or not below the unit that leads.
    """
    check_editable(campaign)
    wanted = list(units)
    for unit in wanted:
        if not unit.is_active:
            raise CampaignError(_out_of_service(unit))
        if not paths.contains(campaign.owner.path, unit.path):
            raise CampaignError(
                _("%(unit)s is not below %(owner)s and cannot be enrolled.")
                % {"unit": unit, "owner": campaign.owner}
            )
    known = set(campaign.members.values_list("unit_id", flat=True))
    new = [unit for unit in wanted if unit.pk not in known]
    today = clock.today()
    Member.objects.bulk_create(
        [Member(campaign=campaign, unit=unit, joined_on=today) for unit in new],
        ignore_conflicts=True,
    )
    if new:
        record(
            "campaign.enrolled", campaign, by=by, path=campaign.owner.path,
            changes={"members": [len(known), len(known) + len(new)]},
            note="、".join(unit.name for unit in new),
        )  # fmt: skip
    return new


@transaction.atomic
def remove_member(campaign: Campaign, unit: Unit, *, by: User) -> None:
    """Take a unit off the list again, as long as the campaign is a draft and it has no task."""
    if not Campaign.objects.filter(pk=campaign.pk, state=CampaignState.DRAFT).exists():
        raise CampaignError(
            _("The campaign has been launched: %(unit)s stays on the list of member units.")
            % {"unit": unit}
        )
    if Assignment.objects.filter(task__campaign=campaign, unit=unit).exists():
        raise CampaignError(
            _("%(unit)s has a part in a task. Take it out of the task first.") % {"unit": unit}
        )
    gone, _rows = Member.objects.filter(campaign=campaign, unit=unit).delete()
    if gone:
        record("campaign.member_removed", campaign, by=by, path=unit.path, note=unit.name)


def launch_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Start the campaign: its member units see it from now on, and tasks can be issued."""
    if not campaign.members.exists():
        raise CampaignError(_("Enrol at least one member unit, then launch the campaign."))
    return _move(campaign, "launch", by=by, launched_at=clock.now())


def sum_up_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Let the campaign sum up (总结): open tasks can still be finished, nothing new begins."""
    return _move(campaign, "sum_up", by=by)


def stop_campaign(campaign: Campaign, *, reason: str, by: User) -> Campaign:
    """Break the campaign off (中止) for a reason that stays in the audit trail."""
    if not reason.strip():
        raise CampaignError(_("Say in a sentence why the campaign is stopped."))
    return _move(campaign, "stop", by=by, reason=reason)


def archive_campaign(campaign: Campaign, *, by: User, reason: str = "") -> Campaign:
    """Put the campaign away (归档) for reading only; open tasks need a reason."""
    left = Assignment.objects.filter(
        task__campaign=campaign, task__state=TaskState.ISSUED, state__in=OPEN_ASSIGNMENTS
    ).count()
    if left and not reason.strip():
        raise CampaignError(
            ngettext(
                "%(n)d assignment is still open. Close it, or say why it is archived as it is.",
                "%(n)d assignments are still open. Close them, or say why they are archived as "
                "they are.",
                left,
            )
            % {"n": left}
        )
    return _move(campaign, "archive", by=by, reason=reason)


@transaction.atomic
def _move(
    campaign: Campaign, move: str, *, by: User, reason: str = "", **fields: object
) -> Campaign:
    allowed_from, to = CAMPAIGN_MOVES[move]
    before = campaign.state
    moved = Campaign.objects.filter(pk=campaign.pk, state__in=allowed_from).update(
        state=to, **fields
    )
    campaign.refresh_from_db()
    if not moved:
        raise CampaignError(
            _("“%(campaign)s” is “%(state)s” now; this step is not possible any more.")
            % {"campaign": campaign, "state": campaign.get_state_display()}
        )
    record(
        WORDS[move], campaign, by=by, path=campaign.owner.path, note=reason,
        changes={"state": [before, to.value]},
    )  # fmt: skip
    return campaign


def _save_new(campaign: Campaign) -> None:
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as clash:
        raise CampaignError(_title_taken(campaign.owner, campaign.title)) from clash


def _title_taken(owner: Unit, title: object) -> str:
    return _("%(unit)s already has a campaign called “%(title)s”. Choose another title.") % {
        "unit": owner,
        "title": title,
    }


def _out_of_service(unit: Unit) -> str:
    return _("%(unit)s is no longer in service. Choose another unit.") % {"unit": unit}


def _check_span(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise CampaignError(
            _("The last day, %(end)s, lies before the first, %(start)s. Change one of them.")
            % {"end": day_label(ends_on), "start": day_label(starts_on)}
        )


def _check_inside(campaign: Campaign, starts_on: date, ends_on: date) -> None:
    for phase in campaign.phases.all():
        if phase.starts_on < starts_on or phase.ends_on > ends_on:
            raise CampaignError(
                _("The phase “%(phase)s” would lie outside the campaign. Move it first.")
                % {"phase": phase}
            )
    beyond = Task.objects.filter(campaign=campaign, due_at__date__gt=ends_on)
    if task := beyond.exclude(state=TaskState.WITHDRAWN).first():
        raise CampaignError(
            _("Task %(number)d is due after %(end)s. Move its due date first.")
            % {"number": task.number, "end": day_label(ends_on)}
        )
