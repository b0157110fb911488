"""Links of big screens: made, opened, taken back (大屏链接)."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import Unit, User
from reports.actions.links import token_digest
from reports.errors import ReportError
from reports.models import ScreenLink

LONGEST = 366  # days
MOST = 30  # links of a campaign that stand at one time
SEEN_EVERY = timedelta(minutes=10)  # a screen opened again within is one opening


@dataclass(frozen=True)
class MadeScreen:
    """A link just made, with the token that is shown to its maker once and kept nowhere."""

    link: ScreenLink
    token: str


@transaction.atomic
def make_screen(campaign: Campaign, unit: Unit, *, name: str, days: int, by: User) -> MadeScreen:
    """A link that shows ``unit`` in ``campaign`` for ``days``. ReportError when it cannot be."""
    name = " ".join(name.split())[:40]
    if not name:
        raise ReportError(_("Say where the screen hangs, for instance “Meeting room 2”."))
    if not 1 <= days <= LONGEST:
        raise ReportError(
            _("A link lasts from 1 to %(n)s days; %(days)s is not among them.")
            % {"n": LONGEST, "days": days}
        )
    now = clock.now()
    standing = ScreenLink.objects.filter(campaign=campaign, revoked_at=None, expires_at__gt=now)
    if standing.count() >= MOST:
        raise ReportError(
            _("%(n)s links of this campaign stand already; take one back first.") % {"n": MOST}
        )
    token = secrets.token_urlsafe(32)
    link = ScreenLink.objects.create(
        campaign=campaign, unit=unit, name=name, token_hash=token_digest(token), made_by=by,
        made_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    record("screen.made", link, by=by, path=unit.path)
    return MadeScreen(link, token)


@transaction.atomic
def revoke_screen(link: ScreenLink, *, by: User) -> None:
    """Take a link back; a screen that is on goes dark with its next question."""
    moved = ScreenLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now())
    if not moved:
        raise ReportError(_("This link was taken back before."))
    record("screen.revoked", link, by=by, path=link.unit.path)


@transaction.atomic
def note_opening(link: ScreenLink) -> None:
    """Write down that the screen was opened; a page loaded again at once is the same opening."""
    if note_seen(link):
        record("screen.opened", link, by=None, path=link.unit.path)


def note_seen(link: ScreenLink) -> bool:
    """Note that the screen asked; False when that was noted within the last ten minutes."""
    now = clock.now()
    if link.seen_at and now - link.seen_at < SEEN_EVERY:
        return False
    stale = Q(seen_at=None) | Q(seen_at__lte=now - SEEN_EVERY)
    return bool(ScreenLink.objects.filter(stale, pk=link.pk).update(seen_at=now))
