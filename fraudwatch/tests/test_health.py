"""For those who run the site: doctor, readiness, metrics, and numbers in the log."""

import json
import logging
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import RequestFactory
from django.utils import timezone, translation

from fraudwatch import views
from fraudwatch.backups.making import make_backup
from fraudwatch.celery import note_the_tick
from fraudwatch.health import inside, outside
from fraudwatch.health.findings import FAIL, OK, WARN, Finding, examine
from fraudwatch.lib import clock
from fraudwatch.lib.logs import JsonFormatter, NameWork
from fraudwatch.lib.request_ids import called
from orgs.actions.jobs import note_beat
from orgs.enums import Channel, WorkState
from orgs.models import ChannelSetup, Job, WorkerBeat
from orgs.tests.counting import text_of


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def well(db, settings, tmp_path):
    """Everything that a test can put in order is."""
    settings.DATA_DIR = tmp_path
    for name in ("worker", "beat", "backup"):
        note_beat(name)


def run_doctor(**options):
    """What it printed, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("doctor", stdout=out, language="en", **options)
    except SystemExit as end:
        code = end.code
    return out.getvalue(), code


def test_doctor_prints_one_line_a_thing_and_ends_well(well):
    printed, code = run_doctor()

    lines = printed.splitlines()
    found = [line[5:].split(":")[0] for line in lines]
    assert [name for name in found if name not in ("free space", "channel")] == [
        "database", "migrations", "queue", "beat", "worker", "due work", "failed in 7 days",
        "files", "fonts", "static files", "clock", "keys", "backup",
    ]  # fmt: skip
    assert code == (1 if "FAIL" in printed else 0)
    assert [line for line in lines if line.startswith("FAIL") and "free space" not in line] == []
    assert (
        next(line for line in lines if "migrations" in line) == "ok   migrations: none is waiting"
    )


def test_doctor_speaks_to_programs_too(well):
    printed, _code = run_doctor(json=True)

    rows = json.loads(printed)
    assert rows[0]["name"] == "database"
    assert {key for row in rows for key in row} == {"state", "name", "fact", "cure"}


def test_a_part_without_a_sign_of_life_is_broken_and_says_how_to_start_it(db):
    with clock.at(timezone.now() - timedelta(minutes=4)):
        note_beat("beat")

    assert (inside.worker().state, inside.worker().fact) == (FAIL, "never seen")
    assert inside.beat().state == FAIL
    assert inside.beat().cure == "Start it on one machine: systemctl restart fraudwatch-beat"
    _printed, code = run_doctor()
    assert code == 1


def test_beat_leaves_its_own_sign_of_life(db, monkeypatch):
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own

    note_the_tick()

    assert inside.beat().state == OK
    assert WorkerBeat.objects.get().name == "beat"


def test_work_that_waits_for_an_hour_is_a_fault(cast):
    since = timezone.now() - timedelta(hours=1)
    Job.objects.create(kind="x", key="x", title="x", asked_by=cast["town"], due_at=since)

    assert inside.lag().state == FAIL
    Job.objects.update(due_at=timezone.now() - timedelta(minutes=10))
    assert inside.lag().state == WARN
    Job.objects.update(state=WorkState.DONE)
    assert inside.lag().fact == "nothing waits"


def test_the_age_of_the_last_backup_is_said_and_too_old_in_production_is_a_fault(
    cast, settings, tmp_path
):
    settings.PRODUCTION = True
    assert (inside.backup().state, inside.backup().fact) == (FAIL, "none was ever made")
    with clock.at(timezone.now() - timedelta(hours=25)):
        make_backup(tmp_path / "a.fwb")
    assert inside.backup() == Finding(OK, "backup", "the last is 25 hours old")
    WorkerBeat.objects.update(at=timezone.now() - timedelta(hours=27))
    assert inside.backup().state == FAIL


def test_an_interrupted_restore_is_named(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "restore-unfinished").write_text("a.fwb")

    assert inside.restore()[0].fact == "the restore of a.fwb was interrupted"


def test_keys_that_do_not_fit_are_found(cast, settings, sign_in):
    make_note(cast["town"])
    assert inside.keys().state == OK

    settings.SECRET_KEY = "another" * 10
    assert inside.keys().state == FAIL


def make_note(person):
    """Something in the audit trail."""
    from orgs.actions.audit import record_alone  # noqa: PLC0415 - one line of one test

    record_alone("session.closed", by=person)


def test_the_mail_server_has_no_name_and_is_called_by_its_kind(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    mail = ChannelSetup.objects.filter(kind="email", unit=None)
    if not mail.update(is_active=True):  # deleted with the rest after a test that commits
        ChannelSetup.objects.create(kind="email", is_active=True)
    before = [one.fact for one in inside.channels()]
    mail.update(failures=ChannelSetup.FAILING_AFTER, cause="It is away\nfor the log")

    assert before == [f"{Channel.EMAIL.label}, never used"]
    assert [one.fact for one in inside.channels()] == [f"{Channel.EMAIL.label}: It is away"]


def test_a_folder_that_cannot_be_written_is_said_with_the_cure(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    Path(settings.MEDIA_ROOT).write_text("no folder")

    found = outside.storage()

    assert (found.state, found.cure) == (
        FAIL, "Make room, or give the folder to the user of this site.",
    )  # fmt: skip


def test_a_queue_that_does_not_answer_is_a_fault_that_loses_nothing(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert outside.queue().state == FAIL
    assert "Nothing is lost" in outside.queue().cure


def test_a_check_that_breaks_is_a_finding_itself():
    def broken():
        raise ValueError("no such thing\nat all")

    assert examine([("odd", broken)]) == [
        Finding(FAIL, "odd", "no such thing", "See the log of this process.")
    ]


@pytest.mark.django_db
def test_ready_means_database_and_tables_and_the_queue_is_named(client, settings):
    assert client.get("/readyz").content == b"ok database\nok migrations\nok queue\n"

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.splitlines()[-1]) == (200, b"FAIL queue")


@pytest.mark.django_db
def test_tables_of_an_older_version_are_not_ready(client, monkeypatch):
    monkeypatch.setattr(outside, "waiting_migrations", lambda: 2)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"ok database\nFAIL migrations\n")


@pytest.mark.django_db
def test_metrics_count_requests_by_view_and_tell_what_waits(client, cast):
    client.get("/healthz")
    Job.objects.create(kind="x", key="x", title="x", asked_by=cast["town"])
    note_beat("worker")

    text = client.get("/metrics").content.decode()

    assert 'fraudwatch_requests_total{method="GET",status="200",view="healthz"}' in text
    assert 'fraudwatch_request_seconds_bucket{le="0.5",view="healthz"}' in text
    assert 'fraudwatch_jobs{state="queued"} 1' in text
    assert 'fraudwatch_due_lag_seconds{kind="deliveries"} 0.0' in text
    assert 'fraudwatch_beat_age_seconds{part="worker"}' in text
    assert "fraudwatch_database_connections" in text


@pytest.mark.django_db
def test_metrics_are_for_the_monitoring_only(client, settings):
    settings.METRICS_FROM, settings.METRICS_TOKEN = ["10.0.0.0/8"], "a-token-of-twenty-signs"

    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    right = {"Authorization": "Bearer a-token-of-twenty-signs"}
    assert client.get("/metrics", headers=right).status_code == 200


@pytest.mark.django_db
def test_metrics_go_on_without_the_database(client, monkeypatch):
    def gone():
        raise connections["default"].Database.OperationalError("gone")

    monkeypatch.setattr("fraudwatch.health.views.figures", gone)
    monkeypatch.setattr("fraudwatch.health.views.Error", Exception)

    text = client.get("/metrics").content.decode()

    assert text.endswith("# the database does not answer\n")


def test_the_health_page_shows_the_same_lines_with_what_is_broken_first(sign_in, well):
    WorkerBeat.objects.filter(name="worker").delete()

    page = text_of(
        sign_in("administrator").get("/admin-tools/health/", headers={"Accept-Language": "en"})
    )

    assert "Never seen" in page
    assert page.index("Never seen") < page.index("None is waiting")


def test_each_answer_carries_a_number_and_a_sane_one_of_the_proxy_is_kept(client):
    made = client.get("/healthz")["X-Request-ID"]
    kept = client.get("/healthz", headers={"X-Request-ID": "proxy-7f3a90b1"})["X-Request-ID"]
    evil = client.get("/healthz", headers={"X-Request-ID": "a b\x7f<script>alert(1)"})

    assert (len(made), kept) == (16, "proxy-7f3a90b1")
    assert "<" not in evil["X-Request-ID"]


def test_the_page_of_a_fault_shows_the_number_under_which_the_log_has_it():
    with called(request="7f3a90b1c2d3e4f5"):
        try:
            raise ValueError("inside")
        except ValueError:
            answer = views.server_error(RequestFactory().get("/"))

    assert "Number 7f3a90b1c2d3e4f5" in answer.content.decode()


def test_log_lines_carry_the_numbers_of_request_task_and_job():
    line = logging.LogRecord("x", logging.INFO, "x", 1, "done %s", ("it",), None)
    with called(task="t-1"), called(job="j-2"):
        NameWork().filter(line)

    entry = json.loads(JsonFormatter().format(line))

    assert (entry["message"], entry["task"], entry["job"]) == ("done it", "t-1", "j-2")
    assert line.names == " [task t-1] [job j-2]"


def test_a_log_line_stays_one_line_that_reads_in_one_direction():
    evil = 'x\r\n{"level": "INFO"}\u2028\x85\u202eb\x1b[2J'
    line = logging.LogRecord("x", logging.INFO, "x", 1, "name %s", (evil,), None)

    written = JsonFormatter().format(line)

    assert (written.isprintable(), written.splitlines()) == (True, [written])
    assert json.loads(written)["message"] == f"name {evil}"
