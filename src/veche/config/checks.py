"""System checks before Veche starts; `veche manage check` prints them."""

import stat
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks  # noqa: A004 -- its name
from django.db import DatabaseError, connection, connections

from veche.accounts.checks import DEMO
from veche.config import plain, schema
from veche.kernel.guard import LOOPBACK
from veche.staff.models import Administration


def why_not_start() -> list[CheckMessage]:
    """Why `veche web` or `veche worker`, started alone, must not start. Raises `schema.OtherVersion`.

    A database that does not answer stops no start, as it may come back.
    """
    found = run_checks(tags=[DEMO], databases=["default"])
    if not found:
        with suppress(DatabaseError):
            schema.refuse_unknown()
            schema.refuse_older()
    connections.close_all()
    return found


@register(Tags.database)
def sqlite_is_safe(**_: Any) -> list[CheckMessage]:
    """Without WAL and IMMEDIATE writers are refused with «database is locked»; without FULL a power cut loses rows."""
    if connection.vendor != "sqlite":
        return []
    options = connection.settings_dict["OPTIONS"]
    command = options.get("init_command", "").replace(" ", "").lower()
    wanted = ("journal_mode=wal", "synchronous=full")
    if options.get("transaction_mode") == "IMMEDIATE" and all(pragma in command for pragma in wanted):
        return []
    return [
        Error(
            "База SQLite открыта без WAL, synchronous=FULL или IMMEDIATE: записи будут теряться.",
            hint="Оставьте DATABASES таким, каким его делает veche.config.databases.",
            id="veche.E001",
        )
    ]


@register(Tags.security, DEMO)
def demo_stays_home(**_: Any) -> list[CheckMessage]:
    if not settings.DEMO:
        return []
    found = []
    if settings.HOST not in LOOPBACK:
        found.append(("VECHE_HOST", f"Учебный город слушает только этот компьютер, а VECHE_HOST={settings.HOST}."))
    if settings.TLS:
        found.append(("VECHE_TLS", "Учебный город открыт без пароля, а VECHE_TLS=1 ставит его за прокси."))
    if urlsplit(settings.ORIGIN).hostname not in LOOPBACK:
        origin = f"Учебный город видит только этот компьютер, а VECHE_ORIGIN={settings.ORIGIN}."
        found.append(("VECHE_ORIGIN", origin))
    hint = "Уберите {name} или запустите настоящую установку без VECHE_DEMO."
    return [Error(what, hint=hint.format(name=name), id="veche.E002") for name, what in found]


@register(Tags.database, DEMO)
def demo_has_its_own_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The demo signs people in without a password, so it starts only on what its own seeding has made."""
    if not settings.DEMO or not databases:
        return []
    try:
        real = Administration.objects.filter(training=False).exists()
    except DatabaseError:  # before the tables are there, there are no administrations either
        return []
    if not real:
        return []
    hint = (
        "Для учебного города нужна своя папка: VECHE_DATA. Учебный город прежней версии населите заново: удалите его "
        "папку."
    )
    return [Error("В этой базе не учебный город: без пароля сюда не войти.", hint=hint, id="veche.E004")]


@register(Tags.security, deploy=True)
def nothing_goes_in_clear_unasked(**_: Any) -> list[CheckMessage]:
    """A warning only: an installation that started before starts."""
    hint = "TLS: VECHE_EMAIL_URL=smtp+tls://…, VECHE_DATABASE_URL=…?sslmode=verify-full; иначе назовите в VECHE_PLAIN."
    return [
        Warning(f"По сети без TLS, и это не названо в VECHE_PLAIN: {name}.", hint=hint, id="veche.W001")
        for name in sorted(plain.in_clear() - settings.PLAIN)
    ]


@register(Tags.security)
def keys_are_private(**_: Any) -> list[CheckMessage]:
    """The two files that open everything else may be read by their owner alone."""
    return [
        Error(
            f"Файл {path} доступен не только владельцу.",
            hint=f"Выполните: chmod 600 {path}",
            id="veche.E003",
        )
        for path in (settings.SECRET_KEY_PATH, settings.KEYRING_PATH)
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
