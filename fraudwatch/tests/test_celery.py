"""The queue's options, and what no task of ours may ask for."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from fraudwatch.celery import app

pytestmark = pytest.mark.everywhere

ROOT = Path(settings.BASE_DIR)
SOURCES = [
    file
    for part in ("fraudwatch", "orgs", "campaigns", "reports")
    for file in sorted((ROOT / part).rglob("*.py"))
    if "migrations" not in file.parts
]
LONGEST_DELAY = 60  # seconds


def delays(file):
    """The ``eta`` and ``countdown`` arguments of all calls."""
    text = file.read_text()
    if "eta" not in text and "countdown" not in text:
        return []
    return [
        argument
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call)
        for argument in call.keywords
        if argument.arg in ("eta", "countdown")
    ]


def test_nothing_is_queued_for_later_than_a_minute():
    long = [
        f"{file.relative_to(ROOT)}:{found.lineno}"
        for file in SOURCES
        for found in delays(file)
        if found.arg == "eta"
        or not isinstance(found.value, ast.Constant)
        or found.value.value > LONGEST_DELAY
    ]

    assert long == []


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("task_acks_on_failure_or_timeout", True),
        ("task_ignore_result", True),
        ("task_time_limit", 300),
        ("task_soft_time_limit", 240),
        ("task_serializer", "json"),
        ("accept_content", ["json"]),
        ("worker_enable_remote_control", False),
        ("worker_max_tasks_per_child", 100),
        ("worker_max_memory_per_child", 400_000),
        ("worker_cancel_long_running_tasks_on_connection_loss", True),
        ("broker_connection_retry_on_startup", True),
        ("task_default_queue", "short"),
        ("timezone", "Asia/Shanghai"),
    ],
)
def test_the_option_is_set(option, value):
    assert app.conf[option] == value


def test_a_lost_task_comes_back_later_than_it_may_run():
    assert settings.VISIBILITY_TIMEOUT > settings.CELERY_TASK_TIME_LIMIT


def test_on_redis_lost_tasks_are_looked_for_every_five_seconds():
    if not settings.REDIS_URL:
        pytest.skip("the embedded queue is used")

    options = app.conf.broker_transport_options

    assert options["visibility_timeout"] == 600
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (5, 1)


def test_every_tick_wakes_a_task_that_exists():
    app.loader.import_default_modules()

    assert sorted(set(settings.TICKS) - set(app.tasks)) == []


def test_a_tick_expires_before_the_next_one():
    entries = settings.CELERY_BEAT_SCHEDULE.values()

    assert all(entry["options"]["expires"] < entry["schedule"] for entry in entries)


def test_a_web_process_can_wake_every_task():
    """Only a worker goes looking for tasks by itself; this needs a process of its own."""
    code = (
        "import fraudwatch.wsgi; from celery import current_app; from django.conf import settings;"
        "print(sorted(set(settings.TICKS) - set(current_app.tasks)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert told.stdout.strip() == "[]"


def test_on_redis_a_worker_of_threads_does_not_start():
    """It would stand still for ever once Redis was away (docs/faults.md)."""
    told = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "fraudwatch", "worker", "--pool", "threads"],
        env={**os.environ, "REDIS_URL": "redis://127.0.0.1:1/0"},
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=60,
    )  # fmt: skip

    assert (told.returncode, "leave --pool away" in told.stderr) == (1, True), told.stderr
