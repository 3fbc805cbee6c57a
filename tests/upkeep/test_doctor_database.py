"""`veche doctor` on the database: silent, missing, damaged, of another version, with a changed journal."""

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, OperationalError, connection

from tests.people import founded
from tests.upkeep.test_doctor import PASSWORD, bad
from veche.config import schema
from veche.journal import triggers
from veche.journal.models import Entry
from veche.staff.domain.sign_in import note
from veche.staff.models import Administration, Person
from veche.upkeep.doctor import database

pytestmark = pytest.mark.django_db


def test_a_whole_one_is_well(rubtsovsk: Administration, alice: Person) -> None:
    founded(rubtsovsk)
    assert bad(database.check()) == {}


def test_one_without_an_administration_is_named() -> None:
    assert bad(database.check()) == {"База": "пуста: в ней нет ни одной администрации"}


def test_a_silent_one_is_named_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise OperationalError(f"password={PASSWORD}")

    monkeypatch.setattr(schema, "unknown_migrations", refuse)

    assert bad(database.check()) == {"База": "не отвечает (OperationalError)"}


def test_a_file_that_is_gone_is_named_and_not_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "veche.sqlite3"))
    monkeypatch.setattr(connection, "vendor", "sqlite")

    assert bad(database.check()) == {"База": f"файла {tmp_path / 'veche.sqlite3'} нет"}
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_could_be_changed_is_named(rubtsovsk: Administration, transactional_db: None) -> None:
    triggers.lift(connection)
    try:
        found = {finding.about: finding for finding in database.check()}
    finally:
        triggers.install(connection)

    assert found["Журнал"].words.startswith("база позволяет его менять, триггеры не те: journal_entry_no_")
    assert found["Журнал"].todo == "veche manage migrate --skip-checks"


def test_a_journal_that_was_rewritten_is_named(
    rubtsovsk: Administration, alice: Person, transactional_db: None
) -> None:
    note(alice, "staff.signed_in")
    triggers.lift(connection)
    Entry.objects.of(rubtsovsk).update(verb="staff.dismissed")
    triggers.install(connection)

    (found,) = (finding for finding in database.check() if not finding.good)

    assert found.about == f"Журнал, {rubtsovsk}"
    assert found.todo.startswith("Сохраните базу как есть и позовите того, кто отвечает за безопасность")


@pytest.mark.parametrize("words", ["file is not a database", "database disk image is malformed"])
def test_a_damaged_file_is_named_with_the_way_back(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    def refuse() -> bool:
        raise DatabaseError(words)

    monkeypatch.setattr(schema, "unknown_migrations", refuse)

    [found] = database.check()

    assert "повреждён" in found.words
    assert "veche restore" in found.todo


def test_a_damaged_page_is_found_by_reading_them_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "veche.sqlite3"
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute("CREATE TABLE words (word TEXT)")
        opened.executemany("INSERT INTO words VALUES (?)", [("слово" * 100,)] * 100)
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)

    with closing(sqlite3.connect(path)) as opened:
        here = SimpleNamespace(
            vendor="sqlite", settings_dict={"NAME": str(path)}, cursor=lambda: closing(opened.cursor())
        )
        monkeypatch.setattr(database, "connection", here)

        assert bad(database.check()) == {"База": f"файл {path} повреждён"}


def test_an_old_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "migrations_are_missing", lambda: True)

    assert "таблицы от прежней версии" in bad(database.check())["База"]
