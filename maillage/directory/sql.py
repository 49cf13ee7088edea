"""Knows how a table is read and written without a query being built each time: one statement, compiled once, the same on both databases.

The ORM takes some 400 µs to build a query and 5 µs for each value of an `IN`; an edit asks a dozen of them, a merge of thousands of places
thousands of values. Only reads by a list of values, and writes of whole rows, are done so: all else is the ORM's.
"""

import json
from collections.abc import Callable, Collection, Sequence
from functools import cache, cached_property, partial
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import Col

Row = tuple[Any, ...]
Adapter = Callable[[Any], Any]


class Reader:
    """Reads some columns of the rows whose column `by` is one of many values, in the order of the key.

    `only`: column -> values, the same at each reading. `lock`: the rows stay locked until the transaction ends; others may refer to them.
    """

    def __init__(self, model: type[models.Model], names: Sequence[str], *, by: str = "pk", lock: bool = False, **only: Sequence[Any]) -> None:
        self.model, self.names, self.by, self.only, self.lock = model, names, by, only, lock

    def __call__(self, values: Collection[Any]) -> list[Row]:
        """Rows for these values, a few thousand at most."""
        if not values:
            return []
        adapt, before, after, constants = self.compiled
        marks = ", ".join(["%s"] * len(values))
        with connection.cursor() as cursor:
            cursor.execute(f"{before} IN ({marks}) {after}", [*(values if adapt is None else map(adapt, values)), *constants])
            return self.read(cursor.fetchall())

    def read(self, rows: list[Row]) -> list[Row]:
        """Values as Python has them."""
        if not rows or not self.converters:
            return rows
        columns: list[Any] = list(zip(*rows, strict=True))
        for place, convert in self.converters:
            columns[place] = [None if value is None else convert(value) for value in columns[place]]
        return list(zip(*columns, strict=True))

    @cached_property
    def compiled(self) -> tuple[Adapter | None, str, str, list[Any]]:
        """How values of `by` are put, the SQL before and after them, and the values that never change."""
        columns = ", ".join(column_of(self.model, name) for name in self.names)
        conditions = [f"AND {column_of(self.model, name)} IN ({', '.join(['%s'] * len(values))})" for name, values in self.only.items()]
        locking = [connection.ops.for_update_sql(no_key=True)] if self.lock and connection.features.has_select_for_update else []
        before = f"SELECT {columns} FROM {table_of(self.model)} WHERE {column_of(self.model, self.by)}"  # noqa: S608 names of our own columns
        after = " ".join([*conditions, f"ORDER BY {column_of(self.model, 'pk')}", *locking])
        return adapter(fields_of(self.model)[self.by]), before, after, [value for values in self.only.values() for value in values]

    @cached_property
    def converters(self) -> list[tuple[int, Adapter]]:
        """By place of the column: how its values come from this database."""
        found = [(place, converter(self.model, name)) for place, name in enumerate(self.names)]
        return [(place, convert) for place, convert in found if convert is not None]


@cache
def fields_of(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    """Concrete fields by attribute name, and the primary key as "pk"."""
    return {field.attname: field for field in model._meta.concrete_fields} | {"pk": model._meta.pk}


@cache
def column_of(model: type[models.Model], name: str) -> str:
    return quoted(str(fields_of(model)[name].column))


@cache
def table_of(model: type[models.Model]) -> str:
    return quoted(model._meta.db_table)


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def adapter(field: models.Field[Any, Any]) -> Adapter | None:
    """How this database takes the values of a field; None when as they are."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.JSONField):
        return json_adapter()
    if isinstance(target, models.UUIDField):
        return None if connection.features.has_native_uuid_field else attrgetter("hex")
    if isinstance(target, models.DateTimeField):
        return cache(connection.ops.adapt_datetimefield_value)  # thousands of rows bear the same instant
    return cache(connection.ops.adapt_datefield_value) if isinstance(target, models.DateField) else None


def json_adapter() -> Adapter:
    """Most JSON columns of a place are empty: these are written once."""
    adapt = partial(connection.ops.adapt_json_value, encoder=None)
    empty: dict[type, Any] = {list: adapt([]), dict: adapt({})}
    return lambda value: adapt(value) if value or type(value) not in empty else empty[type(value)]


def converter(model: type[models.Model], name: str) -> Adapter | None:
    """How the values of a column come from this database; None when as they are."""
    field = fields_of(model)[name]
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.JSONField):
        return read_json
    if isinstance(target, models.UUIDField):
        return None if connection.features.has_native_uuid_field else UUID
    column = Col(model._meta.db_table, field, target)
    steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    if not steps:
        return None

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert


def read_json(text: str) -> Any:
    """Most JSON columns of a place are empty: these need no reading."""
    if len(text) == 2:
        return [] if text == "[]" else {} if text == "{}" else json.loads(text)
    return json.loads(text)
