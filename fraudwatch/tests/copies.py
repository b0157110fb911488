"""A copy of all data of the test database, to be put back in a second."""

import sqlite3
from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection


def save(folder: Path) -> None:
    """Write every table to ``folder``."""
    folder.mkdir(exist_ok=True)
    if connection.vendor == "sqlite":
        with sqlite3.connect(folder / "copy.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
        return
    with connection.cursor() as cursor:
        for table in _tables():
            with (folder / table).open("w", encoding="utf-8") as file:
                cursor.copy_expert(f'COPY "{table}" TO STDOUT', file)


def restore(folder: Path) -> None:
    """Make every table what it was when ``save`` wrote it; nothing else stays."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(folder / "copy.sqlite3")
        copy.backup(connection.connection)
        copy.close()
        return
    tables = _tables()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers, any order
        cursor.execute(f"TRUNCATE {', '.join(connection.ops.quote_name(one) for one in tables)}")
        for table in tables:
            with (folder / table).open(encoding="utf-8") as file:
                cursor.copy_expert(f'COPY "{table}" FROM STDIN', file)
        cursor.execute("SET session_replication_role = DEFAULT")
        for line in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(line)


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True)
