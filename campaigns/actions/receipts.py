"""Signing for a version of the plan, and reminding those who have not (签收、催签)."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.enums import VersionState
from campaigns.errors import CampaignError
from campaigns.models import PlanVersion, Receipt
from campaigns.queries.owed_tasks import receipt_thing, receipts_with_words
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.enums import Role
from orgs.models import User

from .asking import Asked, ask_now


@transaction.atomic
def sign_receipt(receipt: Receipt, *, by: User) -> bool:
    """The unit acknowledges the version; False when somebody of it had done so before.

    CampaignError for somebody who does not report for exactly this unit (administrators
    too), and when the version was replaced meanwhile.
    """
    campaign_id = receipt.version.campaign_id
    if not by.reaches({Role.REPORTER}, campaign_id=campaign_id, exact=receipt.unit_id):
        raise CampaignError(
            _("Only %(unit)s itself acknowledges for %(unit)s.") % {"unit": receipt.unit}
        )
    state = PlanVersion.objects.values_list("state", flat=True).get(pk=receipt.version_id)
    if state != VersionState.PUBLISHED:
        raise CampaignError(
            _("Version %(number)d is no longer in force. Acknowledge the newer one.")
            % {"number": receipt.version.number}
        )
    signed = Receipt.objects.filter(pk=receipt.pk, signed_at=None).update(
        signed_at=clock.now(), signed_by=by
    )
    receipt.refresh_from_db()
    if signed:
        record("receipt.signed", receipt, by=by, path=receipt.unit.path)
    return bool(signed)


@transaction.atomic
def remind_receipts(version: PlanVersion, *, unit: int | None = None, by: User) -> Asked:
    """Ask those who have not signed once more, not within the cooling-off time; ``unit`` only one.

    CampaignError when the version is not in force. A unit without a reporter counts as
    unreachable.
    """
    if version.state != VersionState.PUBLISHED:
        raise CampaignError(
            _("Version %(number)d is not in force; nobody has to acknowledge it.")
            % {"number": version.number}
        )
    waiting = version.receipts.filter(signed_at=None)
    rows = receipts_with_words(waiting.filter(unit_id=unit) if unit else waiting)
    asked = ask_now("receipt", map(receipt_thing, rows), campaign=version.campaign, by=by)
    if asked.told:
        record(
            "receipt.reminded", version, by=by, path=version.owner.path,
            changes={"units": [None, [thing.unit.name for thing in asked.told]]},
        )  # fmt: skip
    return asked
