"""The queue's options, and what no task of ours may ask for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from fraudwatch.celery import app

ROOT = Path(settings.BASE_DIR)
SOURCES = [
    file
    for part in ("fraudwatch", "orgs", "campaigns", "reports")
    for file in sorted((ROOT / part).rglob("*.py"))
    if "migrations" not in file.parts
]
LONGEST_DELAY = 60  # seconds


def delays(tree):
    """The ``eta`` and ``countdown`` arguments of all calls."""
    return [
        argument
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for argument in call.keywords
        if argument.arg in ("eta", "countdown")
    ]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_is_queued_for_later_than_a_minute(file):
    long = [
        found.lineno
        for found in delays(ast.parse(file.read_text()))
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
