"""What is looked at before anything starts; each fault is one sentence with its cure."""

import os
import socket
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

from fraudwatch.lib.environment import hide_password

SMALL_DATABASE = 200 * 1024 * 1024  # bytes; a larger one is not read through at each start


class NotReady(Exception):
    """Something on this machine stands in the way; says what and how to mend it."""


def check_port(port: int) -> None:
    """NotReady when another program listens on ``port`` of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise NotReady(
                f"PORT={port} is reserved for root; use one above 1023, for example "
                "make run PORT=8000."
            ) from None
        except OSError:
            raise NotReady(
                f"Port {port} is taken by another program (a fraudwatch that still runs?); stop "
                f"it, or start with another port: make run PORT={port + 1}."
            ) from None


def check_sqlite(file: str) -> None:
    """NotReady when the database file is damaged or closed to us. No file yet is fine."""
    path = Path(file)
    if file == ":memory:" or not path.exists():
        return
    if not os.access(path, os.R_OK | os.W_OK):
        raise NotReady(f"{path} cannot be read and written; run: sudo chown $(id -un) {path}*")
    try:
        with sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=20) as connection:
            deep = path.stat().st_size < SMALL_DATABASE
            answer = connection.execute(
                "PRAGMA quick_check(1)" if deep else "PRAGMA schema_version"
            ).fetchone()
        connection.close()
        damage = answer[0] if deep and answer[0] != "ok" else ""
    except sqlite3.DatabaseError as error:
        damage = str(error)
    if damage:
        raise NotReady(
            f"The database {path} is damaged ({damage}); put your backup in its place, or move it "
            "away to begin with a new one."
        )


def check_server(name: str, address: str, port: int) -> None:
    """NotReady when nothing answers at the host of ``address`` (the value of setting ``name``)."""
    parts = urlsplit(address)
    host = parts.hostname or "127.0.0.1"
    try:
        socket.create_connection((host, parts.port or port), timeout=5).close()
    except OSError as error:
        raise NotReady(
            f"{name}={hide_password(address)}: nothing answers at {host}:{parts.port or port} "
            f"({error.strerror or 'no answer'}); start that server or correct {name}."
        ) from None
