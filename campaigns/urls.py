"""Addresses of campaigns, by the feature they belong to."""

from .assignment_urls import assignment_urls
from .campaign_urls import campaign_urls
from .import_urls import import_urls
from .ledger_urls import ledger_urls
from .plan_urls import plan_urls
from .reminder_urls import reminder_urls
from .start_urls import start_urls
from .task_urls import task_urls
from .version_urls import version_urls
from .view_urls import view_urls

app_name = "campaigns"
urlpatterns = [
    *campaign_urls,
    *start_urls,
    *import_urls,
    *plan_urls,
    *version_urls,
    *task_urls,
    *view_urls,
    *ledger_urls,
    *assignment_urls,
    *reminder_urls,
]
