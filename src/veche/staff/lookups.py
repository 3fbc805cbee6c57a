"""`among`: a lookup like `in`, for a query that finds few rows."""

from typing import Any

from django.db.models import Field
from django.db.models.lookups import In


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
