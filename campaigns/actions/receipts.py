"""Signing for a version of the plan, and reminding those who have not (签收、催签)."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.enums import VersionState
from campaigns.errors import CampaignError
from campaigns.models import PlanVersion, Receipt
from campaigns.queries.receipts import COOLING_OFF
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.enums import Role
from orgs.models import User
from orgs.queries.recipients import reporters_of

from .version_telling import tell_reminded


@dataclass(frozen=True)
class Reminded:
    """How many units were told, how many were told shortly before, how many have nobody."""

    told: int
    cooling: int
    unreachable: int


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
def remind_receipts(version: PlanVersion, *, unit: int | None = None, by: User) -> Reminded:
    """Ask those who have not signed once more, at most every four hours; ``unit`` only one.

    CampaignError when the version is not in force. A unit without a reporter counts as
    unreachable.
    """
    if version.state != VersionState.PUBLISHED:
        raise CampaignError(
            _("Version %(number)d is not in force; nobody has to acknowledge it.")
            % {"number": version.number}
        )
    now = clock.now()
    waiting = version.receipts.filter(signed_at=None).select_related("unit", "version__campaign")
    rows = list(waiting.filter(unit_id=unit) if unit else waiting)
    people = reporters_of([row.unit for row in rows], campaign_id=version.campaign_id)
    slot, told, cooling = int(now.timestamp()), [], 0
    for row in rows:
        if not people[row.unit_id]:
            continue
        due = Q(reminded_at=None) | Q(reminded_at__lte=now - COOLING_OFF)
        still = Receipt.objects.filter(due, pk=row.pk, signed_at=None)
        if not still.update(reminded_at=now):
            cooling += 1
        elif tell_reminded(row, people[row.unit_id], slot, by=by):
            told.append(row.unit.name)
    if told:
        record(
            "receipt.reminded", version, by=by, path=version.owner.path,
            changes={"units": [None, told]},
        )  # fmt: skip
    return Reminded(len(told), cooling, len(rows) - len(told) - cooling)
