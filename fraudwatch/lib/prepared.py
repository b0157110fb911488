"""Queries whose SQL is put together once and asked again with the values of the moment.

Putting a query together in the ORM costs several times what reading its few rows costs, and
every page asks the same of the same person. What is kept is the text with its values, under a
key that names everything it depends on; rows are read anew each time.
"""

import re
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from . import clock
from .prepared_rows import Making, making_of

MOST, SHAPES = 2_000, 300
# Stands for the present moment while a text is put together.
MOMENT = datetime(2345, 6, 7, 8, 9, 10, 111_213, tzinfo=UTC)
NOW = "now"
Kept = TypeVar("Kept")
Row = TypeVar("Row", bound=Model)
Value = str | int | date | datetime | UUID
_HELD = "\x02"  # begins the stand-in of a word
_LIKE_A_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Text:
    """SQL with its values; ``slots`` says in which places those of the moment stand."""

    using: str
    sql: str
    params: tuple
    slots: tuple[tuple[int, str], ...]

    def filled(self, given: Mapping[str, Value]) -> list:
        """The values to ask with; ``now`` is the clock's."""
        values, given = list(self.params), {NOW: clock.now(), **given}
        for place, name in self.slots:
            values[place] = _adapted(self.using, given[name])
        return values

    def rows(self, given: Mapping[str, Value] = {}) -> list[tuple]:  # noqa: B006 never changed
        """What the database answers now, as it gives it."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(self.sql, self.filled(given))
            return cursor.fetchall()


def _adapted(using: str, value: Value) -> object:
    if isinstance(value, datetime):
        return connections[using].ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connections[using].ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connections[using].features.has_native_uuid_field:
        return value.hex
    return value


def text_of(
    compiler: SQLCompiler,
    using: str,
    stand_ins: Mapping[str, Value] | None = None,
    spare: Collection[str] = (),
) -> Text | None:
    """The text of a query put together at ``MOMENT`` with stand-ins for other values.

    None when it holds another day or moment, which was reckoned from the present one and would
    stand still, or something reckoned from a stand-in. ValueError when a stand-in is not in it
    as it is, unless it is ``spare``.
    """
    sql, params = compiler.as_sql()
    names = {_adapted(using, value): name for name, value in (stand_ins or {}).items()}
    names[_adapted(using, MOMENT)] = NOW
    slots = tuple((n, names[one]) for n, one in enumerate(params) if _plain(one) and one in names)
    lost = set(stand_ins or {}) - {name for _place, name in slots} - set(spare)
    if lost:
        raise ValueError(f"not a value of the query as it is: {', '.join(sorted(lost))}")
    filled = {place for place, _name in slots}
    if any(_is_reckoned(one) for place, one in enumerate(params) if place not in filled):
        return None
    return Text(using, sql, tuple(params), slots)


def _plain(value: object) -> bool:
    return isinstance(value, str | int | date | UUID)


def _is_reckoned(value: object) -> bool:
    if isinstance(value, str):
        return bool(_LIKE_A_DAY.match(value)) or _HELD in value
    return isinstance(value, date)


def read_again(
    key: Hashable,
    ask: Callable[..., QuerySet[Row]],
    /,
    spare: Collection[str] = (),
    **values: Value,
) -> list[Row]:
    """The rows that ``ask(**values)`` finds; its query is put together once for each ``key``.

    ``key`` names everything that ``ask`` looks at but ``values`` and the clock. The values
    stand in the query as they are; nothing is reckoned from them, and only those that are
    ``spare`` may be missing.
    """
    found = kept(("rows", key), lambda: _reading(ask, values, spare))
    if found is None:
        return list(ask(**values))
    return found.making.objects(found.text.rows(values))


def read_same(key: Hashable, ask: Callable[..., QuerySet[Row]], /, **values: Value) -> list[Row]:
    """As ``read_again``; while the rows are as they were, the objects are those made of them then.

    Others hold the same objects: nobody changes them.
    """
    found = kept(("rows", key), lambda: _reading(ask, values, ()))
    if found is None:
        return list(ask(**values))
    rows = found.text.rows(values)
    shelf = _last(key, tuple(values.values()), found.text.using)
    last = shelf[0] if shelf else None
    if last is None or last[0] != rows:
        last = rows, found.making.objects(rows)
        shelf[:] = [last]
    return list(last[1])


@dataclass(frozen=True)
class Reading:
    """A query put together: its text, and how its columns become objects."""

    text: Text
    making: Making


def _reading(
    ask: Callable[..., QuerySet], values: Mapping[str, Value], spare: Collection[str]
) -> Reading | None:
    stand_ins = standing_in(values)
    rows = ask(**stand_ins)
    if rows._iterable_class is not ModelIterable or rows._prefetch_related_lookups:
        raise ValueError("only whole objects are read, with nothing prefetched")
    compiler = rows.query.get_compiler(rows.db)
    try:
        text = text_of(compiler, rows.db, stand_ins, spare)
    except EmptyResultSet:
        return None
    if text is None:
        return None
    # Equal texts have equal columns: whoever asks, one of them shows how objects are made.
    shape = _shape(text.using, text.sql)
    if not shape:
        shape.append(making_of(compiler, text.using))
    return Reading(text, shape[0])


def standing_in(values: Mapping[str, Value]) -> dict[str, Value]:
    """For each a value of the same kind that is nowhere else."""
    return {name: _stand_in(number, one) for number, (name, one) in enumerate(values.items(), 1)}


def _stand_in(number: int, value: Value) -> Value:
    if isinstance(value, datetime):
        return MOMENT + timedelta(microseconds=number)
    if isinstance(value, date):
        return MOMENT.date() + timedelta(days=number)
    if isinstance(value, UUID):
        return UUID(int=10**37 + number)
    return f"{_HELD}{number}\x03" if isinstance(value, str) else -(10**17) - number


def kept(key: Hashable, make: Callable[[], Kept | None]) -> Kept | None:
    """What ``make`` made for this key, made at ``MOMENT``; None is not kept."""
    shelf = _shelf(key)
    if not shelf:
        with clock.at(MOMENT):
            made = make()
        if made is None:
            return None
        shelf.append(made)
    return shelf[0]


@lru_cache(maxsize=MOST)
def _shelf(key: Hashable) -> list:
    return []


@lru_cache(maxsize=SHAPES)
def _last(key: Hashable, values: tuple, using: str) -> list[tuple[list[tuple], list[Model]]]:
    return []


@lru_cache(maxsize=SHAPES)
def _shape(using: str, sql: str) -> list[Making]:
    return []


def forget() -> None:
    """Put everything together anew."""
    _shelf.cache_clear()
    _shape.cache_clear()
    _last.cache_clear()


def size() -> int:
    """How many keys are kept."""
    return _shelf.cache_info().currsize
