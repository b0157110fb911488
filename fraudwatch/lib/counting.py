"""Many counts in one query."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from django.db.models import IntegerField, QuerySet, Subquery

Name = TypeVar("Name", bound=Hashable)


class RowCount(Subquery):
    """How many rows a query finds, as a column of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def count_rows(one_row: QuerySet, rows: Mapping[Name, Iterable[QuerySet]]) -> dict[Name, int]:
    """How many rows stand under each name, all queries of a name added up, in a single read.

    ``one_row`` finds one row of any table; the counts are read as its columns.
    """
    names = [name for name, queries in rows.items() for _query in queries]
    columns = [
        RowCount(query.order_by().values("pk")) for queries in rows.values() for query in queries
    ]
    counts = dict.fromkeys(rows, 0)
    if columns:
        for name, count in zip(names, one_row.order_by().values_list(*columns)[0], strict=True):
            counts[name] += count
    return counts
