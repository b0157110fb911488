"""A worker killed while it makes an export: taken up again once, given up the third time."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from fraudwatch.lib import clock
from fraudwatch.tests.faults.server import PATIENCE, ROOT, database_url
from orgs import documents
from orgs.actions.jobs import order_document, run_waiting
from orgs.enums import WorkState
from orgs.models import Job, Notice, StoredFile, Unit
from orgs.models.leases import LEASE
from orgs.tasks import silence
from orgs.tests.paper import Paper

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
FOREVER = 600  # steps of a tenth of a second


@pytest.fixture
def job(cast, units):
    """An export that waits; made at once in this process, slowly in the worker's."""
    paper = Paper()
    documents.register(paper)
    with silence():
        yield order_document("paper", {"unit": units["town"].pk}, by=cast["coordinator"])
    documents.forget(paper.name)


def kill_halfway(job):
    """Start a worker, and kill it with all its children when it has begun."""
    given = {
        "DJANGO_SETTINGS_MODULE": "fraudwatch.tests.faults.settings",
        "DATABASE_URL": database_url(),
        "FAULTS_SECRET_KEY": settings.SECRET_KEY,
        "FAULTS_FILES": str(settings.MEDIA_ROOT),
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "fraudwatch.tests.faults.slow_worker", str(FOREVER)],
        env={**os.environ, **given}, cwd=ROOT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    attempts, until = job.attempts, time.monotonic() + PATIENCE
    try:
        while (job.attempts, job.done > 2) != (attempts + 1, True):
            assert worker.poll() is None, "the worker ended before it was killed"
            assert time.monotonic() < until, "the worker never took the job up"
            time.sleep(0.1)
            job.refresh_from_db()
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(PATIENCE)
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))


def test_killed_at_half_it_is_made_once_by_the_next(job):
    kill_halfway(job)
    job.refresh_from_db()
    left = job.state

    run_waiting()
    run_waiting()

    job.refresh_from_db()
    assert (left, job.state, job.attempts) == (WorkState.RUNNING, WorkState.DONE, 2)
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [path.name for path in files] == [job.file.pk.hex]
    assert (StoredFile.objects.count(), Notice.objects.count()) == (1, 1)


def test_what_kills_three_workers_is_given_up_and_told(job):
    for _attempt in range(3):
        kill_halfway(job)

    run_waiting()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (WorkState.FAILED, 3)
    assert Notice.objects.get().params["why"] == job.error


def test_a_job_of_a_dead_worker_is_back_within_ninety_seconds():
    """The lease and one tick: nothing else has to run out."""
    assert LEASE.total_seconds() + settings.TICKS["orgs.tasks.run_jobs"] <= 90


def test_what_an_export_is_about_may_go_while_it_is_made(cast, units):
    """It ends in words, neither running for ever nor with a file that says less than it claims."""
    paper = Paper()
    documents.register(paper)
    unit = Unit.objects.create(code="gone", name="gone", parent=units["town"], kind="village",
                               path=f"{units['town'].path}9999.", depth=3)  # fmt: skip

    def vanish():
        Unit.objects.filter(pk=unit.pk).delete()
        Unit.objects.get(pk=unit.pk)

    paper.on_step = [vanish]
    with silence():
        during = order_document("paper", {"unit": unit.pk}, by=cast["coordinator"])
        run_waiting()
        before = order_document("paper", {"unit": units["school"].pk}, by=cast["coordinator"])
        Job.objects.filter(pk=before.pk).update(parameters={"unit": unit.pk})
        run_waiting()
    documents.forget(paper.name)

    for job in (during, before):
        job.refresh_from_db()
        assert (job.state, job.file, bool(job.error)) == (WorkState.FAILED, None, True)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
