from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from veche.config import health
from veche.journal import triggers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_known_yet() -> Iterator[None]:
    health.require_migrations.cache_clear()
    yield
    health.require_migrations.cache_clear()


@pytest.fixture
def unguarded_journal(transactional_db: None) -> Iterator[None]:
    triggers.lift(connection)
    yield
    triggers.install(connection)


def test_the_process_answers_without_a_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_whole_database_is_ready(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_migration_that_waits_is_named(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'norm'")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"migrations\n")


def test_a_journal_that_could_be_changed_is_named(client: Client, unguarded_journal: None) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"journal\n")


def test_only_reading(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
