"""Rows of one table as a column of another, so that a page reads them with what it has."""

from django.db.models import JSONField, QuerySet, Subquery


class Nested(Subquery):
    """The rows that a query finds as a list of objects, one JSON column.

    ``rows`` name their fields by ``values(...)`` and may lean on the outer row by
    ``OuterRef``. Days come as ``2026-05-04``; nothing found is an empty list.
    """

    template = "(SELECT COALESCE(jsonb_agg(nested), '[]'::jsonb) FROM (%(subquery)s) AS nested)"
    output_field = JSONField()
    empty_result_set_value = []

    def __init__(self, rows: QuerySet, **extra: object) -> None:
        super().__init__(rows, **extra)

    def as_sqlite(self, compiler: object, connection: object, **extra: object) -> tuple:
        """SQLite has no rows as values: each field is named."""
        quoted = connection.ops.quote_name
        parts = ", ".join(
            f"'{name}', " + (f"json({quoted(name)})" if self._is_json(name) else quoted(name))
            for name in self.query.values_select + tuple(self.query.annotation_select)
        )
        row = f"json_group_array(json_object({parts}))"
        template = "(SELECT " + row + " FROM (%(subquery)s) AS nested)"  # noqa: S608 - quoted names
        return self.as_sql(compiler, connection, template=template, **extra)

    def _is_json(self, name: str) -> bool:
        known = self.query.annotation_select.get(name)
        field = known.output_field if known is not None else self.query.get_meta().get_field(name)
        return isinstance(field, JSONField)
