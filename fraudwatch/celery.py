"""The queue: Celery reads its options from the settings and the tasks from the apps."""

import logging
import logging.config
import os

from celery import Celery, signals
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
TRANSPORT_ALIASES["folder"] = "fraudwatch.lib.folder_queue:Transport"

app = Celery("fraudwatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
log = logging.getLogger("fraudwatch")


@signals.setup_logging.connect
def set_up_logging(**_: object) -> None:
    """Worker and beat log as the web process does."""
    logging.config.dictConfig(settings.LOGGING)


@signals.worker_ready.connect
def say_worker_is_ready(**_: object) -> None:
    """``manage.py serve`` waits for this line."""
    log.info("worker is ready")


@signals.beat_init.connect
def say_beat_is_ready(**_: object) -> None:
    """``manage.py serve`` waits for this line."""
    log.info("beat is ready")
