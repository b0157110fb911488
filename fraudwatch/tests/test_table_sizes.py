"""A large table is read by the index that fits, because the database knows that it is large."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q

from fraudwatch.lib import clock
from fraudwatch.lib.paths import under
from fraudwatch.lib.table_sizes import learn_table_sizes
from orgs.models import AuditEntry
from orgs.queries.audit import audit_entries
from orgs.tasks import sweep

ROWS = 3_000


@pytest.fixture
def long_trail(cast, units):
    """Every entry lies in the county: its path tells nothing about how few there are."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            chain="bench", number=n, at=clock.now(), action="report.submitted", hash=str(n),
            path=units["county"].path, actor=cast["auditor"],
        )
        for n in range(ROWS)
    )  # fmt: skip
    below = Q(actor=cast["auditor"]) | under(units["county"].path)
    return AuditEntry.objects.filter(below, at__gte=clock.now() - timedelta(hours=1))


def plan(rows):
    return rows.order_by("-at", "-pk")[:41].explain()


def test_a_subtree_is_read_from_its_newest_entry_on(long_trail):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks at its tables by itself")
    before = plan(long_trail)

    sweep()

    assert "TEMP B-TREE" in before
    assert "TEMP B-TREE" not in plan(long_trail)


@pytest.mark.parametrize("name", ["auditor", "coordinator", "administrator", "town"])
def test_the_trail_is_read_along_its_moments_before_anything_is_known(long_trail, cast, name):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks at its tables by itself")

    assert "TEMP B-TREE" not in plan(audit_entries(cast[name], since=clock.today()))


def test_looking_is_safe_on_every_database(db):
    learn_table_sizes()
    learn_table_sizes()
