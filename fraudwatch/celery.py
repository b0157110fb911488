"""The queue: Celery reads its options from the settings and the tasks from the apps."""

import logging
import logging.config
import os

from celery import Celery, signals
from django.conf import settings
from django.db import connection
from kombu.transport import TRANSPORT_ALIASES

from fraudwatch.lib.request_ids import call

HEARTBEAT = "orgs.tasks.heartbeat"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
TRANSPORT_ALIASES["folder"] = "fraudwatch.lib.folder_queue:Transport"
TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "fraudwatch.lib.redis_queue:Transport"

app = Celery("fraudwatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
log = logging.getLogger("fraudwatch")


@signals.setup_logging.connect
def set_up_logging(**_: object) -> None:
    """Worker and beat log as the web process does."""
    logging.config.dictConfig(settings.LOGGING)


@signals.celeryd_init.connect
def refuse_threads_on_redis(options: dict, **_: object) -> None:
    """Threads that share connections to Redis stand still for ever once it was away.

    Raises:
        SystemExit: this worker must not start; only that passes through Celery's signals.
    """
    pool = options.get("pool") or options.get("pool_cls")
    pool = getattr(pool, "__module__", pool)
    if settings.REDIS_URL and pool in ("threads", "celery.concurrency.thread"):
        raise SystemExit(
            "A worker of threads may stop without a word on Redis; leave --pool away "
            "(prefork), or leave REDIS_URL empty for the embedded queue."
        )


@signals.worker_ready.connect
def say_worker_is_ready(**_: object) -> None:
    """``manage.py serve`` waits for this line."""
    log.info("worker is ready")


@signals.beat_init.connect
def say_beat_is_ready(**_: object) -> None:
    """``manage.py serve`` waits for this line."""
    log.info("beat is ready")


@signals.task_prerun.connect
def name_the_task(task_id: str = "", **_: object) -> None:
    """Lines that a task logs carry its number."""
    call(task=task_id)


@signals.task_postrun.connect
def forget_the_task(**_: object) -> None:
    """The thread goes on to the next one."""
    call(task="")


@signals.before_task_publish.connect(sender=HEARTBEAT)
def note_the_tick(**_: object) -> None:
    """Beat alone sends the heartbeat: that it does is its own sign of life."""
    try:
        app.tasks[HEARTBEAT].run("beat")
    except Exception:  # whatever the database says; the next tick comes in a minute
        log.warning("beat could not leave a sign of life")
    finally:
        connection.close()  # a database that was restarted is found again
