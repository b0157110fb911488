"""How gunicorn serves the site; the figures come from the settings (WEB_WORKERS, WEB_THREADS)."""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")

from django.conf import settings  # noqa: E402 - the line above comes first

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
