from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from veche.journal import triggers
from veche.journal.domain.heads import FOUNDED
from veche.journal.domain.record import record
from veche.journal.models import Entry


@pytest.fixture
def write(django_capture_on_commit_callbacks) -> Callable[..., list[Entry]]:
    """Write acts and end their transactions, so that the external head follows."""

    def write_acts(administration, count=1, *, actor=None, verb="", obj=None):
        with django_capture_on_commit_callbacks(execute=True):
            return [
                record(
                    administration=administration,
                    actor=actor,
                    verb=verb or ("post.approved" if Entry.objects.of(administration).exists() else FOUNDED),
                    obj=obj or administration,
                    facts={"turn": turn},
                )
                for turn in range(count)
            ]

    return write_acts


@contextmanager
def forger() -> Iterator[None]:
    """Act as somebody with access to the database: triggers off, then on again."""
    triggers.lift(connection)
    with transaction.atomic():
        yield
    triggers.install(connection)
