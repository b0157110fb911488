"""How gunicorn serves the site; the figures come from the settings (WEB_WORKERS, WEB_THREADS)."""

import contextlib
import ctypes
import gc
import os
import shutil
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")

from django.conf import settings  # noqa: E402 - the line above comes first

# Each web process counts into a file of its own; /metrics adds them up.
COUNTS = Path(settings.DATA_DIR) / "metrics" / str(settings.PORT)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(COUNTS)

from prometheus_client import multiprocess  # noqa: E402 - reads the variable above

wsgi_app = "fraudwatch.wsgi"
bind = f"127.0.0.1:{settings.PORT}"
worker_class = "gthread"
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
limit_request_line = 8190
# Heartbeats of the workers; a disk under load must not look like a hanging worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
accesslog = None  # nginx keeps one
loglevel = "warning"

ARENAS = -8  # M_ARENA_MAX of glibc's <malloc.h>


def post_worker_init(worker: object) -> None:
    """Keep a web process small: what it began with is never garbage, and is not looked at again.

    Python looks through everything only when what was added since is a quarter of what was
    there; beside the program itself that is much garbage. Threads share one heap, for two
    never compute at the same time.
    """
    with contextlib.suppress(AttributeError, OSError):  # not glibc
        ctypes.CDLL(None).mallopt(ARENAS, 1)
    gc.collect()
    gc.freeze()


def on_starting(server: object) -> None:
    """Begin to count at zero, as after any restart."""
    shutil.rmtree(COUNTS, ignore_errors=True)
    COUNTS.mkdir(parents=True)


def child_exit(server: object, worker: object) -> None:
    """What an ended process has counted stays in the sum."""
    multiprocess.mark_process_dead(worker.pid, path=str(COUNTS))
