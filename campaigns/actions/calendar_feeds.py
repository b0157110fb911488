"""Everything that changes a person's calendar feed (日历订阅): made, renewed, revoked, read."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import CalendarFeed
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User

NOTED_EVERY = timedelta(hours=1)


def digest_of(secret: str) -> str:
    """The hash under which a secret is kept and found."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


@transaction.atomic
def make_feed(*, by: User) -> str:
    """A new secret for ``by``'s feed, to be shown once; the one before it stops working."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one feed at a time
    _revoke(by)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=by, digest=digest_of(secret), made_at=clock.now())
    record("calendar.made", feed, by=by, path=_path(by))
    return secret


@transaction.atomic
def revoke_feed(*, by: User) -> None:
    """Stop ``by``'s feed: its address answers from now on like one that never was.

    CampaignError when there is none.
    """
    feed = CalendarFeed.objects.filter(user=by, revoked_at=None).first()
    if feed is None or not _revoke(by):
        raise CampaignError(_("There is no calendar feed to stop."))
    record("calendar.revoked", feed, by=by, path=_path(by))


def _revoke(by: User) -> int:
    feeds = CalendarFeed.objects.filter(user=by, revoked_at=None)
    return feeds.update(revoked_at=clock.now())


def note_read(feed: CalendarFeed) -> None:
    """Remember that a calendar program read the feed, at most once an hour."""
    now = clock.now()
    if feed.read_at and feed.read_at >= now - NOTED_EVERY:
        return
    stale = Q(read_at=None) | Q(read_at__lt=now - NOTED_EVERY)
    CalendarFeed.objects.filter(stale, pk=feed.pk).update(read_at=now)


def _path(by: User) -> str:
    return by.home_unit.path if by.home_unit_id else ""
