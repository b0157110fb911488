"""Settings of a server that a test starts and breaks: the suite's, on the test's own data."""

import os

from fraudwatch.tests.settings import *  # noqa: F403 - everything of the suite

SECRET_KEY = os.environ["FAULTS_SECRET_KEY"]
MEDIA_ROOT = os.environ["FAULTS_FILES"]
CELERY_TASK_ALWAYS_EAGER = False  # as in real life, the queue may be gone
if not ON_SQLITE:  # noqa: F405 - what was acknowledged must outlive a server that is killed
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=on"  # noqa: F405
MIDDLEWARE = ["fraudwatch.tests.faults.deadly.DeadlyMiddleware", *MIDDLEWARE]  # noqa: F405
if folder := os.environ.get("FAULTS_MAIL"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = folder
# What beat does in a minute, done in a second.
if os.environ.get("FAULTS_HURRY"):
    for entry in CELERY_BEAT_SCHEDULE.values():  # noqa: F405
        entry["schedule"], entry["options"] = 1.0, {"expires": 30}
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_connect_timeout": 2}  # noqa: F405
    CELERY_BEAT_SCHEDULE_FILENAME = os.environ["FAULTS_BEAT"]
