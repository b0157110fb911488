"""Weeks copied inside the database, where measuring needs many rows and Python would only wait."""

from datetime import datetime
from typing import Any

from django.db import connection, models

from reports.models import Period, Report, Revision

MOMENTS = ("first_submitted_at", "submitted_at", "decided_at")


def copy_reports(source: Period, target: Period) -> None:
    """The reports of ``source`` once more for ``target``, each moment as much later."""
    later = target.due_at - source.due_at
    made: dict[str, tuple[str, list]] = {
        "period": ("%s", [target.pk]),
        "due_at": _literal(Report, "due_at", target.due_at),
        "closes_at": _literal(Report, "closes_at", target.closes_at),
    }
    for name in MOMENTS:
        column = connection.ops.quote_name(name)
        if connection.vendor == "postgresql":
            made[name] = (f"{column} + %s", [later])
        else:
            made[name] = (f"datetime({column}, %s)", [f"+{int(later.total_seconds())} seconds"])
    kept = {one.name: (connection.ops.quote_name(one.column), []) for one in _fields(Report)}
    _insert(Report, kept | made, "period_id = %s", source.pk)


def add_revisions(period: Period) -> None:
    """The first submission of every report of ``period`` that was handed in."""
    random = "gen_random_uuid()" if connection.vendor == "postgresql" else _SQLITE_UUID
    made: dict[str, tuple[str, list]] = {
        one.name: _literal(Revision, one.name, one.get_default()) for one in _fields(Revision)
    }
    quoted = connection.ops.quote_name
    made |= {
        "report": (quoted("id"), []),
        "number": (quoted("revision_number"), []),
        "submission_id": (random, []),
        "by": (quoted("submitted_by_id"), []),
        "at": (quoted("submitted_at"), []),
        "values": (quoted("values"), []),
    }
    _insert(Revision, made, "revision_number > 0 AND period_id = %s", period.pk)


_SQLITE_UUID = "lower(hex(randomblob(16)))"


def _fields(model: type[models.Model]) -> list[models.Field]:
    return [one for one in model._meta.concrete_fields if not one.primary_key]


def _literal(model: type[models.Model], name: str, value: datetime | Any) -> tuple[str, list]:
    field = model._meta.get_field(name)
    return "%s", [field.get_db_prep_save(value, connection)]


def _insert(
    model: type[models.Model], made: dict[str, tuple[str, list]], which: str, period_id: int
) -> None:
    """Rows of ``model`` out of the reports that ``which`` picks; ``made`` says what fills what."""
    quoted, fields = connection.ops.quote_name, _fields(model)
    columns = ", ".join(quoted(one.column) for one in fields)
    parts = [made[one.name] for one in fields]
    chosen = ", ".join(words for words, _given in parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) SELECT {chosen}"  # noqa: S608
            f" FROM {quoted(Report._meta.db_table)} WHERE {which}",
            [one for _words, given in parts for one in given] + [period_id],
        )
