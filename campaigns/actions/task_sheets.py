"""Keeping an uploaded sheet of tasks between its check and its saving; one for each person."""

from django.db import transaction

from campaigns.models import Campaign
from fraudwatch.lib.uploads import safe_name
from orgs.actions.files import drop_file, store_file
from orgs.models import StoredFile, User

from .guards import check_text_open

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def owner_of(campaign: Campaign, user: User) -> str:
    """Whose sheet it is, as files name it."""
    return f"campaigns.tasks:{campaign.pk}-{user.pk}"


@transaction.atomic
def keep_sheet(campaign: Campaign, content: bytes, *, name: str, by: User) -> StoredFile:
    """Keep the workbook for the next step; an earlier one of the same person goes.

    CampaignError while the plan is with the reviewers.
    """
    check_text_open(campaign)
    for stored in StoredFile.objects.filter(owner=owner_of(campaign, by)):
        drop_file(stored)
    return store_file(
        content, name=safe_name(name, fallback="tasks.xlsx"), kind=KIND,
        owner=owner_of(campaign, by), by=by,
    )  # fmt: skip


def kept_sheet(campaign: Campaign, user: User, key: object) -> StoredFile | None:
    """The sheet that ``user`` sent in under that key; nobody else's."""
    return StoredFile.objects.filter(pk=key, owner=owner_of(campaign, user)).first()
