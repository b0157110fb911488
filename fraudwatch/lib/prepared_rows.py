"""How the columns of a query become objects: found out once, where Django does it for each reading.

The objects are those that Django's own ``ModelIterable`` makes: neighbours, annotations and
columns left out among them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connections
from django.db.models import Model
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler


@dataclass(frozen=True)
class Making:
    """What is done with each row: ``converters`` by column, then the object of ``model`` with
    ``names`` filled, its ``neighbours`` and its ``annotations``.
    """

    using: str
    model: type[Model]
    names: list[str]
    columns: slice
    width: int
    neighbours: list
    annotations: list[tuple[str, int]]
    converters: list[tuple[int, list[Callable], object]]

    def objects(self, rows: Iterable[tuple]) -> list[Model]:
        """The rows as objects."""
        connection = connections[self.using]
        return [self._object(list(row[: self.width]), connection) for row in rows]

    def _object(self, row: list, connection: object) -> Model:
        for place, converters, expression in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        made = self.model.from_db(self.using, self.names, row[self.columns])
        for neighbour in self.neighbours:
            neighbour.populate(row, made)
        for name, place in self.annotations:
            setattr(made, name, row[place])
        return made


def making_of(compiler: SQLCompiler, using: str) -> Making:
    """How the rows of a query that was put together become objects."""
    select, info = compiler.select, compiler.klass_info
    columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
    shown = [column[0] for column in select[: compiler.col_count]]
    if compiler.has_composite_fields(shown):
        raise ValueError("no keys of several columns")
    return Making(
        using=using,
        model=info["model"],
        names=[column[0].target.attname for column in select[columns]],
        columns=columns,
        width=compiler.col_count,
        neighbours=get_related_populators(info, select, using),
        annotations=list((compiler.annotation_col_map or {}).items()),
        converters=[
            (place, converters, expression)
            for place, (converters, expression) in compiler.get_converters(shown).items()
        ],
    )


def renew(one: Model, fresh: Model) -> None:
    """Give ``one`` the columns of ``fresh``, the same row read later, as refreshing does."""
    for field in one._meta.concrete_fields:
        setattr(one, field.attname, getattr(fresh, field.attname))
    for field in one._meta.related_objects:
        if field.is_cached(one):
            field.delete_cached_value(one)
