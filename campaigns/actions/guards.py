"""What every action of this app asks before it writes: is the campaign open, the version fresh."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.enums import EDITABLE_CAMPAIGNS, LOCKING_VERSIONS, UNDER_WAY
from campaigns.errors import CampaignError
from campaigns.models import Campaign, PlanVersion
from fraudwatch.lib.errors import StaleVersion


def check_editable(campaign: Campaign) -> None:
    """CampaignError when the campaign was stopped or archived; the database is asked."""
    if not Campaign.objects.filter(pk=campaign.pk, state__in=EDITABLE_CAMPAIGNS).exists():
        raise CampaignError(
            _("“%(campaign)s” has ended and can only be read.") % {"campaign": campaign}
        )


def check_text_open(campaign: Campaign) -> None:
    """CampaignError while a version is with the reviewers: what they read does not move.

    Takes the campaign's row until the transaction ends, as sending for review does: a text
    saved at the very moment of sending is in the version or refused, never beside it.
    """
    check_editable(campaign)
    Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk).first()
    if PlanVersion.objects.filter(campaign=campaign, state__in=LOCKING_VERSIONS).exists():
        raise CampaignError(
            _("The plan is with the reviewers and cannot be changed. Recall it first.")
        )


def next_step(campaign: Campaign) -> int:
    """Count a save of the plan's text on; saves of one plan queue here and see each other whole."""
    Campaign.objects.filter(pk=campaign.pk).update(plan_step=F("plan_step") + 1)
    return Campaign.objects.values_list("plan_step", flat=True).get(pk=campaign.pk)


def check_under_way(campaign: Campaign) -> None:
    """CampaignError when the campaign is not running: units can be asked for nothing then."""
    state = Campaign.objects.values_list("state", flat=True).get(pk=campaign.pk)
    if state in UNDER_WAY:
        return
    if state in EDITABLE_CAMPAIGNS:
        raise CampaignError(
            _("“%(campaign)s” has not been launched yet. Launch it first.") % {"campaign": campaign}
        )
    raise CampaignError(
        _("“%(campaign)s” has ended and can only be read.") % {"campaign": campaign}
    )


def write_fresh(row: models.Model, version: int, **fields: object) -> None:
    """Write ``fields`` if the row still has ``version``, and count the version on.

    StaleVersion (with the row as it stands now) when somebody else saved first.
    """
    model = type(row)
    saved = model.objects.filter(pk=row.pk, version=version).update(
        **fields, version=F("version") + 1
    )
    if not saved:
        raise StaleVersion(
            _("Somebody else saved “%(row)s” first. Nothing of yours was overwritten.")
            % {"row": row},
            current=model.objects.filter(pk=row.pk).first(),
        )
    row.refresh_from_db()


def changed(row: models.Model, fields: dict[str, object]) -> dict[str, list]:
    """For the audit trail: the fields whose value differs, before and after, in words."""
    return {
        name: [_shown(getattr(row, name)), _shown(value)]
        for name, value in fields.items()
        if getattr(row, name) != value
    }


def _shown(value: object) -> object:
    return str(value) if isinstance(value, models.Model) else value
