"""Several cases on one prepared city: what a case changed is rolled back before the next one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Roll back the database at the end of the block. Objects keep what was set on them: read them anew."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
