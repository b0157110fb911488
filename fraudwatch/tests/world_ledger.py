"""What the task ledger adds to the world: a saved view, a calendar feed, a sheet being checked."""

from types import SimpleNamespace

from campaigns.actions.calendar_feeds import make_feed
from campaigns.actions.saved_views import save_view
from campaigns.actions.task_sheets import keep_sheet
from campaigns.models import CalendarFeed
from campaigns.tests.task_books import book, row
from fraudwatch.tests.cast import NOON


def make_ledger(world: SimpleNamespace) -> None:
    """Everything by the product's own actions."""
    cast, campaign = world.cast, world.campaign
    world.saved_view = save_view(campaign, name="Curlew-saved-view", query="", by=cast["leader"])
    world.task_sheet = keep_sheet(
        campaign, book(row("新任务")), name="tasks.xlsx", by=cast["coordinator"]
    )
    world.feed_secret = make_feed(by=cast["bank"])
    CalendarFeed.objects.update(read_at=NOON)  # noted: another reading leaves no trace
