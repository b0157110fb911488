"""Playing the demo from its first day to now, in the order things happened."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.actions.deliveries import send_waiting
from orgs.actions.notices import mark_read
from orgs.channels import Way
from orgs.enums import Channel
from orgs.models import Notice, Unit, User
from orgs.tasks import silence
from reports.actions.totals import fold_totals

from .calendar import story_at
from .campaign import make_campaign, make_indicators, make_tasks, task_events
from .channels import add_robots
from .collecting import collecting_events
from .evidence import evidence_events
from .headcounts import enter_headcounts
from .library import furnish_library
from .orgchart import change_terms, note_sign_ins
from .parts import part_events
from .reading import reading_events
from .reviews import correction_events
from .stage import set_stage
from .standing import digest_events, order_summaries
from .tasks_more import weekly_task_events
from .town_plan import town_events
from .versions import publish_plan, version_events
from .weekly import make_template, weekly_events
from .workbooks import workbook_events

# The demo's people have no mailboxes; what was sent stands in the log as sent.
PRETENDED = {Channel.EMAIL: Way(lambda _setup, _rows: {})}
PASSWORD = "Fraudwatch-demo-2026"  # noqa: S105 - printed for everybody to see


@transaction.atomic
def play_demo(now: datetime, *, tell: Callable[[str], object] = lambda _line: None) -> None:
    """Make the county and let its campaign run until ``now``; all of it or nothing."""
    story = story_at(now)
    with silence():
        with clock.at(story.day(-10, time(9, 0))):
            tell("units and people")
            stage = set_stage(PASSWORD)
            change_terms(stage)
            add_robots(stage)
            indicators = make_indicators(stage.users["coordinator"])
        with clock.at(story.day(0, time(9, 0))):
            tell("campaign and tasks")
            campaign = make_campaign(stage, story, indicators)
            tasks = make_tasks(stage, story, campaign)
        publish_plan(stage, story, campaign)
        campaign.refresh_from_db()
        first_morning = story.week(1).opens_at - timedelta(days=2)
        with clock.at(first_morning):
            template = make_template(campaign, stage, story, indicators)
            enter_headcounts(stage, story, template, indicators)
        tell("four weeks of work")
        events = task_events(stage, story, tasks) + weekly_events(stage, story, template)
        events += version_events(stage, story, campaign)
        events += town_events(stage, story, campaign)
        events += part_events(stage, story, campaign)
        events += weekly_task_events(stage, story, campaign)
        events += evidence_events(stage, story, template)
        events += collecting_events(stage, story, template)
        events += workbook_events(stage, story, template)
        events += correction_events(stage, story, template)
        events += reading_events(stage, story)
        events += digest_events(stage, story, campaign)
        past = sorted((event for event in events if event[0] <= now), key=lambda event: event[0])
        for moment, deed in past:
            with clock.at(moment):
                deed()
                send_waiting(PRETENDED)
        with clock.at(past[-1][0]):
            fold_totals()
            furnish_library(stage, template)
            order_summaries(stage)
        _read_old_notices(now)
        note_sign_ins(stage, now)
        record("demo.loaded", stage.units["QL"], by=None, path=stage.units["QL"].path)


def _read_old_notices(now: datetime) -> None:
    """People look into their inbox: what is older than a week has been read."""
    for user in User.objects.all():
        for notice in Notice.objects.filter(recipient=user, at__lt=now - timedelta(days=7)):
            with clock.at(notice.at + timedelta(hours=3)):
                mark_read(notice, by=user)


def is_empty() -> bool:
    """Nobody and no unit yet: the only state in which the demo may come in."""
    return not User.objects.exists() and not Unit.objects.exists()
