"""Duties of the member units (部门职责)."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Clause, Duty
from orgs.actions.audit import record
from orgs.models import Unit, User

from .guards import changed, check_text_open


@transaction.atomic
def save_duty(
    campaign: Campaign,
    *,
    unit: Unit,
    text: str,
    by: User,
    clause: Clause | None = None,
    duty: Duty | None = None,
) -> Duty:
    """Write down what a member unit answers for, or change ``duty``.

    CampaignError when the unit is not enrolled in the campaign.
    """
    check_text_open(campaign)
    if not campaign.members.filter(unit=unit).exists():
        raise CampaignError(
            _("%(unit)s is not a member unit of this campaign. Enrol it first.") % {"unit": unit}
        )
    fields = {"unit": unit, "text": text, "clause": clause}
    if duty is None:
        last = campaign.duties.aggregate(last=Max("position"))["last"]
        duty = Duty.objects.create(campaign=campaign, position=(last or 0) + 1, **fields)
        record("duty.added", duty, by=by, path=unit.path)
        return duty
    differs = changed(duty, fields)
    for field, value in fields.items():
        setattr(duty, field, value)
    duty.save(update_fields=list(fields))
    if differs:
        record("duty.edited", duty, by=by, path=unit.path, changes=differs)
    return duty


@transaction.atomic
def delete_duty(duty: Duty, *, by: User) -> None:
    """Take a duty off the list."""
    check_text_open(duty.campaign)
    record(
        "duty.deleted", duty.campaign, by=by, path=duty.unit.path, changes={"duty": [str(duty), ""]}
    )
    duty.delete()
