"""The rows of access_table.py, a test for each room: set-ups of a thousand tests took longer than their requests."""

from collections.abc import Iterable, Iterator

import pytest
from django.db import transaction

from tests.security.access_row import Row


def by_room(rows: Iterable[Row]) -> pytest.MarkDecorator:
    """The test gets `rows` of one room."""
    rooms: dict[str, list[Row]] = {}
    for row in rows:
        rooms.setdefault(row.url.partition(":")[0], []).append(row)
    return pytest.mark.parametrize("rows", rooms.values(), ids=list(rooms))


def one_by_one(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row in turn; what is changed before the next one is rolled back."""
    for row in rows:
        with transaction.atomic():
            yield row
            transaction.set_rollback(True)
