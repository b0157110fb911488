"""Who has the plan's editor open: a note that is renewed every few seconds, not a change."""

from django.db import IntegrityError, transaction

from campaigns.models import Campaign, PlanPresence, Section
from fraudwatch.lib import clock
from orgs.models import User


def note_presence(campaign: Campaign, *, section: Section | None, by: User) -> None:
    """``by`` is in the editor now, writing in ``section``; stale by itself after some seconds."""
    seen = {"section": section, "seen_at": clock.now()}
    mine = PlanPresence.objects.filter(campaign=campaign, user=by)
    if mine.update(**seen):
        return
    try:
        with transaction.atomic():
            PlanPresence.objects.create(campaign=campaign, user=by, **seen)
    except IntegrityError:  # a second tab of the same person was faster
        mine.update(**seen)
