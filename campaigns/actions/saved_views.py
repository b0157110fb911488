"""Everything that changes a person's saved views: kept, renamed, dropped."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import Campaign, SavedView
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User

LONGEST_NAME = 40
LONGEST_QUERY = 400
MOST = 30


@transaction.atomic
def save_view(campaign: Campaign, *, name: str, query: str, by: User) -> SavedView:
    """Keep the filters ``query`` (an address without its question mark) under ``name``.

    A view of that name is replaced. CampaignError for no name, or too many views.
    """
    name = _checked(name)
    if len(query) > LONGEST_QUERY:
        raise CampaignError(_("These filters are too long to keep. Shorten the words searched."))
    mine = SavedView.objects.filter(user=by, campaign=campaign)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise CampaignError(
            _("You have %(n)d saved views here; that is as many as fit. Delete one first.")
            % {"n": MOST}
        )
    view, _is_new = SavedView.objects.update_or_create(
        user=by, campaign=campaign, name=name, defaults={"query": query, "saved_at": clock.now()}
    )
    record("view.saved", view, by=by, path=campaign.owner.path)
    return view


@transaction.atomic
def rename_view(view: SavedView, *, name: str, by: User) -> SavedView:
    """Give a view another name. CampaignError when another of one's views bears it."""
    name, old = _checked(name), view.name
    refusal = CampaignError(
        _("You have a view called “%(name)s” already. Choose another name.") % {"name": name}
    )
    try:
        with transaction.atomic():
            renamed = SavedView.objects.filter(pk=view.pk, user=by).update(name=name)
    except IntegrityError as error:
        raise refusal from error
    if not renamed:
        raise CampaignError(_("This view is no longer there."))
    view.name = name
    changes = {"name": [old, name]}
    record("view.renamed", view, by=by, path=view.campaign.owner.path, changes=changes)
    return view


@transaction.atomic
def delete_view(view: SavedView, *, by: User) -> None:
    """Drop a view; the tasks it showed are not touched."""
    path = view.campaign.owner.path
    record("view.deleted", view, by=by, path=path)
    SavedView.objects.filter(pk=view.pk, user=by).delete()


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise CampaignError(_("Give the view a name."))
    if len(name) > LONGEST_NAME:
        raise CampaignError(
            _("The name has %(n)d characters; %(most)d fit.")
            % {"n": len(name), "most": LONGEST_NAME}
        )
    return name
