"""The plan's numbered attachments (附件): title, number, and the file itself."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import Campaign, PlanAttachment, PlanVersion
from fraudwatch.lib.uploads import check_attachment
from orgs.actions.audit import record
from orgs.actions.files import drop_file, store_file
from orgs.models import StoredFile, User

from .guards import changed, check_text_open, next_step, write_fresh

MOST = 30
File = tuple[str, bytes]


def add_attachment(
    campaign: Campaign, *, title: str, by: User, number: int | None = None, file: File | None = None
) -> PlanAttachment:
    """A new attachment, with the next number unless one is given.

    UploadRefused for a file that is not what it says; CampaignError when the number is taken or
    there are too many.
    """
    try:
        return _add(campaign, title, number, file, by)
    except IntegrityError as taken:
        raise _taken(number) from taken


@transaction.atomic
def _add(
    campaign: Campaign, title: str, number: int | None, file: File | None, by: User
) -> PlanAttachment:
    next_step(campaign)
    check_text_open(campaign)
    used = list(campaign.attachments.values_list("number", flat=True))
    if len(used) >= MOST:
        raise CampaignError(
            _("A plan has at most %(n)d attachments. Put some of them into one file.") % {"n": MOST}
        )
    attachment = PlanAttachment.objects.create(
        campaign=campaign, title=title, number=number or max(used, default=0) + 1,
        file=_store(campaign, file, by),
    )  # fmt: skip
    record("plan.attachment_added", attachment, by=by, path=campaign.owner.path)
    return attachment


def edit_attachment(
    attachment: PlanAttachment,
    *,
    version: int,
    title: str,
    number: int,
    by: User,
    file: File | None = None,
) -> PlanAttachment:
    """Another title, number or file; without ``file`` the one that is there stays.

    StaleVersion when somebody saved first; CampaignError when the number is taken.
    """
    try:
        return _edit(attachment, version, title, number, file, by)
    except IntegrityError as taken:
        raise _taken(number) from taken


@transaction.atomic
def _edit(
    attachment: PlanAttachment, version: int, title: str, number: int, file: File | None, by: User
) -> PlanAttachment:
    campaign = attachment.campaign
    next_step(campaign)
    check_text_open(campaign)
    fields: dict[str, object] = {"title": title, "number": number}
    old = attachment.file
    if file:
        fields["file"] = _store(campaign, file, by)
    differs = changed(attachment, fields)
    write_fresh(attachment, version, **fields)
    if file:
        _forget(campaign, old)
    if differs:
        record(
            "plan.attachment_edited", attachment, by=by, path=campaign.owner.path, changes=differs
        )
    return attachment


@transaction.atomic
def remove_attachment(attachment: PlanAttachment, *, by: User) -> None:
    """Take an attachment out of the draft; versions sent for review keep what they had."""
    campaign = attachment.campaign
    next_step(campaign)
    check_text_open(campaign)
    file = attachment.file
    record(
        "plan.attachment_removed", campaign, by=by, path=campaign.owner.path,
        changes={"attachment": [str(attachment), ""]},
    )  # fmt: skip
    attachment.delete()
    _forget(campaign, file)


def _store(campaign: Campaign, file: File | None, by: User) -> StoredFile | None:
    if not file:
        return None
    clean = check_attachment(*file)
    return store_file(
        clean.content, name=clean.name, kind=clean.media_type,
        owner=f"campaigns.plan:{campaign.pk}", by=by,
    )  # fmt: skip


def _forget(campaign: Campaign, file: StoredFile | None) -> None:
    """The content goes unless some version of the plan may rest on it."""
    if file and not PlanVersion.objects.filter(campaign=campaign).exists():
        drop_file(file)


def _taken(number: int | None) -> CampaignError:
    return CampaignError(
        _("There already is an attachment %(number)s. Give this one another number.")
        % {"number": number}
    )
