"""Settings are read in their own process with a given environment."""

import json
from typing import Any

import pytest

from tests.config.conftest import Command

SHOW = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "veche.config.settings"
from django.conf import settings
names = json.loads({names!r})
print(json.dumps({{name: getattr(settings, name) for name in names}}, default=str))
"""


@pytest.fixture
def settings_of(command: Command):
    def read(*names: str, **environment: str) -> dict[str, Any]:
        process = command("-c", SHOW.format(names=json.dumps(names)), **environment)
        out, errors = process.communicate()
        assert not errors
        values: dict[str, Any] = json.loads(out)
        return values

    return read


def test_reading_settings_writes_nothing(settings_of, tmp_path) -> None:
    key = settings_of("SECRET_KEY")["SECRET_KEY"]

    assert len(key) > 50
    assert not (tmp_path / "data").exists()


def test_sqlite_is_opened_for_safe_writing(settings_of, tmp_path) -> None:
    database = settings_of("DATABASES")["DATABASES"]["default"]

    assert database == {
        "ENGINE": "veche.engine.sqlite",
        "NAME": str(tmp_path / "data" / "veche.sqlite3"),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "cached_statements": 64,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA journal_size_limit=27103364;PRAGMA mmap_size=0;PRAGMA cache_size=-500;",
        },
    }


def test_postgresql_by_one_setting(settings_of) -> None:
    url = "postgres://veche:se%2Fcret@db.example:6432/city"

    database = settings_of("DATABASES", VECHE_DATABASE_URL=url)["DATABASES"]["default"]

    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "city",
        "USER": "veche",
        "PASSWORD": "se/cret",
        "HOST": "db.example",
        "PORT": 6432,
        "OPTIONS": {
            "options": "-c jit=off -c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan"
            " -c max_parallel_workers_per_gather=0"
        },
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def test_a_secret_may_stand_in_a_file(settings_of, tmp_path) -> None:
    file = tmp_path / "key"
    file.write_text("a key of many words\n", encoding="utf-8")

    assert settings_of("SECRET_KEY", VECHE_SECRET_KEY_FILE=str(file)) == {"SECRET_KEY": "a key of many words"}


def test_tries_of_signing_in_are_counted_in_the_database(settings_of) -> None:
    assert settings_of("CACHES")["CACHES"] == {
        "default": {"BACKEND": "veche.staff.attempts.Attempts", "LOCATION": "staff_attempt"}
    }


def test_nobody_waits_for_the_mail_server(settings_of) -> None:
    assert settings_of("ACCOUNT_FORMS")["ACCOUNT_FORMS"] == {
        "reset_password": "veche.staff.signin_forms.ForgottenPasswordForm"
    }


def test_how_often_who_may_try(settings_of) -> None:
    assert settings_of("ACCOUNT_RATE_LIMITS")["ACCOUNT_RATE_LIMITS"] == {
        "login": "30/m/ip",
        "login_failed": "10/m/ip,5/300s/key",
        "login_failed_everywhere": "20/900s/key",
        "login_failed_device": "5/300s/key",
        "reset_password": "5/m/ip,3/m/key",
        "reauthenticate": "10/m/user",
    }


COOKIES = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE")
SIGNED_COOKIES = ("MESSAGES_COOKIE_NAME", "DEVICE_COOKIE_NAME", "PASSKEY_COOKIE_NAME")


def test_cookies_follow_tls(settings_of) -> None:
    plain, tls = settings_of(*COOKIES), settings_of(*COOKIES, VECHE_TLS="1")

    assert list(plain.values()) == ["veche-session", False, "veche-csrf", False]
    assert list(tls.values()) == ["__Host-veche-session", True, "__Host-veche-csrf", True]


def test_names_of_signed_cookies_follow_tls(settings_of) -> None:
    plain, tls = settings_of(*SIGNED_COOKIES), settings_of(*SIGNED_COOKIES, VECHE_TLS="1")

    assert list(plain.values()) == ["veche-messages", "veche-device", "veche-passkey"]
    assert list(tls.values()) == ["__Host-veche-messages", "__Host-veche-device", "__Host-veche-passkey"]


def test_the_site_answers_to_its_own_names_only(settings_of) -> None:
    hosts = settings_of(
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        VECHE_ORIGIN="https://press.example.ru",
        VECHE_ALLOWED_HOSTS="veche.local, 10.0.0.7",
    )

    assert hosts == {
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]", "press.example.ru", "veche.local", "10.0.0.7"],
        "CSRF_TRUSTED_ORIGINS": ["https://press.example.ru"],
    }


def test_mail_goes_where_the_url_says(settings_of) -> None:
    mail = settings_of("MAILERS", VECHE_EMAIL_URL="smtp+tls://veche:word@mail.example.ru:587")["MAILERS"]["default"]

    assert mail == {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": "mail.example.ru",
            "port": 587,
            "username": "veche",
            "password": "word",
            "use_tls": True,
            "use_ssl": False,
            "timeout": 10,
        },
    }


@pytest.mark.parametrize("demo", ["0", "1"])
def test_without_a_mail_server_no_letter_is_printed(settings_of, demo: str) -> None:
    """A password link would otherwise be in the system's journal, where others read."""
    mail = settings_of("MAILERS", VECHE_DEMO=demo)["MAILERS"]

    assert mail == {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


@pytest.mark.sweep
def test_a_server_passes_the_deployment_checks(command: Command) -> None:
    process = command(
        *("-m", "veche.cli", "manage", "check", "--deploy", "--fail-level", "WARNING"),
        VECHE_TLS="1",
        VECHE_ORIGIN="https://press.example.ru",
        VECHE_EMAIL_URL="smtp+tls://veche@mail.example.ru:587",
    )

    out, errors = process.communicate()

    assert errors == ""
    assert (process.returncode, out) == (0, "System check identified no issues (1 silenced).\n")


@pytest.mark.sweep
def test_the_second_engine_writes_no_line_before_the_answer_of_a_command(command: Command) -> None:
    """Its tasks, named as JSON, were printed before the command's output."""
    process = command(
        *("-m", "veche.cli", "manage", "diffsettings"),
        VECHE_ENGINE="procrastinate",
        VECHE_DATABASE_URL="postgres://veche@127.0.0.1:1/veche",
    )

    out, errors = process.communicate()

    assert process.returncode == 0
    assert errors == ""
    assert '"event"' not in out
