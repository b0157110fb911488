"""An empty database with all its tables, kept from run to run.

Migrating takes ten seconds of each process, a copy a moment. The blank is made anew when a model,
a migration or a requirement changes; ``pytest --create-db`` goes without it.
"""

import fcntl
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

ROOT = Path(settings.BASE_DIR)
SHELF = ROOT / ".pytest_cache" / "blank"
MAKES_TABLES = ("*/migrations/*.py", "*/models/**/*.py", "*/apps.py", "requirements.txt")
PREFIX = "suite_blank_"
# Filled by Django when it migrates; no test of ours changes them.
KEPT = {"auth_permission", "django_content_type", "django_migrations"}
OLDER = 7  # that are kept, for other branches and other folders
LOCK = 20_260_610  # any number that nobody else locks


def lay() -> None:
    """Put a copy of the blank where this process has its test database."""
    (_lay_file if connection.vendor == "sqlite" else _lay_database)(_key())


def remove() -> None:
    """Drop the copy; a file goes with the folder of its process."""
    if connection.vendor == "sqlite":
        return
    connection.close()
    with _server() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(_test_database())}")


def kept(kind: str) -> Path:
    """Where a blank of this kind ("sqlite3", "sql") lies, if it was made already."""
    return SHELF / f"{_key()}.{kind}"


def empty() -> None:
    """Make the test database blank again after a test that committed.

    Emptying a hundred tables of which ten hold a row, and telling every app that it was
    migrated, takes longer than many a test.
    """
    filled = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {_quoted(table)})"  # noqa: S608
        for table in connection.introspection.django_table_names(only_existing=True)
        if table not in KEPT
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(filled)
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 - a name of ours


def _key() -> str:
    """What the tables follow from, as one word."""
    made_of = hashlib.sha256()
    for pattern in MAKES_TABLES:
        for file in sorted(ROOT.glob(pattern)):
            made_of.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    made_of.update((ROOT / "fraudwatch" / "settings.py").read_bytes())
    return made_of.hexdigest()[:16]


def _migrate() -> None:
    """Fill the database of ``TEST["NAME"]``; the connection stays there."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _leave(name: str) -> None:
    """Connect to where we came from again."""
    connection.creation.destroy_test_db(name, verbosity=0, keepdb=True)


def _lay_file(key: str) -> None:
    SHELF.mkdir(parents=True, exist_ok=True)
    blank = SHELF / f"{key}.sqlite3"
    with (SHELF / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not blank.exists():
            shelf = sorted(SHELF.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)
            for old in shelf[:-OLDER]:
                old.unlink()
            _make_file(blank)
        shutil.copyfile(blank, connection.settings_dict["TEST"]["NAME"])


def _make_file(blank: Path) -> None:
    name = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory(dir=SHELF) as folder:
        _migrate()
        copy = sqlite3.connect(Path(folder) / "copy")
        connection.connection.backup(copy)
        copy.close()
        _leave(name)
        (Path(folder) / "copy").rename(blank)


def _lay_database(key: str) -> None:
    blank, wanted = PREFIX + key, _test_database()
    with _server() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{PREFIX}%"]
        )
        there = [name for (name,) in cursor.fetchall()]
        if blank not in there:
            for old in there[:-OLDER]:
                cursor.execute(f"DROP DATABASE {_quoted(old)}")
            _make_database(f"{blank}_new")
            cursor.execute(f"ALTER DATABASE {_quoted(blank + '_new')} RENAME TO {_quoted(blank)}")
        cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(wanted)}")
        cursor.execute(f"CREATE DATABASE {_quoted(wanted)} TEMPLATE {_quoted(blank)}")


def _make_database(name: str) -> None:
    test, home = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    wanted, test["NAME"] = test["NAME"], name
    _migrate()
    _leave(home)
    test["NAME"] = wanted


@contextmanager
def _server() -> Iterator:
    """A cursor outside all test databases; one process at a time, whatever folder it runs in."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _test_database() -> str:
    return connection.creation._get_test_db_name()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
