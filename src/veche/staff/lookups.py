"""Lookups like `in`: `among` for a query that finds few rows, `listed` for keys in a compiled query."""

from typing import Any

from django.db.models import Field
from django.db.models.lookups import In, Lookup


@Field.register_lookup
class Among(In):
    """`filter(pk__among=few)`: as `pk__in=few`, but PostgreSQL always runs the query `few` first.

    PostgreSQL plans a query of more than eight tables in the order in which they are named, and for an administration
    of average size. For the largest of many it then reads all its rows to find the few.
    """

    lookup_name = "among"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY(ARRAY{right})", (*left_params, *right_params)


@Field.register_lookup
class Listed(Lookup[Any]):
    """`filter(pk__listed=keys)`, where `keys` is the argument of a compiled query: a list, as one parameter.

    With a parameter for each key, each number of keys would be another statement, compiled anew by Django and by the
    database.
    """

    lookup_name = "listed"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return self._as_sql("{} = ANY({})", compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return self._as_sql("{} IN (SELECT value FROM json_each({}))", compiler, connection)

    def _as_sql(self, written: str, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return written.format(left, right), (*left_params, *right_params)
