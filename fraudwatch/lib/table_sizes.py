"""SQLite picks an index by the sizes of its tables, and learns these only when told to look."""

from django.db import connection

LOOKED_AT = 1_000  # rows of each index: enough to tell thousands from a few


def learn_table_sizes() -> None:
    """Let SQLite look at its tables; PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
