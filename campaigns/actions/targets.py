"""Targets of a campaign (目标)."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.enums import IndicatorKind
from campaigns.errors import CampaignError
from campaigns.models import Campaign, Clause, Indicator, Target
from orgs.actions.audit import record
from orgs.models import User

from .guards import changed, check_text_open


def save_target(
    campaign: Campaign,
    *,
    indicator: Indicator,
    op: str,
    value: Decimal,
    by: User,
    per_unit: bool = False,
    due_on: date | None = None,
    clause: Clause | None = None,
    target: Target | None = None,
) -> Target:
    """Set a target, or change ``target``. ``value`` is in the indicator's unit, a rate in percent.

    CampaignError for a negative value, a rate above 100, a part of a whole number, a day
    after the campaign, or a second target of the same kind on one indicator.
    """
    _check_value(indicator, value)
    if due_on and due_on > campaign.ends_on:
        raise CampaignError(_("The target is due after the campaign has ended. Change the day."))
    fields = {
        "indicator": indicator,
        "op": op,
        "value": value,
        "per_unit": per_unit,
        "due_on": due_on,
        "clause": clause,
    }
    try:
        return _write(campaign, target, fields, by)
    except IntegrityError as clash:
        raise CampaignError(
            _("“%(indicator)s” already has such a target. Change that one.")
            % {"indicator": indicator}
        ) from clash


@transaction.atomic
def _write(campaign: Campaign, target: Target | None, fields: dict, by: User) -> Target:
    check_text_open(campaign)
    if target is None:
        target = Target.objects.create(campaign=campaign, **fields)
        record("target.set", target, by=by, path=campaign.owner.path)
        return target
    differs = changed(target, fields)
    for field, value in fields.items():
        setattr(target, field, value)
    target.save(update_fields=list(fields))
    if differs:
        record("target.edited", target, by=by, path=campaign.owner.path, changes=differs)
    return target


@transaction.atomic
def delete_target(target: Target, *, by: User) -> None:
    """Give a target up; the figures reported so far stay."""
    check_text_open(target.campaign)
    record(
        "target.deleted", target.campaign, by=by, path=target.campaign.owner.path,
        changes={"target": [str(target), ""]},
    )  # fmt: skip
    target.delete()


def _check_value(indicator: Indicator, value: Decimal) -> None:
    if value < 0:
        raise CampaignError(_("A target is zero or more."))
    if indicator.kind == IndicatorKind.RATE and value > 100:
        raise CampaignError(_("A rate is a percentage: enter 100 or less."))
    if indicator.kind == IndicatorKind.WHOLE and value != value.to_integral_value():
        raise CampaignError(
            _("“%(indicator)s” counts whole numbers: enter a whole target.")
            % {"indicator": indicator}
        )
