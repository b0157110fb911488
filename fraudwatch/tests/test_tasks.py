"""Every task called twice leaves what it leaves once; what waits is never lost with the queue."""

import json
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail, serializers
from django.db import transaction

from campaigns.actions.parts import Parts
from campaigns.actions.reminder_policies import furnish
from campaigns.actions.tasks import create_task, issue_task
from campaigns.models import Assignment
from fraudwatch.celery import app
from fraudwatch.lib import clock
from fraudwatch.tests.faults.at_once import at_once
from fraudwatch.tests.world import picture
from orgs import documents
from orgs.actions.files import disk_path
from orgs.actions.jobs import order_document
from orgs.actions.notices import tell
from orgs.enums import WorkState
from orgs.models import Delivery, Job, Notice, StoredFile
from orgs.tasks import ring, run_jobs, send_deliveries, silence
from orgs.tests.paper import Paper
from reports.actions.imports import keep_book
from reports.actions.photos import add_photo
from reports.actions.submissions import submit_report
from reports.enums import ImportState
from reports.models import ImportJob, Period, Photo, PhotoReuse, Total

TASKS = {
    "orgs.tasks.send_deliveries": (),
    "orgs.tasks.run_jobs": (),
    "orgs.tasks.run_schedules": (),
    "orgs.tasks.sweep": (),
    "orgs.tasks.heartbeat": ("worker",),
    "campaigns.tasks.open_due_rounds": (),
    "campaigns.tasks.remind_due": (),
    "reports.tasks.turn_periods": (),
    "reports.tasks.compare_photos": (),
    "reports.tasks.let_imports_go": (),
    "reports.tasks.fold_totals": (),
    "reports.tasks.send_leader_digests": (),
}
OURS = ("fraudwatch.", "orgs.", "campaigns.", "reports.")
NOT_COMPARED = {"sessions.session", "contenttypes.contenttype", "auth.permission"}


def own_tasks():
    """The names of all tasks of ours that Celery knows."""
    app.loader.import_default_modules()
    return sorted(name for name in app.tasks if name.startswith(OURS))


def test_every_task_stands_in_the_table_above():
    assert own_tasks() == sorted(TASKS)


@pytest.fixture
def paper():
    made = Paper()
    documents.register(made)
    yield made
    documents.forget(made.name)


@pytest.fixture
def work(cast, units, period, template, paper):
    """Something waits for each task. It is the due moment of this week's report."""
    office = cast["coordinator"]
    policy = furnish(template.campaign, "report", template.pk)
    policy.steps.exclude(minutes=0).delete()
    with silence():
        with clock.at(period.due_at - timedelta(days=9)):
            old = order_document("paper", {"unit": units["bank"].pk}, by=office)
            run_jobs()
            _weekly_task(period, units, office)
            keep_book(b"PK", name="a.xlsx", period=period, node=units["town"], by=office,
                      plan={"rows": [], "problems": []})  # fmt: skip
        with clock.at(period.due_at - timedelta(hours=1)):
            for name in ("school", "bank"):
                add_photo(period.reports.get(unit=units[name]), picture(), upload_id=uuid.uuid4(),
                          by=cast[name])  # fmt: skip
            Photo.objects.update(compared_at=None)  # the server stopped before it compared them
            PhotoReuse.objects.all().delete()
            submit_report(
                period.reports.get(unit=units["village"]), submission_id=uuid.uuid4(),
                values={"visits": "3", "app_users": "1", "losses": "0",
                        "awareness": {"n": "1", "d": "2"}},
                texts={"work": "做了"}, reasons={}, by=cast["reporter"],
            )  # fmt: skip
            order_document("paper", {"unit": units["town"].pk}, by=office)
            tell([cast["bank"], cast["school"]], kind="note", occasion="x", title="Read this")
        with clock.at(period.due_at):
            yield old


def _weekly_task(period, units, office):
    """A task whose first round has run out by the due moment of the report."""
    task = create_task(
        period.template.campaign, title="每周提示", parts=Parts(units["bank"]), repeat="weeks",
        due_at=period.due_at - timedelta(days=3), by=office,
    )  # fmt: skip
    issue_task(task, by=office)
    Delivery.objects.all().delete()


def dump():
    """Everything in the database, in a fixed order."""
    rows = {}
    for model in apps.get_models():
        if model._meta.label_lower not in NOT_COMPARED:
            found = model._default_manager.order_by("pk")
            rows[model._meta.label_lower] = json.loads(serializers.serialize("json", found))
    return rows


def counts():
    """How many rows there are of everything, and how many mails went out."""
    return {name: len(rows) for name, rows in dump().items()} | {"mail": len(mail.outbox)}


@pytest.mark.parametrize("name", TASKS)
def test_called_twice_in_a_row_it_does_nothing_the_second_time(name, work):
    app.tasks[name](*TASKS[name])
    once, sent = dump(), list(mail.outbox)

    app.tasks[name](*TASKS[name])

    assert dump() == once
    assert mail.outbox == sent


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", TASKS)
def test_called_twice_at_once_it_has_one_effect(name, work):
    task = app.tasks[name]
    with silence():
        with transaction.atomic():
            task(*TASKS[name])
            wanted = counts()
            transaction.set_rollback(True)
        mail.outbox.clear()

        outcomes = at_once(*[lambda: task(*TASKS[name])] * 2)

        assert [one for one in outcomes if isinstance(one, Exception)] == []
        assert counts() == wanted
        after = dump()
        task(*TASKS[name])
        assert dump() == after


def test_each_of_them_had_something_to_do(work, units):
    """Or the tests above would say nothing."""
    for name, arguments in TASKS.items():
        app.tasks[name](*arguments)

    work.refresh_from_db()
    assert work.state == WorkState.EXPIRED
    assert Job.objects.filter(state=WorkState.DONE).count() == 1
    assert Period.objects.count() == 7
    assert list(Assignment.objects.values_list("occurrence", flat=True)) == [1, 2]
    assert Notice.objects.filter(kind="reminder").count() == 5  # one a person
    assert Total.objects.filter(unit=units["town"], reported=1).count() == 1
    assert PhotoReuse.objects.count() == 1
    assert list(ImportJob.objects.values_list("state", flat=True)) == [ImportState.EXPIRED]
    assert len(mail.outbox) == 2
    assert Delivery.objects.filter(state=WorkState.DONE).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_commit_without_a_ring_is_found_by_the_next_tick(cast, units, paper, noon):
    with silence():  # the process died between the commit and the message
        job = order_document("paper", {"unit": units["town"].pk}, by=cast["coordinator"])
        tell([cast["reporter"]], kind="note", occasion="x", title="Read this")
    job.refresh_from_db()
    before = (job.state, len(mail.outbox))

    run_jobs()
    send_deliveries()

    job.refresh_from_db()
    assert (before, job.state, len(mail.outbox)) == ((WorkState.QUEUED, 0), WorkState.DONE, 1)


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_no_work_and_rings_nobody(cast, units, paper, noon):
    class Halfway(Exception):
        pass

    def half_of_it():
        with transaction.atomic():
            order_document("paper", {"unit": units["town"].pk}, by=cast["coordinator"])
            tell([cast["reporter"]], kind="note", occasion="x", title="Read this")
            raise Halfway

    with pytest.raises(Halfway):
        half_of_it()

    assert (Job.objects.count(), Notice.objects.count(), Delivery.objects.count()) == (0, 0, 0)
    assert (paper.made, mail.outbox) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_fails_is_noted_and_nothing_else(cast, units, paper, noon, caplog):
    class Gone(Exception):
        pass

    def refuse():
        raise Gone

    task = app.tasks["orgs.tasks.run_jobs"]
    kept, task.delay = task.delay, refuse
    try:
        job = order_document("paper", {"unit": units["town"].pk}, by=cast["coordinator"])
    finally:
        task.delay = kept

    assert (job.state, paper.made) == (WorkState.QUEUED, 0)
    assert "queue unreachable, orgs.tasks.run_jobs waits for the next tick" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_ring_waits_for_the_commit(cast, units, paper, noon):
    with transaction.atomic():
        order_document("paper", {"unit": units["town"].pk}, by=cast["coordinator"])
        ring("orgs.tasks.run_jobs")
        inside = paper.made

    assert (inside, paper.made) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_transaction_failed_leaves_no_row(cast, units, paper, noon, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("orgs.actions.jobs._tell", fail)
    with silence():
        job = order_document("paper", {"unit": units["town"].pk}, by=cast["coordinator"])
    with pytest.raises(RuntimeError):
        run_jobs()

    job.refresh_from_db()
    assert (job.state, StoredFile.objects.count()) == (WorkState.RUNNING, 0)
    monkeypatch.undo()
    with clock.at(noon + timedelta(minutes=2)):
        run_jobs()
    job.refresh_from_db()
    assert (job.state, disk_path(job.file).exists()) == (WorkState.DONE, True)


@pytest.mark.django_db(transaction=True)
def test_commits_close_together_are_one_ring_that_comes_after_them(monkeypatch, settings):
    task, rung, now = app.tasks["orgs.tasks.run_jobs"], [], [100.0]
    settings.CELERY_TASK_ALWAYS_EAGER = False
    monkeypatch.setattr(task, "apply_async", lambda countdown: rung.append(now[0] + countdown))
    monkeypatch.setattr("orgs.tasks.time.monotonic", lambda: now[0])
    monkeypatch.setattr("orgs.tasks._covered_until", {})
    commits = [100.0, 100.1, 100.4, 100.6, 103.0]

    for now[0] in commits:
        with transaction.atomic():
            ring("orgs.tasks.run_jobs", together=True)

    assert rung == [101.0, 101.6, 104.0]
    assert all(any(at < woken <= at + 1 for woken in rung) for at in commits)
