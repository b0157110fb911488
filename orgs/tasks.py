"""Doorbells of orgs: each task wakes one action; the rows say what is due."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app, shared_task
from django.db import transaction

from fraudwatch.lib.table_sizes import learn_table_sizes

logger = logging.getLogger(__name__)
_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """Ring nobody inside the block: what is due stands in rows and is found at the next tick."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def ring(task_name: str) -> None:
    """Wake a task after the commit; a queue that is down only delays the work to the next tick."""

    def push() -> None:
        try:
            current_app.tasks[task_name].delay()
        except Exception:  # the broker's own errors differ by transport
            logger.warning("queue unreachable, %s waits for the next tick", task_name)

    if not _silent.get():
        transaction.on_commit(push, robust=True)


@shared_task
def send_deliveries() -> int:
    """Send what waits to be sent."""
    from orgs.actions.deliveries import send_waiting

    return send_waiting()


@shared_task
def run_jobs() -> int:
    """Take up jobs that wait, or whose worker died."""
    from orgs.actions.jobs import run_waiting

    return run_waiting()


@shared_task
def run_schedules() -> int:
    """Order the scheduled exports whose moment has come."""
    from orgs.actions.schedules import run_due_schedules

    return run_due_schedules()


@shared_task
def sweep() -> int:
    """Take away what has expired: export files, stray files, old failed sign-ins, sessions.

    The database learns how large its tables have become.
    """
    from orgs.actions.files import sweep_strays
    from orgs.actions.jobs import expire_jobs
    from orgs.actions.lockout import drop_old_attempts
    from orgs.models.sessions import SessionStore

    SessionStore.clear_expired()
    learn_table_sizes()
    return expire_jobs() + sweep_strays() + drop_old_attempts()


@shared_task
def heartbeat(name: str = "worker") -> None:
    """Leave a sign of life for the health page."""
    from orgs.actions.jobs import note_beat

    note_beat(name)
