"""Phases of a campaign (阶段)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Clause, Phase
from fraudwatch.lib.weeks import day_label
from orgs.actions.audit import record
from orgs.models import User

from .guards import changed, check_text_open


def save_phase(
    campaign: Campaign,
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    by: User,
    clause: Clause | None = None,
    phase: Phase | None = None,
) -> Phase:
    """Add a phase, or change ``phase``. CampaignError when it leaves the campaign's dates,
    ends before it starts, or bears a name that is taken.
    """
    _check_dates(campaign, starts_on, ends_on)
    fields = {"name": name, "starts_on": starts_on, "ends_on": ends_on, "clause": clause}
    try:
        return _write(campaign, phase, fields, by)
    except IntegrityError as clash:
        raise CampaignError(
            _("There already is a phase called “%(name)s”. Choose another name.") % {"name": name}
        ) from clash


@transaction.atomic
def _write(campaign: Campaign, phase: Phase | None, fields: dict, by: User) -> Phase:
    check_text_open(campaign)
    if phase is None:
        phase = Phase.objects.create(campaign=campaign, **fields)
        record("phase.added", phase, by=by, path=campaign.owner.path)
        return phase
    differs = changed(phase, fields)
    for field, value in fields.items():
        setattr(phase, field, value)
    phase.save(update_fields=list(fields))
    if differs:
        record("phase.edited", phase, by=by, path=campaign.owner.path, changes=differs)
    return phase


@transaction.atomic
def delete_phase(phase: Phase, *, by: User) -> None:
    """Take a phase out; its tasks stay and belong to no phase."""
    check_text_open(phase.campaign)
    record(
        "phase.deleted", phase.campaign, by=by, path=phase.campaign.owner.path,
        changes={"phase": [str(phase), ""]},
    )  # fmt: skip
    phase.delete()


def _check_dates(campaign: Campaign, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise CampaignError(
            _("The last day, %(end)s, lies before the first, %(start)s. Change one of them.")
            % {"end": day_label(ends_on), "start": day_label(starts_on)}
        )
    if starts_on < campaign.starts_on or ends_on > campaign.ends_on:
        raise CampaignError(
            _("The campaign runs from %(start)s to %(end)s; the phase has to lie inside.")
            % {"start": day_label(campaign.starts_on), "end": day_label(campaign.ends_on)}
        )
