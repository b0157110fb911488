"""Redis is down while people work: they do not notice, and what waits is done afterwards."""

import time
import uuid

import pytest
from django.urls import reverse

from fraudwatch.tests.faults.server import Visitor, free_port, serving
from fraudwatch.tests.faults.test_at_once import FORM
from orgs.actions.jobs import run_waiting
from orgs.enums import WorkState
from orgs.models import Job
from reports.actions.totals import fold_totals
from reports.enums import ReportState
from reports.models import DirtyReport, Total

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

PAGES = {
    "coordinator": (
        "reports:home", "reports:workbench", "reports:ledger", "reports:dashboard",
        "reports:report-review", "reports:template-list", "campaigns:campaign-list",
        "campaigns:assignment-list", "orgs:unit-list", "orgs:liaison-list", "orgs:user-list",
        "orgs:audit-list", "orgs:notice-list", "orgs:export-list", "orgs:profile",
    ),
    "reporter": (
        "reports:home", "reports:report-list", "campaigns:assignment-list", "orgs:notice-list",
        "orgs:profile",
    ),
    "administrator": ("orgs:admin-home",),
}  # fmt: skip
PATIENCE = 5  # seconds for one answer, on a busy machine too


@pytest.fixture
def without_redis():
    """The site with the address of a Redis that is not there."""
    with serving(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0") as address:
        yield address


def test_pages_are_read_and_forms_are_kept(cast, report, without_redis, units):
    slow = {}

    def timed(ask, *args):
        began = time.monotonic()
        answer = ask(*args)
        if time.monotonic() - began > PATIENCE:
            slow[args[0]] = time.monotonic() - began
        return answer

    visitors = {name: Visitor(without_redis, name) for name in PAGES}
    answers = {
        (name, page): timed(visitors[name].get, reverse(page))[0]
        for name, pages in PAGES.items()
        for page in pages
    }
    assert {asked: status for asked, status in answers.items() if status != 200} == {}

    form = FORM | {"submission_id": str(uuid.uuid4())}
    timed(visitors["reporter"].post, reverse("reports:report-submit", args=[report.pk]), form)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    decision = {"version": report.version, "seen": "on"}
    path = reverse("reports:report-approve", args=[report.pk])
    timed(visitors["coordinator"].post, path, decision)
    report.refresh_from_db()
    assert report.state == ReportState.APPROVED
    order = {
        "document": "weekly-summary-xlsx", "period": report.period_id, "unit": units["county"].pk,
    }  # fmt: skip
    timed(visitors["coordinator"].post, reverse("orgs:export-order"), order)
    assert slow == {}

    assert (DirtyReport.objects.count(), Job.objects.get().state) == (2, WorkState.QUEUED)
    fold_totals()  # what the ticks do when the queue is back
    run_waiting()
    assert (DirtyReport.objects.count(), Job.objects.get().state) == (0, WorkState.DONE)
    assert Total.objects.get(unit=units["town"]).approved == 1
