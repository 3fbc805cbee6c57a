from pathlib import Path

import pytest
from django.core.checks import registry
from django.db import connection
from pytest_django import Settings

from veche.accounts.checks import DEMO
from veche.config import checks, databases
from veche.staff.models import Administration


def test_a_database_opened_as_configured_is_safe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", databases.sqlite(tmp_path)["OPTIONS"])

    assert checks.sqlite_is_safe() == []


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"transaction_mode": "IMMEDIATE"},
        {"transaction_mode": "DEFERRED", "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"},
        {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"},
    ],
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own options")
def test_sqlite_without_its_options_may_not_start(monkeypatch: pytest.MonkeyPatch, options: dict[str, str]) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)

    assert [error.id for error in checks.sqlite_is_safe()] == ["veche.E001"]


@pytest.mark.parametrize(
    ("demo", "host", "errors"),
    [
        (True, "127.0.0.1", []),
        (True, "::1", []),
        (False, "0.0.0.0", []),
        (True, "0.0.0.0", ["veche.E002"]),
        (True, "192.168.0.5", ["veche.E002"]),
    ],
)
def test_a_demo_stays_on_this_machine(settings: Settings, demo: bool, host: str, errors: list[str]) -> None:
    settings.DEMO, settings.HOST = demo, host

    assert [error.id for error in checks.demo_stays_home()] == errors


@pytest.mark.parametrize(
    ("chosen", "what"),
    [
        ({"TLS": True}, "Учебный город открыт без пароля, а VECHE_TLS=1 ставит его за прокси."),
        (
            {"ORIGIN": "https://veche.example.ru"},
            "Учебный город видит только этот компьютер, а VECHE_ORIGIN=https://veche.example.ru.",
        ),
    ],
)
def test_a_demo_has_no_public_address(settings: Settings, chosen: dict[str, object], what: str) -> None:
    settings.DEMO = True
    for name, value in chosen.items():
        setattr(settings, name, value)

    assert [(error.id, error.msg) for error in checks.demo_stays_home()] == [("veche.E002", what)]


@pytest.mark.parametrize(
    ("demo", "marks", "errors"),
    [
        (True, (), []),
        (True, (True,), []),
        (True, (False,), ["veche.E004"]),
        (True, (True, False), ["veche.E004"]),
        (False, (False,), []),
    ],
)
@pytest.mark.django_db
def test_a_demo_starts_on_a_city_of_its_own_only(
    settings: Settings, demo: bool, marks: tuple[bool, ...], errors: list[str]
) -> None:
    settings.DEMO = demo
    for mark in marks:
        Administration.objects.create(name="Администрация", city="Рубцовск", training=mark)

    assert [error.id for error in checks.demo_has_its_own_database(databases=["default"])] == errors
    assert checks.demo_has_its_own_database() == []


@pytest.mark.parametrize(("mode", "errors"), [(0o600, []), (0o640, ["veche.E003"]), (0o604, ["veche.E003"])])
def test_keys_are_for_their_owner_alone(settings: Settings, tmp_path: Path, mode: int, errors: list[str]) -> None:
    settings.KEYRING_PATH, settings.SECRET_KEY_PATH = tmp_path / "keyring", tmp_path / "secret_key"
    settings.KEYRING_PATH.touch()
    settings.KEYRING_PATH.chmod(mode)

    assert [error.id for error in checks.keys_are_private()] == errors


def test_the_checks_are_registered() -> None:
    ours = {
        checks.sqlite_is_safe,
        checks.demo_stays_home,
        checks.demo_has_its_own_database,
        checks.keys_are_private,
    }

    assert ours <= set(registry.registry.get_checks())
    assert registry.registry.tag_exists(DEMO)
