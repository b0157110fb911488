"""The weekly digest to leaders: Monday 8:00, the figures of their page, the PDF to fetch."""

import logging
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from campaigns.enums import UNDER_WAY
from campaigns.models import Campaign
from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.weeks import moment, monday_of, working_days
from orgs.actions.audit import record
from orgs.actions.jobs import order_document
from orgs.actions.notices import Message, tell_many
from orgs.enums import Channel
from orgs.models import User
from reports.models import LeaderDigest
from reports.queries.leader_digests import LeaderLetter, leaders_of, letter_to

logger = logging.getLogger(__name__)
AT = time(8, 0)
USEFUL = timedelta(hours=36)  # a Monday's figures still help on Tuesday
KIND = "leader.digest"
PDF = "weekly-summary-pdf"
TITLE = gettext_noop("%(unit)s: the week at a glance, %(week)s")
TEXT = gettext_noop("%(lines)s")
WITH_PDF = gettext_noop("%(lines)s\nThe summary as a PDF waits for you in the export centre.")


@transaction.atomic
def switch_leader_digest(campaign: Campaign, *, is_active: bool, by: User) -> None:
    """Send the digest from the next Monday on, or no more; nothing happens when it already is."""
    digest, _made = LeaderDigest.objects.get_or_create(campaign=campaign)
    switched = LeaderDigest.objects.filter(pk=digest.pk, is_active=not is_active).update(
        is_active=is_active, version=F("version") + 1, sent_for=monday_of(clock.now())
    )
    if switched:
        action = "leader_digest.switched_on" if is_active else "leader_digest.switched_off"
        record(action, campaign, by=by, path=campaign.owner.path)


def digest_moment(now: datetime) -> datetime:
    """When this week's digest goes out: Monday 8:00, or the first working day after it."""
    return moment(working_days().next(monday_of(now)), 0, AT)


def send_leader_digests(now: datetime | None = None) -> int:
    """Tell the leaders of every campaign that has it switched on; returns how many were told.

    Once a week and person, however many beats run. Whether a leader may see the figures is
    asked again each time. What could not go out for a day and a half is left out with a line
    in the log.
    """
    now = now or clock.now()
    at, monday, told = digest_moment(now), monday_of(now), 0
    if now < at:
        return 0
    waiting = LeaderDigest.objects.filter(
        Q(sent_for=None) | Q(sent_for__lt=monday), is_active=True, campaign__state__in=UNDER_WAY
    )
    for digest in waiting.select_related("campaign__owner").order_by("pk"):
        told += _send(digest, at, now)
    return told


@transaction.atomic
def _send(digest: LeaderDigest, at: datetime, now: datetime) -> int:
    monday = monday_of(now)
    mine = LeaderDigest.objects.filter(
        Q(sent_for=None) | Q(sent_for__lt=monday), pk=digest.pk, is_active=True
    ).update(sent_for=monday)
    if not mine:
        return 0
    if now - at > USEFUL:
        logger.warning("weekly digest of %s skipped: nothing ran since %s", digest.campaign, at)
        return 0
    letters = [
        letter_to(person, unit, digest.campaign, now)
        for person, unit in leaders_of(digest.campaign)
    ]
    messages = [_message(digest, letter) for letter in letters if letter]
    return tell_many(messages, channels=(Channel.EMAIL,))


def _message(digest: LeaderDigest, letter: LeaderLetter) -> Message:
    key = f"leaders:{digest.campaign_id}:{letter.unit.pk}:{monday_of(clock.now())}"
    return Message(
        letter.person, KIND, key, TITLE, WITH_PDF if _has_pdf(letter) else TEXT,
        {"unit": letter.unit.name, "week": letter.period.words, "lines": letter.lines},
        letter.url, f"leaders:{digest.campaign_id}",
    )  # fmt: skip


def _has_pdf(letter: LeaderLetter) -> bool:
    """Order the PDF in the leader's own name; only he fetches it, signed in."""
    try:
        with transaction.atomic():
            order_document(
                PDF, {"period": letter.period.pk, "unit": letter.unit.pk}, by=letter.person
            )
    except DomainError:
        return False
    return True
