"""A large table is read by the index that fits, because the database knows that it is large."""

import pytest
from django.db import connection

from fraudwatch.lib import clock
from fraudwatch.lib.table_sizes import learn_table_sizes
from orgs.models import AuditEntry
from orgs.queries.audit import audit_entries
from orgs.tasks import sweep

ROWS = 3_000


@pytest.fixture
def long_trail(cast, units):
    """Every entry lies in the auditor's county: its path tells nothing about how few there are."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            chain="bench", number=n, at=clock.now(), action="report.submitted", hash=str(n),
            path=units["county"].path, actor=cast["auditor"],
        )
        for n in range(ROWS)
    )  # fmt: skip
    return audit_entries(cast["auditor"], since=clock.today())


def plan(rows):
    return rows.order_by("-at", "-pk")[:41].explain()


def test_the_trail_is_read_from_its_newest_entry_on(long_trail):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks at its tables by itself")
    before = plan(long_trail)

    sweep()

    assert "TEMP B-TREE" in before
    assert "TEMP B-TREE" not in plan(long_trail)


def test_looking_is_safe_on_every_database(db):
    learn_table_sizes()
    learn_table_sizes()
