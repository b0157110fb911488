"""What the demo's office lets the portal make by itself."""

from datetime import datetime, time, timedelta

from campaigns.models import Campaign
from orgs.actions.schedules import Plan, create_schedule
from orgs.enums import Rhythm
from orgs.models import User
from reports.actions.leader_digests import (
    digest_moment,
    send_leader_digests,
    switch_leader_digest,
)
from reports.actions.screens import make_screen
from reports.models import Period

from .calendar import Story
from .stage import Stage

MONDAY = 0
SCREEN_DAYS = 183
Events = list[tuple[datetime, object]]


def order_summaries(stage: Stage) -> None:
    """Every Monday morning the county's summary, for the coordinator and the leader."""
    receivers = (stage.users["coordinator"], stage.users["leader"])
    latest = Period.objects.order_by("starts_on").last()
    subject = {"period": latest.pk, "unit": stage.units["QL"].pk}
    plan = Plan("weekly-summary-pdf", subject, Rhythm.WEEKLY, MONDAY, 1, time(8, 30), receivers)
    create_schedule(plan, by=stage.users["coordinator"])


def digest_events(stage: Stage, story: Story, campaign: Campaign) -> Events:
    """The office switches the leaders' digest on and hangs a big screen; the digest goes out."""
    thursday = story.week(4).opens_at + timedelta(days=3, hours=10)
    monday = digest_moment(story.week(5).opens_at) + timedelta(minutes=1)
    office = stage.users["coordinator"]
    return [
        (thursday, lambda: switch_leader_digest(campaign, is_active=True, by=office)),
        (thursday, lambda: _hang_screen(campaign, office)),
        (monday, send_leader_digests),
    ]


def _hang_screen(campaign: Campaign, office: User) -> None:
    """A link of the meeting room's screen; its address was told to nobody."""
    make_screen(campaign, campaign.owner, name="一楼会商室", days=SCREEN_DAYS, by=office)
