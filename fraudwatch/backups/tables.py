"""Rows as JSON lines that any of our databases can read: one line a row, columns by name.

What stands in a line does not depend on the engine: moments in UTC, decimals and keys as
text. Sealed texts travel sealed, or plain where the other site has a key of its own.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Cast

from fraudwatch.lib.fields import EncryptedTextField

BATCH = 500
SEALED = "sealed_"  # what a sealed column is called in the query that does not open it


def tables(registry: Apps, left_out: Iterable[str] = ()) -> dict[str, type[models.Model]]:
    """Every table of ours by its label, many-to-many tables among them; those named left out."""
    found = registry.get_models(include_auto_created=True)
    return {
        model._meta.label_lower: model
        for model in sorted(found, key=lambda model: model._meta.label_lower)
        if model._meta.managed and not model._meta.proxy
        and model._meta.label_lower not in left_out
    }  # fmt: skip


def columns(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table, in order."""
    return list(model._meta.concrete_fields)


def rows_of(
    model: type[models.Model], *, blank: Iterable[str] = (), opened: bool = False
) -> Iterator[dict]:
    """Every row as plain values by column, in the order of the key.

    ``blank`` columns are left out. ``opened`` gives sealed texts plain.
    """
    fields = [field for field in columns(model) if field.attname not in set(blank)]
    sealed = [] if opened else [f.attname for f in fields if isinstance(f, EncryptedTextField)]
    names = [SEALED + f.attname if f.attname in sealed else f.attname for f in fields]
    rows = model._base_manager.order_by("pk").annotate(
        **{SEALED + name: Cast(F(name), models.TextField()) for name in sealed}
    )
    for values in rows.values_list(*names).iterator(chunk_size=BATCH):
        yield {field.attname: plain(value) for field, value in zip(fields, values, strict=True)}


def line(row: dict) -> bytes:
    """The row as one line."""
    return (
        json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    )


def plain(value: object) -> object:
    """A value as JSON can say it; what JSON knows already stays as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def load_rows(model: type[models.Model], rows: Iterable[dict], *, opened: bool = False) -> int:
    """Write rows into an empty table, keys and all; how many."""
    fields = {field.attname: field for field in columns(model)}
    batch, count = [], 0
    for row in rows:
        values = {name: _stored(fields[name], value, opened) for name, value in row.items()}
        batch.append(model(**values))
        if len(batch) == BATCH:
            count += len(model._base_manager.bulk_create(batch))
            batch = []
    return count + len(model._base_manager.bulk_create(batch) if batch else [])


def _stored(field: models.Field, value: object, opened: bool) -> object:
    """The value as the column takes it."""
    if isinstance(field, EncryptedTextField):
        return value if opened or not value else Value(value, models.TextField())
    if isinstance(field, models.JSONField):
        return Value(None, models.JSONField()) if value is None and not field.null else value
    column = field.target_field if field.remote_field else field
    return None if value is None else column.to_python(value)


def empty(models_by_label: dict[str, type[models.Model]]) -> None:
    """Take every row out of the tables, in one go and whatever points where."""
    quote = connection.ops.quote_name
    names = [quote(model._meta.db_table) for model in models_by_label.values()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
        else:
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - a name of our own


def reset_sequences(loaded: Iterable[type[models.Model]]) -> None:
    """The next row of each table gets a key that is still free."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(loaded)):
            cursor.execute(sql)
