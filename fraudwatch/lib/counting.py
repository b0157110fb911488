"""Many counts in one query."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from django.db.models import IntegerField, QuerySet, Subquery

from .prepared import Text, Value, kept, standing_in, text_of

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
    names, columns = _columns(rows)
    if not columns:
        return dict.fromkeys(rows, 0)
    return _added(rows, names, one_row.order_by().values_list(*columns)[0])


def count_again(
    key: Hashable,
    ask: Callable[..., tuple[QuerySet, Mapping[Name, Iterable[QuerySet]]]],
    **values: Value,
) -> dict[Name, int]:
    """``count_rows`` of what ``ask(**values)`` gives, put together once for each ``key``.

    ``key`` names everything that ``ask`` looks at but ``values``, which stand in the queries as
    they are or not at all; the present moment need not stand in it.
    """
    found = kept(("counts", key), lambda: _text(ask, values))
    if found is None:
        return count_rows(*ask(**values))
    every, names, text = found
    return _added(every, names, text.rows(values)[0])


def _text(
    ask: Callable[..., tuple[QuerySet, Mapping[Name, Iterable[QuerySet]]]],
    values: Mapping[str, Value],
) -> tuple[tuple[Name, ...], list[Name], Text] | None:
    stand_ins = standing_in(values)
    one_row, rows = ask(**stand_ins)
    names, columns = _columns(rows)
    if not columns:
        return None
    asked = one_row.order_by().values_list(*columns)
    text = text_of(asked.query.get_compiler(asked.db), asked.db, stand_ins, stand_ins)
    return text and (tuple(rows), names, text)


def _columns(rows: Mapping[Name, Iterable[QuerySet]]) -> tuple[list[Name], list[RowCount]]:
    pairs = [
        (name, RowCount(query.order_by().values("pk")))
        for name, queries in rows.items()
        for query in queries
    ]
    return [name for name, _column in pairs], [column for _name, column in pairs]


def _added(every: Iterable[Name], names: list[Name], found: tuple[int, ...]) -> dict[Name, int]:
    counts = dict.fromkeys(every, 0)
    for name, count in zip(names, found, strict=True):
        counts[name] += count
    return counts
