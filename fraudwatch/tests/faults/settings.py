"""Settings of a server that a test starts and breaks: the suite's, on the test's own data."""

import os

from fraudwatch.tests.settings import *  # noqa: F403 - everything of the suite

SECRET_KEY = os.environ["FAULTS_SECRET_KEY"]
MEDIA_ROOT = os.environ["FAULTS_FILES"]
CELERY_TASK_ALWAYS_EAGER = False  # as in real life, the queue may be gone
MIDDLEWARE = ["fraudwatch.tests.faults.deadly.DeadlyMiddleware", *MIDDLEWARE]  # noqa: F405
