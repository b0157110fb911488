"""The settings of the suite: no .env, no data of this machine, cheap passwords, no queue.

The real environment still counts, so that DATABASE_URL and REDIS_URL choose what the suite
runs on.
"""

import atexit
import os
import shutil
import tempfile

# Each process of the suite (xdist starts several) has a data folder of its own.
FOLDER = tempfile.mkdtemp(prefix="fraudwatch-tests-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ.update(ENV_FILE=os.devnull, DATA_DIR=FOLDER)
for name in ("PRODUCTION", "DEBUG", "HTTPS", "FILES_DIR", "STATIC_DIR", "QUEUE_DIR", "SECRET_KEY"):
    os.environ.pop(name, None)
# Playwright runs its own loop in this thread; Django would refuse the database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from fraudwatch.settings import *  # noqa: E402, F403 - the environment above comes first

# One key for all processes of the suite: what one has sealed, another opens.
SECRET_KEY = "the suite keeps no secret and shares this key among its processes"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
if ON_SQLITE:  # noqa: F405
    # On disk as in real life: in memory, two threads see "table is locked" at once, and no WAL.
    DATABASES["default"]["TEST"] = {"NAME": f"{FOLDER}/suite.sqlite3"}  # noqa: F405
else:
    # A test database need not outlive a power cut; nothing waits for the disk.
    # Dropping a database of a hundred tables on a busy disk takes longer than any page may.
    DATABASES["default"]["OPTIONS"]["options"] += (  # noqa: F405
        " -c synchronous_commit=off -c statement_timeout=120s"
    )
