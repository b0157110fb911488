"""Publishing a version that was signed off: number, tasks, receipts, all in one step (发布)."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.document_numbers import normal_number
from campaigns.enums import PUBLIC_VERSIONS, CampaignState, TaskState, VersionState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, PlanVersion, Receipt, Task
from campaigns.queries.consistency import plan_flaws
from campaigns.queries.publishing import unit_changes, units_to_ask
from campaigns.workflow import VERSION_MOVES
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import day_of, moment, working_days
from orgs.actions.audit import record
from orgs.models import User

from .campaigns import launch_campaign
from .guards import check_editable
from .tasks import issue_tasks
from .version_telling import tell_published
from .versions import standing

CLOSES = time(18)
MOST_DAYS = 60


@transaction.atomic
def publish_version(
    version: PlanVersion,
    *,
    issuer: str,
    issued_on: date,
    by: User,
    document_number: str = "",
    recipients: str = "",
    copies: str = "",
    note: str = "",
    sign_days: int | None = None,
) -> PlanVersion:
    """Put the version in force: the one before is replaced, draft tasks go out, units sign.

    The first edition launches the campaign and asks every member unit; a revision asks only
    units whose tasks it adds, changes or withdraws, and members that never signed. They have
    ``sign_days`` working days. CampaignError when it is not signed off, published already, a
    blocking finding is left, or the document number is taken.
    """
    campaign = Campaign.objects.select_for_update(no_key=True).select_related("owner").get(
        pk=version.campaign_id
    )  # fmt: skip
    check_editable(campaign)
    version.refresh_from_db()
    _check_ready(version, campaign)
    now = clock.now()
    before = campaign.plan_versions.filter(state=VersionState.PUBLISHED).first()
    fields = {
        "document_number": _free_number(version, document_number), "issuer": issuer,
        "issued_on": issued_on, "recipients": recipients, "copies": copies, "note": note,
        "published_by": by, "published_at": now, "sign_by": sign_until(now, sign_days),
    }  # fmt: skip
    _replace(before, now)
    _put_in_force(version, fields)
    if campaign.state == CampaignState.DRAFT:
        launch_campaign(campaign, by=by)
    tasks = Task.objects.filter(campaign=campaign, state=TaskState.DRAFT).order_by("number")
    issue_tasks(list(tasks), by=by, tells=False)  # one notice for the plan, not one for each task
    receipts = _open_receipts(version, before, now)
    tell_published(version, receipts, by=by)
    record(
        "version.published", version, by=by, path=campaign.owner.path,
        note=version.document_number,
        changes={"digest": [before.digest if before else None, version.digest],
                 "receipts": [None, len(receipts)]},
    )  # fmt: skip
    return version


def sign_until(now: datetime, days: int | None) -> datetime | None:
    """The end of the ``days``-th working day after ``now``; no deadline without days."""
    if not days:
        return None
    return moment(working_days().after(day_of(now), min(days, MOST_DAYS)), 0, CLOSES)


def _check_ready(version: PlanVersion, campaign: Campaign) -> None:
    allowed_from, _to = VERSION_MOVES["publish"]
    if version.state not in allowed_from:
        raise CampaignError(standing(version))
    left = [flaw for flaw in plan_flaws(campaign) if flaw.blocks]
    if left:
        raise CampaignError(
            ngettext(
                "%(n)d thing has to be mended before publishing: %(first)s",
                "%(n)d things have to be mended before publishing. The first: %(first)s",
                len(left),
            )
            % {"n": len(left), "first": left[0].text}
        )


def _free_number(version: PlanVersion, text: str) -> str:
    try:
        number = normal_number(text)
    except ValueError as error:
        raise CampaignError(
            _(
                "“%(text)s” is not a document number. Write the office, the year in brackets and "
                "the number, such as 青反诈办〔2026〕3号."
            )
            % {"text": text}
        ) from error
    if number and (taken := used_by(version, number)):
        raise CampaignError(_taken(number, taken))
    return number


def used_by(version: PlanVersion, number: str) -> PlanVersion | None:
    """The paper of the same office that bears the number already."""
    papers = PlanVersion.objects.filter(
        owner=version.owner_id, document_number=number, state__in=PUBLIC_VERSIONS
    )
    return papers.exclude(pk=version.pk).select_related("campaign").first()


def _taken(number: str, taken: PlanVersion) -> str:
    return _("%(number)s is used by “%(paper)s”. Take the next free number.") % {
        "number": number,
        "paper": taken,
    }


def _replace(before: PlanVersion | None, now: datetime) -> None:
    if before:
        allowed_from, to = VERSION_MOVES["replace"]
        PlanVersion.objects.filter(pk=before.pk, state__in=allowed_from).update(
            state=to, replaced_at=now
        )


def _put_in_force(version: PlanVersion, fields: dict) -> None:
    allowed_from, to = VERSION_MOVES["publish"]
    try:
        with transaction.atomic():
            moved = PlanVersion.objects.filter(pk=version.pk, state__in=allowed_from).update(
                state=to, **fields
            )
    except IntegrityError as clash:
        number = fields["document_number"]
        raise CampaignError(_("%(number)s was taken at this very moment. Take the next one.")
                            % {"number": number}) from clash  # fmt: skip
    version.refresh_from_db()
    if not moved:
        raise CampaignError(standing(version))


def _open_receipts(
    version: PlanVersion, before: PlanVersion | None, now: datetime
) -> list[Receipt]:
    """A receipt for each unit that has to sign; who signs for the first time sees no changes."""
    units = units_to_ask(version, before)
    changes = unit_changes(version, before)
    asked = Receipt.objects.filter(version__campaign=version.campaign_id)
    known = set(asked.values_list("unit_id", flat=True))
    return Receipt.objects.bulk_create(
        Receipt(
            version=version, unit=unit, asked_at=now,
            changes=changes.get(unit.pk, []) if unit.pk in known else [],
        )
        for unit in units
    )  # fmt: skip
