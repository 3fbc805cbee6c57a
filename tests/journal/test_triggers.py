from importlib import import_module

import pytest
from django.core.checks import Error, run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from tests.people import make_administration
from veche.journal import triggers
from veche.journal.domain.record import record
from veche.journal.models import Entry

ON_SQLITE = connection.vendor == "sqlite"
NAMES = (
    ["journal_entry_no_delete", "journal_entry_no_replace", "journal_entry_no_update"]
    if ON_SQLITE
    else ["journal_entry_no_change", "journal_entry_no_truncate"]
)


def complaints():
    return [found for found in run_checks(databases=["default"]) if found.id == "journal.E001"]


def assert_append_only(administration):
    """Every change of a written entry is refused, and it stays unchanged."""
    before = list(Entry.objects.unscoped().order_by("pk").values())
    mine = Entry.objects.of(administration)
    for change in (
        lambda: mine.update(verb="post.returned"),
        lambda: mine.update(facts={}),
        mine.delete,
        lambda: mine.get().delete(),
        lambda: mine.get().save(),
        lambda: sql(f"DELETE FROM {triggers.TABLE}"),
        lambda: sql(f"UPDATE {triggers.TABLE} SET number = number + 1000"),
        *other_ways(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert before
    assert list(Entry.objects.unscoped().order_by("pk").values()) == before


def other_ways():
    if not ON_SQLITE:
        truncate = f"TRUNCATE {triggers.TABLE}"
        return [
            lambda: sql(truncate),
            lambda: sql(f"{truncate} CASCADE"),
            lambda: sql(f"SET LOCAL session_replication_role = replica; DELETE FROM {triggers.TABLE}"),
        ]
    columns = "administration_id, number, at, verb, object_type, object_id, facts, previous, hash"
    replace = f"INSERT OR REPLACE INTO {triggers.TABLE} (%s) SELECT %s FROM {triggers.TABLE}"
    return [
        lambda: sql(replace % (f"id, {columns}", f"id, {columns}")),
        lambda: sql(replace % (columns, columns)),
    ]


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def one_entry(rubtsovsk):
    return record(administration=rubtsovsk, actor=None, verb="post.approved", obj=rubtsovsk)


def test_the_database_refuses_every_change(rubtsovsk, one_entry):
    assert triggers.missing(connection) == []
    assert_append_only(rubtsovsk)


def test_lifted_triggers_are_missed_at_the_next_start(one_entry):
    triggers.lift(connection)

    assert triggers.missing(connection) == NAMES
    assert complaints() == [
        Error(
            f"База позволяет менять журнал: триггеры не те, что должны быть: {', '.join(NAMES)}.",
            hint="Проверьте журнал: veche manage verify_journal. Верните: veche manage migrate --skip-checks.",
            id="journal.E001",
        )
    ]


@pytest.mark.skipif(ON_SQLITE, reason="SQLite has no switched-off triggers")
def test_switched_off_triggers_are_missed_too(rubtsovsk):
    sql(f"ALTER TABLE {triggers.TABLE} DISABLE TRIGGER ALL")

    assert triggers.missing(connection) == NAMES


def test_a_start_without_complaint(one_entry):
    assert complaints() == []


def test_migrations_that_wait_are_not_held_up(one_entry):
    triggers.lift(connection)
    MigrationRecorder(connection).record_unapplied("journal", "0004_sealing_began")

    assert complaints() == []


@pytest.mark.django_db(transaction=True)
def test_a_changed_table_gets_its_triggers_back():
    city = make_administration()
    with transaction.atomic():
        record(administration=city, actor=None, verb="post.approved", obj=city)
    old, new = Entry._meta.get_field("verb"), models.CharField(max_length=80)
    new.set_attributes_from_name("verb")
    new.model = Entry

    try:
        with connection.schema_editor() as editor:
            editor.alter_field(Entry, old, new)
        assert triggers.missing(connection) == (NAMES if ON_SQLITE else [])

        call_command("migrate", verbosity=0)

        assert triggers.missing(connection) == []
        assert_append_only(city)
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Entry, new, old)
        triggers.install(connection)


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_triggers_survive_a_later_migration(settings):
    city = make_administration()
    with transaction.atomic():
        record(administration=city, actor=None, verb="post.approved", obj=city)

    settings.MIGRATION_MODULES = {"journal": "tests.journal.later_migrations"}
    later = import_module("tests.journal.later_migrations.0005_longer_verb").Migration
    assert later.dependencies == [("journal", "0004_sealing_began")]
    try:
        call_command("migrate", "journal", verbosity=0)

        assert ("journal", "0005_longer_verb") in MigrationRecorder(connection).applied_migrations()
        assert triggers.missing(connection) == []
        assert_append_only(city)
    finally:
        call_command("migrate", "journal", "0004_sealing_began", verbosity=0)
        triggers.install(connection)


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_only_the_tests_teardown_empties_the_journal(turn):
    assert Entry.objects.unscoped().count() == 0
    city = make_administration()
    with transaction.atomic():
        record(administration=city, actor=None, verb="post.approved", obj=city)

    assert_append_only(city)
