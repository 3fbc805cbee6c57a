"""Check that the database answers, has this version, and has an intact journal."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from veche.config import plain, schema
from veche.journal import triggers
from veche.journal.domain.checked import ExtraCheck, examine, others
from veche.staff.models import Administration
from veche.upkeep.doctor.finding import Finding

# sqlite.org/rescode.html: SQLITE_CORRUPT, SQLITE_NOTADB.
_DAMAGED = ("malformed", "not a database")


def check() -> Iterator[Finding]:
    try:
        yield from _look()
    except DatabaseError as error:
        yield _silent(error)


def _silent(error: DatabaseError) -> Finding:
    if any(word in str(error) for word in _DAMAGED):
        return _broken()
    todo = "Проверьте, запущена ли она и верен ли VECHE_DATABASE_URL (имя, пароль, узел)."
    if connection.vendor == "sqlite":
        todo = "Проверьте, цел ли диск и можно ли читать этот файл."
    return Finding("База", f"не отвечает ({type(error).__name__})", todo)


def _broken() -> Finding:
    where = connection.settings_dict["NAME"]
    return Finding("База", f"файл {where} повреждён", "Отложите его и верните базу из копии: veche restore.")


def _is_whole() -> bool:
    """Whether all pages are intact: SQLite answers from good ones, and finds bad ones only by reading."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        return bool(cursor.fetchone()[0] == "ok")


def _look() -> Iterator[Finding]:
    name = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        yield Finding("База", f"файла {connection.settings_dict['NAME']} нет", "Верните его из копии: veche restore.")
        return
    if connection.vendor == "sqlite" and not _is_whole():
        yield _broken()
        return
    if words := _other_version():
        yield Finding("База", f"{name} отвечает. {words}", "Верните прежнюю версию программы; данные не тронуты.")
        return
    if schema.migrations_are_missing():
        yield Finding("База", f"{name} отвечает, но таблицы от прежней версии", "veche prepare")
        return
    if plain.DATABASE in plain.in_clear() & settings.PLAIN:
        yield Finding("База", f"{name} отвечает, таблицы этой версии, без TLS: так названо в VECHE_PLAIN")
    else:
        yield Finding("База", f"{name} отвечает, таблицы этой версии")
    if gone := triggers.missing(connection):
        yield Finding(
            "Журнал",
            f"база позволяет его менять, триггеры не те: {', '.join(gone)}",
            "veche manage migrate --skip-checks",
        )
    cities = list(Administration.objects.order_by("pk"))
    if not cities:
        todo = "Проверьте VECHE_DATA и VECHE_DATABASE_URL: это может быть не та база. Новая установка: veche init."
        yield Finding("База", "пуста: в ней нет ни одной администрации", todo)
    yield from map(_journal, cities)
    yield from (_other(city, extra) for city in cities for extra in others())


def way() -> Iterator[Finding]:
    if plain.DATABASE in plain.in_clear() - settings.PLAIN:
        todo = (
            "Добавьте к VECHE_DATABASE_URL ?sslmode=verify-full (и sslrootcert); если сервер не умеет, назовите это: "
            "VECHE_PLAIN=database."
        )
        yield Finding("База", "по сети без TLS: пароль и данные видит вся сеть", todo)


def _other_version() -> str:
    """The sentence with which `veche prepare` would refuse to start."""
    try:
        schema.refuse_unknown()
        if not schema.migrations_are_missing():
            schema.refuse_differing()
    except schema.OtherVersion as error:
        return str(error)
    return ""


def _journal(city: Administration) -> Finding:
    verdict = examine(city)
    about = f"Журнал, {city}"
    if verdict.ok:
        if verdict.note:
            return Finding(about, f"цел, записей {verdict.length}. {verdict.note}")
        return Finding(about, f"цел, записей {verdict.length}")
    todo = (
        "Сохраните базу как есть и позовите того, кто отвечает за безопасность: veche manage verify_journal. Если не "
        "сходятся отметки вне базы и причина известна, закройте их на странице «Журнал», а ничьи командой veche manage "
        "close_strays."
    )
    return Finding(about, verdict.problems[0], todo)


def _other(city: Administration, extra: ExtraCheck) -> Finding:
    """Run a check that another room registered."""
    verdict = extra.run(city)
    about = f"{extra.title}, {city}"
    if verdict.ok:
        return Finding(about, f"всё сходится, прочитано {verdict.length}")
    todo = (
        "Сохраните базу и папку media как есть и позовите того, кто отвечает за безопасность. Прежнее есть в копиях "
        "(veche backup); всё, что не сошлось, назовёт veche manage verify_journal."
    )
    return Finding(about, verdict.problems[0], todo)
