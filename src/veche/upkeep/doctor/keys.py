"""Check that the keyring exists and opens everything sealed."""

from collections.abc import Iterator

from django.conf import settings

from veche.accounts.domain import clients
from veche.accounts.domain.sealed import unopened
from veche.accounts.models import Account, Key
from veche.kernel.clock import local, now
from veche.kernel.crypto import CryptoError, KeyringShut
from veche.outbox.domain import confidential
from veche.staff.models import Administration
from veche.staff.unreadable import unreadable_second_factors
from veche.upkeep.doctor.finding import Finding

LOST = "Верните связку из её копии; если она потеряна: veche lost-keyring, и каждому аккаунту введите новый ключ."


def check() -> Iterator[Finding]:
    try:
        newest = clients.keyring().newest
    except KeyringShut as error:
        yield Finding("Связка ключей", str(error), f"Выполните от root: {error.command}")
        return
    except CryptoError as error:
        yield Finding("Связка ключей", str(error), LOST)
        return
    closed = [account for city in Administration.objects.order_by("pk") for account in unopened(city)]
    people = len({factor.user_id for factor in unreadable_second_factors()})
    streams = sum(len(confidential.unopened(city)) for city in Administration.objects.order_by("pk"))
    if closed or people or streams:
        names = ", ".join(str(account) for account in closed) or "нет"
        told = f"не открывает: аккаунты — {names}; второй шаг входа, людей — {people}; ключей эфира — {streams}"
        yield Finding("Связка ключей", told, LOST)
    else:
        yield Finding("Связка ключей", f"открывает всё, новый ключ шифрования {newest}")
    yield from (_refused(account) for account in _with_trouble())
    yield from (_expired(key) for key in _past_their_day())


def _with_trouble() -> list[Account]:
    found = Account.objects.unscoped().filter(closed_at=None, keys__revoked_at=None, keys__refused_at__isnull=False)
    return list(found.filter(keys__training=settings.DEMO).distinct().order_by("pk"))


def _past_their_day() -> list[Key]:
    living = Key.objects.unscoped().filter(revoked_at=None, account__closed_at=None, training=settings.DEMO)
    past = living.filter(expires_at__lte=now()).select_related("account__administration")
    return list(past.order_by("account", "slot"))


def _expired(key: Key) -> Finding:
    assert key.expires_at is not None  # noqa: S101 -- it is past
    day = local(key.expires_at, key.account.administration.time_zone)
    todo = "Выпустите новый в сети и введите его на странице аккаунта."
    return Finding(f"Ключ, {key.account}", f"{key.name}: срок вышел {day:%d.%m.%Y}", todo)


def _refused(account: Account) -> Finding:
    return Finding(f"Ключ, {account}", "сеть его не принимает", "Откройте аккаунт в Вече: там сказано, какой и почему.")
