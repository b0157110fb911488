"""A site of its own for a measurement: an empty database, gunicorn, and people signed in.

Nothing here touches the site of the machine: the database is new, the port is free, the data
folder is temporary, and all three are gone at the end.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START = 60  # seconds the server has to answer
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Site:
    """A running site: where it listens and which processes serve it."""

    host: str
    port: int
    process: subprocess.Popen

    def cpu(self) -> float:
        """CPU seconds that the web processes have used up to now."""
        parent = self.process.pid
        pids = [parent, *_children(parent)]
        return sum(_cpu_of(pid) for pid in pids)


def _children(parent: int) -> list[int]:
    file = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in file.read_text().split()] if file.exists() else []


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS  # its own, and of those it had that ended


@contextlib.contextmanager
def own_database(url: str) -> Iterator[None]:
    """Django set up on a database that lives as long as the block; ``url`` names the server.

    Without a server's URL it is SQLite in the temporary folder.
    """
    folder = Path(tempfile.mkdtemp(prefix="fraudwatch-bench-"))
    os.environ.update(ENV_FILE=os.devnull, DATA_DIR=str(folder), CELERY_TASK_ALWAYS_EAGER="")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
    name = f"bench_{os.getpid()}"
    if url:
        _on_server(url, f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = f"{url.rsplit('/', 1)[0]}/{name}"
    else:
        os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connections.close_all()
        if url:
            _on_server(url, f'DROP DATABASE "{name}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


def _on_server(url: str, statement: str) -> None:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)


@contextlib.contextmanager
def serving(workers: int = 2) -> Iterator[Site]:
    """The product under gunicorn as it is deployed, with so many web processes."""
    port = _free_port()
    given = {"PORT": str(port), "WEB_WORKERS": str(workers)}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"],
        cwd=ROOT, env=os.environ | given,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        yield Site("127.0.0.1", port, process)
    finally:
        process.terminate()
        process.wait(timeout=40)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address):  # noqa: S310
            return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def signed_in(users: list) -> list[str]:
    """A session cookie for each user, made as the sign-in page makes it but without the hash."""
    from django.conf import settings
    from django.test import Client

    cookies = []
    for user in users:
        client = Client()
        client.force_login(user, backend="orgs.queries.backend.AccountBackend")
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}")
    return cookies


def share(values: list[float], part: float) -> float:
    """The value below which this part of the sorted values lies; 0.95 is p95."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]
