"""A whole site as an office runs it: PostgreSQL, Redis, two web servers, two workers, two beats.

The database is a PostgreSQL of its own, whatever the suite runs on: the process of the test is
moved over to it for as long as the park stands.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from fraudwatch.lib.environment import Environment
from fraudwatch.tests.faults.machines import Postgres, Redis, private_postgres, private_redis
from fraudwatch.tests.faults.server import ROOT, serving

PATIENCE = 90  # seconds for anything to come about; a busy machine is slow
WORKER = "worker --pool prefork --concurrency 1 --queues short,export"  # as in deploy/
BEAT = "beat"


class Park:
    """The servers of one test; ``addresses`` are those of the web servers."""

    def __init__(self, folder: Path, postgres: Postgres, redis: Redis) -> None:
        self.folder, self.postgres, self.redis = folder, postgres, redis
        self.mail, self.files = folder / "mail", folder / "files"
        self.mail.mkdir()
        self.files.mkdir()
        self.addresses: list[str] = []
        self.workers: list[subprocess.Popen] = []

    def environment(self, **more: str) -> dict[str, str]:
        """What all its processes are told."""
        return {
            "DJANGO_SETTINGS_MODULE": "fraudwatch.tests.faults.settings",
            "DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url,
            "FAULTS_SECRET_KEY": settings.SECRET_KEY, "FAULTS_FILES": str(self.files),
            "FAULTS_MAIL": str(self.mail), "FAULTS_HURRY": "1",
            "FAULTS_BEAT": str(self.folder / "beat"), "WEB_WORKERS": "1",
        } | more  # fmt: skip

    def start(self, words: str, **more: str) -> subprocess.Popen:
        """A worker or a beat, in a process group of its own."""
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "celery", "--quiet", "-A", "fraudwatch", *words.split()],
                env={**os.environ, **self.environment(**more)}, cwd=ROOT,
                start_new_session=True, stdout=log, stderr=log,
            )  # fmt: skip

    def add_worker(self) -> subprocess.Popen:
        """One more worker."""
        self.workers.append(self.start(f"{WORKER} -n w{len(self.workers)}@park"))
        return self.workers[-1]

    def mails(self) -> list[str]:
        """The Message-IDs of everything that was sent."""
        text = "".join(path.read_text() for path in self.mail.glob("*.log"))
        return re.findall(r"(?m)^Message-ID: (\S+)$", text)

    def until(self, seen: Callable[[], bool], what: str) -> float:
        """Wait until it has come about; how long it took."""
        began = time.monotonic()
        while not seen():
            assert time.monotonic() - began < PATIENCE, f"{what}\n{self.said()}"
            time.sleep(0.1)
        return time.monotonic() - began

    def said(self) -> str:
        """The end of what workers and beats logged."""
        return (self.folder / "log").read_text()[-3000:]


def kill(process: subprocess.Popen) -> None:
    """The process and all its children, without a chance to tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


@contextmanager
def on_database(url: str) -> Iterator[None]:
    """This process works on another database inside the block."""
    usual = connections.databases["default"]
    os.environ["PARK_DATABASE"] = url
    new = Environment(None).database("PARK_DATABASE", "")
    connections["default"].close()
    moved = {**usual, **new, "OPTIONS": {}, "CONN_MAX_AGE": 0}
    connections.databases["default"] = moved
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.databases["default"] = usual
        del connections["default"]
        del os.environ["PARK_DATABASE"]


@contextmanager
def a_park(folder: Path) -> Iterator[Park]:
    """Everything up: two of each, and the cast's tables in the database."""
    with ExitStack() as stack:
        postgres = stack.enter_context(private_postgres())
        park = Park(folder, postgres, stack.enter_context(private_redis()))
        stack.enter_context(on_database(postgres.url))
        postgres.fill()
        stack.callback(lambda: [kill(worker) for worker in park.workers])  # later ones too
        for _number in range(2):
            park.add_worker()
            stack.callback(kill, park.start(BEAT, FAULTS_BEAT=str(folder / f"beat{_number}")))
            park.addresses.append(stack.enter_context(serving(**park.environment())))
        yield park
