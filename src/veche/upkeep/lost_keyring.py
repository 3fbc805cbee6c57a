"""`veche lost-keyring`: the keyring will not come back; what it sealed is given up, openly, and a new one is made."""

import sys

from django.conf import settings
from django.db import transaction

from veche.accounts.domain import clients
from veche.accounts.domain.sealed import give_up_unopened, is_readable, unopened
from veche.kernel.crypto import Keyring
from veche.outbox.domain import confidential
from veche.staff.models import Administration
from veche.staff.unreadable import forget_unreadable_second_factors, unreadable_second_factors


def lost_keyring() -> int:
    """The exit code. What opens is never touched."""
    cities = list(Administration.objects.order_by("pk"))
    closed = any(unopened(city) or confidential.unopened(city) for city in cities)
    if not closed and not unreadable_second_factors() and is_readable():
        sys.stderr.write("Связка на месте и открывает всё: забывать нечего. Новый ключ: veche rotate-keys.\n")
        return 1
    with transaction.atomic():
        accounts = sum(give_up_unopened(administration=city) for city in cities)
        for city in cities:
            confidential.give_up_unopened(administration=city)
        people = forget_unreadable_second_factors()
    if not settings.KEYRING:
        _make_anew()
    sys.stdout.write(
        f"Связка теперь новая: {'VECHE_KEYRING' if settings.KEYRING else settings.KEYRING_PATH}. Сохраните её копию: "
        "veche backup --keyring ФАЙЛ.\n"
        f"Ключей ждут аккаунты: {accounts}. Введите их на странице «Аккаунты»; прежние отзовите в самих сетях.\n"
        f"Второй шаг входа заново настроят люди: {people}. До этого они входят одним паролем.\n"
    )
    return 0


def _make_anew() -> None:
    """A former file stays beside it: it may hold a key that some older copy needs."""
    path = settings.KEYRING_PATH
    if path.exists():
        path.replace(path.with_name("keyring.old"))
    Keyring.generate().save(path)
    clients.keyring.cache_clear()
