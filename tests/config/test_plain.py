"""Remote mail servers and databases need TLS, or an explicit setting for plain text."""

from typing import Any

import pytest
from pytest_django import Settings

from veche.config import databases
from veche.config.checks import nothing_goes_in_clear_unasked
from veche.config.plain import database_is_plain, mail_is_plain
from veche.upkeep.doctor import database
from veche.upkeep.questions import SITE


@pytest.mark.parametrize(
    ("way", "plain"),
    [
        ({"host": "mail.example.ru"}, True),
        ({"host": "mail.example.ru", "use_tls": True}, False),
        ({"host": "mail.example.ru", "use_ssl": True}, False),
        ({"host": "localhost"}, False),
        ({"host": "127.0.0.1"}, False),
        ({}, False),
    ],
)
def test_a_mail_server_beyond_this_machine_without_tls(way: dict[str, Any], plain: bool) -> None:
    assert mail_is_plain({"OPTIONS": way}) == plain


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("postgres://veche:x@db.example.ru:5432/veche", True),
        ("postgres://veche:x@db.example.ru:5432/veche?sslmode=prefer", True),
        ("postgres://veche:x@db.example.ru:5432/veche?sslmode=require", False),
        ("postgres://veche:x@db.example.ru:5432/veche?sslmode=verify-full", False),
        ("postgres://veche:x@127.0.0.1:5432/veche", False),
        ("postgres://veche:x@[::1]:5432/veche", False),
        ("postgres:////var/run/postgresql/veche", False),
        ("postgres://veche@/veche?host=/var/run/postgresql", False),
        ("postgres://veche@/veche?host=db.example.ru", True),
        ("postgres:///veche", False),
        ("", False),
    ],
)
def test_a_database_beyond_this_machine_without_tls(url: str, plain: bool, tmp_path: Any) -> None:
    assert database_is_plain(databases.database(url, tmp_path)) == plain


def test_an_installation_that_runs_so_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAILERS = {"default": {"OPTIONS": {"host": "mail.example.ru"}}}
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", "db.example.ru")

    told = [(warning.is_serious(), warning.msg) for warning in nothing_goes_in_clear_unasked()]
    found = [finding.words for finding in database.way()]

    settings.PLAIN = frozenset({"mail", "database"})
    assert told == [
        (False, "По сети без TLS, и это не названо в VECHE_PLAIN: database."),
        (False, "По сети без TLS, и это не названо в VECHE_PLAIN: mail."),
    ]
    assert found == ["по сети без TLS: пароль и данные видит вся сеть"]
    assert (nothing_goes_in_clear_unasked(), list(database.way())) == ([], [])


def test_a_new_installation_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    (question,) = (one for one in SITE if one.option == "mail")
    monkeypatch.delenv("VECHE_PLAIN", raising=False)
    first = [question.wrong(f"{scheme}://mail.example.ru") for scheme in ("smtp", "smtp+tls")]

    monkeypatch.setenv("VECHE_PLAIN", "mail")

    assert first[0].startswith("Без TLS пароль и письма видит вся сеть: нужно smtp+tls:// или smtp+ssl://.")
    assert first[1] == ""
    assert question.wrong("smtp://mail.example.ru") == ""
