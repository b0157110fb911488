"""Private servers of one test: a PostgreSQL and a Redis on free ports, started, broken, removed."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest
import redis
from django.core.management import call_command

from fraudwatch.tests import blank
from fraudwatch.tests.faults.server import free_port

PATIENCE = 30  # seconds
NOBODY_WAITS = "-c fsync=off -c full_page_writes=off -c shared_buffers=16MB -c max_connections=60"


def _postgres_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Postgres:
    """A PostgreSQL of its own; ``safe`` keeps to the disk as a real one does."""

    def __init__(self, folder: Path, *, safe: bool = False) -> None:
        self.programs, self.port = _postgres_programs(), free_port()
        if self.programs is None:
            pytest.skip("needs PostgreSQL's own programs")
        self.folder, self.options = folder, "" if safe else NOBODY_WAITS
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/site"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self.run("initdb", "-N", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                 "-k", "-D", str(folder / "data"))  # fmt: skip
        self.start()
        self.ask("CREATE DATABASE site", database="postgres")

    def run(self, program: str, *arguments: str, check: bool = True, given: bytes = b"") -> bytes:
        """What one of its programs says, run as the user that owns it."""
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        with tempfile.TemporaryFile() as said:  # a pipe would stay open with the server
            done = subprocess.run(
                command, cwd="/", check=False, input=given, stdout=said, stderr=subprocess.PIPE,
                timeout=120,
            )  # fmt: skip
            assert not check or done.returncode == 0, done.stderr.decode()[-500:]
            said.seek(0)
            return said.read()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
            f"{self.options}"
        )
        log = str(self.folder / "log")
        self.run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-o", options, "-l", log, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, the hard way unless told otherwise."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "stop", check=False)

    def fill(self) -> None:
        """All tables, as of today, in ``site``; migrated the first time, then from the shelf.

        This process must be connected to it (``park.on_database``).
        """
        shelf, place = blank.kept("sql"), [f"--dbname={self.url}", "--no-psqlrc"]
        if shelf.exists():
            self.run("psql", "-q", "-v", "ON_ERROR_STOP=1", *place, "-1", given=shelf.read_bytes())
            return
        call_command("migrate", interactive=False, verbosity=0)
        shelf.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkstemp(dir=shelf.parent)[1])
        half.write_bytes(self.run("pg_dump", place[0]))
        half.rename(shelf)

    def ask(self, sql: str, *, database: str = "site") -> list[tuple]:
        """The rows of one question over a connection of its own."""
        place = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        connection = psycopg2.connect(place)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


@contextmanager
def private_postgres(*, safe: bool = False) -> Iterator[Postgres]:
    """A PostgreSQL for one test."""
    folder = Path(tempfile.mkdtemp(prefix="fraudwatch-pg-"))
    folder.chmod(0o755)
    server = None
    try:
        server = Postgres(folder, safe=safe)
        yield server
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Redis:
    """A Redis of its own, with the append-only file of ``deploy/redis.md`` or without."""

    def __init__(self, folder: Path, *, keeps: bool = True) -> None:
        self.program, self.port = shutil.which("redis-server"), free_port()
        if self.program is None:
            pytest.skip("needs redis-server")
        self.folder, self.keeps = folder, keeps
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        keeps = "yes" if self.keeps else "no"
        self.process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
             "--appendonly", keeps, "--appendfsync", "everysec", "--dir", str(self.folder),
             "--maxmemory-policy", "noeviction"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(redis.RedisError):
                self.client().ping()
                return
            time.sleep(0.05)
        raise TimeoutError("Redis did not start")

    def client(self) -> redis.Redis:
        """A way to ask it."""
        return redis.Redis(port=self.port)

    def kill(self) -> None:
        """As the kernel does when memory runs out."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)


@contextmanager
def private_redis(*, keeps: bool = True) -> Iterator[Redis]:
    """A Redis for one test."""
    folder = Path(tempfile.mkdtemp(prefix="fraudwatch-redis-"))
    server = Redis(folder, keeps=keeps)
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)
