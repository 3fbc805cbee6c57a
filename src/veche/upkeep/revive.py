"""The part of a restore that needs the database: migrate, verify the journal, mark every act for lookup."""

from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from veche.accounts.domain.sealed import is_readable, unopened
from veche.accounts.models import Account
from veche.alarms.domain.letters import mark_waiting_doubtful
from veche.config import schema
from veche.inbox.domain.receive import note_gap
from veche.journal import triggers
from veche.journal.domain.heads import bring_back, marks_told_elsewhere
from veche.journal.domain.verify import Verdict, only_unproven, verify
from veche.kernel.clock import local
from veche.outbox.domain import confidential
from veche.outbox.domain.restored import doubt_everything
from veche.staff.domain.found import home_zone
from veche.staff.models import Administration
from veche.staff.seals import bind_second_factors
from veche.staff.unreadable import unreadable_second_factors
from veche.upkeep import postgresql
from veche.upkeep.archive import Manifest
from veche.upkeep.restored_copy import Report


def revive(manifest: Manifest) -> Report:
    """Do it, and close all connections, as the database's file is about to be moved."""
    for number, head in manifest.heads.items():
        bring_back(number, head)
    call_command("migrate", verbosity=0, interactive=False)
    schema.refuse_differing()
    bind_second_factors(settings.DATA)
    _forget_tasks()
    if triggers.missing(connection):
        triggers.install(connection)
    cities = list(Administration.objects.order_by("pk"))
    verdicts = [verify(city) for city in cities]
    with marks_told_elsewhere(), transaction.atomic():
        doubted = sum(_doubt(city, manifest) for city in cities)
    report = Report(
        manifest=manifest,
        taken=f"{local(manifest.taken_at, home_zone()):%d.%m.%Y %H:%M}",
        journals=tuple(_line(city, verdict) for city, verdict in zip(cities, verdicts, strict=True)),
        journal_whole=all(verdict.ok for verdict in verdicts),
        doubted=doubted,
        keyring=_keyring(cities, proven=not any(only_unproven(verdict.problems) for verdict in verdicts)),
    )
    connection.close()
    return report


def _forget_tasks() -> None:
    """Delete tasks that a copy of format 1 may hold; `reconcile` enqueues new ones."""
    with connection.cursor() as cursor:
        tables = postgresql.left_out(connection.introspection.table_names(cursor))
        names = [connection.ops.quote_name(table) for table in tables]
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 -- the database's own names


def _doubt(city: Administration, manifest: Manifest) -> int:
    hour = local(manifest.taken_at, city.time_zone)
    sentence = (
        f"Данные восстановлены из копии от {hour:%d.%m.%Y %H:%M}: комментарии, пришедшие после неё, могли остаться "
        "только в сети. Просмотрите их там."
    )
    for account in Account.objects.of(city).filter(closed_at=None):
        note_gap(account, sentence)
    mark_waiting_doubtful(city)
    return doubt_everything(administration=city, taken_at=manifest.taken_at)


def _line(city: Administration, verdict: Verdict) -> str:
    if verdict.ok:
        return f"{city}: журнал цел, записей {verdict.length}."
    said = " ".join(verdict.problems)
    if only_unproven(verdict.problems):
        return (
            f"{city}: печати журнала проверить нечем: в связке нет ключа, которым они закрыты. Контрольные суммы "
            f"сходятся, записей {verdict.length}. Положите прежнюю связку и проверьте: veche manage verify_journal."
        )
    first = "Данные восстановлены, но сначала позовите тех, кто отвечает за информационную безопасность."
    return f"{city}: ЖУРНАЛ НАРУШЕН, записей {verdict.length}. {said} {first}"


def _keyring(cities: Sequence[Administration], *, proven: bool) -> str:
    """What works without the keyring, and what to do."""
    accounts = sum(len(unopened(city)) for city in cities)
    people = len({factor.user_id for factor in unreadable_second_factors()})
    streams = sum(len(confidential.unopened(city)) for city in cities)
    if proven and is_readable() and not accounts and not people and not streams:
        return "Связка ключей на месте и открывает всё."
    return (
        f"Связки ключей нет, или она другая: закрыты ключи (аккаунтов: {accounts}), второй шаг входа "
        f"(людей: {people}) и ключи эфира ({streams}). "
        "План, записи, комментарии и журнал целы, но в сети ничего не уйдёт. Положите связку в VECHE_DATA/keyring "
        "(права 0600); если она потеряна: veche lost-keyring, и каждому аккаунту введите новый ключ."
    )
