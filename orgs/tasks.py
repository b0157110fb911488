"""Doorbells of orgs: each task wakes one action; the rows say what is due."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app, shared_task
from django.db import transaction

from fraudwatch.lib.table_sizes import learn_table_sizes

logger = logging.getLogger(__name__)
# Until when a ring that is on its way wakes its task late enough for what is committed now.
_covered_until: dict[str, float] = {}
_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """Ring nobody inside the block: what is due stands in rows and is found at the next tick."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def ring(task_name: str, *, together: bool = False) -> None:
    """Wake a task after the commit; a queue that is down only delays the work to the next tick.

    Commits that follow within half a second are one ring when they may come ``together``: the
    task wakes a second after the first of them.
    """

    def push() -> None:
        try:
            _push(task_name, together)
        except Exception:  # the broker's own errors differ by transport
            logger.warning("queue unreachable, %s waits for the next tick", task_name)

    if not _silent.get():
        transaction.on_commit(push, robust=True)


def _push(task_name: str, together: bool) -> None:
    task, now = current_app.tasks[task_name], time.monotonic()
    if not together or current_app.conf.task_always_eager:
        task.delay()
    elif now >= _covered_until.get(task_name, 0):
        task.apply_async(countdown=1)
        # Half of the time, so that clocks of two machines may differ by the other half.
        _covered_until[task_name] = now + 0.5


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
