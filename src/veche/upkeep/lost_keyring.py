"""`veche lost-keyring`: give up what a lost keyring sealed, and create a new one."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from django.conf import settings
from django.db import transaction

from veche.accounts.domain import clients
from veche.accounts.domain.sealed import give_up_unopened, is_readable, unopened
from veche.alarms.domain import sealed as bots
from veche.kernel.crypto import CryptoError, Keyring, KeyringShut
from veche.moderation.domain.seal_anew import SealedAnew, seal_anew
from veche.outbox.domain import confidential
from veche.plan.domain import calendar_address
from veche.staff.models import Administration
from veche.staff.unreadable import forget_unreadable_second_factors, unreadable_second_factors

WORD = "забыть"


@dataclass(frozen=True, slots=True)
class Losses:
    """What the present keyring does not open: accounts, stream keys, second factors."""

    accounts: int
    streams: int
    people: int

    def __bool__(self) -> bool:
        return bool(self.accounts or self.streams or self.people)


def lost_keyring(*, yes: bool = False) -> int:
    """Return the exit code. `yes` skips the question. What opens is never touched."""
    cities = list(Administration.objects.order_by("pk"))
    try:
        losses = _losses(cities)
    except KeyringShut as error:
        sys.stderr.write(
            f"{error} Связка не потеряна, ничего не изменено. Выполните от root: {error.command}, потом veche doctor.\n"
        )
        return 1
    if not losses and is_readable():
        sys.stderr.write("Связка на месте и открывает всё: забывать нечего. Новый ключ: veche rotate-keys.\n")
        return 1
    if not yes and not _agreed(losses):
        sys.stderr.write("Ничего не изменено.\n")
        return 1
    given_up = _give_up(cities)
    _tell(*given_up)
    _tell_of_evidence([seal_anew(city) for city in cities])
    return 0


def _losses(cities: list[Administration]) -> Losses:
    """Count them. Raises `KeyringShut` first: nothing opens with an unreadable file."""
    if not settings.KEYRING:
        _refuse_shut(settings.KEYRING_PATH)
    return Losses(
        accounts=sum(len(unopened(city)) for city in cities),
        streams=sum(len(confidential.unopened(city)) for city in cities),
        people=len({factor.user_id for factor in unreadable_second_factors()}),
    )


def _refuse_shut(path: Path) -> None:
    clients.keyring.cache_clear()
    try:
        Keyring.load(path)
    except KeyringShut:
        raise
    except CryptoError:
        return


def _agreed(losses: Losses) -> bool:
    """Ask at the terminal; no answer means no."""
    sys.stdout.write(
        f"Этого нынешняя связка не открывает, и оно будет забыто: ключи (аккаунтов: {losses.accounts}), второй "
        f"шаг входа с запасными кодами (людей: {losses.people}), ключи эфира "
        f"({losses.streams}). Вернуть их потом нельзя. Если копия связки есть, "
        f"сначала положите её на место: {settings.KEYRING_PATH}.\n"
    )
    try:
        return input(f"Связка потеряна совсем? Напишите «{WORD}»: ").strip().lower() == WORD
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return False


def _give_up(cities: list[Administration]) -> tuple[int, int, Path | None]:
    """Give them up; return accounts, people, and the former keyring's new path. The file is written last."""
    with transaction.atomic():
        accounts = sum(give_up_unopened(administration=city) for city in cities)
        for city in cities:
            confidential.give_up_unopened(administration=city)
            bots.give_up_unopened(administration=city)
            calendar_address.give_up_unopened(administration=city)
        people = forget_unreadable_second_factors()
        kept = None if settings.KEYRING else _make_anew(settings.KEYRING_PATH)
    return accounts, people, kept


def _make_anew(path: Path) -> Path | None:
    """Keep the former file, because an older copy may need its keys. Overwrites no kept file."""
    kept = _free_name(path) if path.exists() else None
    if kept is not None:
        os.link(path, kept)
    try:
        Keyring.generate().save(path)
    except BaseException:
        if kept is not None:
            kept.unlink()
        raise
    clients.keyring.cache_clear()
    return kept


def _free_name(path: Path) -> Path:
    names = chain(["keyring.old"], (f"keyring.old-{number}" for number in count(2)))
    return next(kept for kept in map(path.with_name, names) if not kept.exists())


def _tell(accounts: int, people: int, kept: Path | None) -> None:
    former = f"Прежняя лежит рядом: {kept}. " if kept else ""
    sys.stdout.write(
        f"Связка теперь новая: {'VECHE_KEYRING' if settings.KEYRING else settings.KEYRING_PATH}. {former}"
        "Сохраните её копию: veche backup --keyring ФАЙЛ.\n"
        "Перезапустите службы, они ещё помнят прежнюю: systemctl restart veche-web veche-worker.\n"
        f"Ключей ждут аккаунты: {accounts}. Введите их на странице «Аккаунты»; прежние отзовите в самих сетях.\n"
        "Отметки и печати записей журнала закрыты прежней связкой, проверить их теперь нечем. На странице «Журнал» "
        "нажмите «Проверить журнал» и закройте их, указав причину.\n"
        f"Второй шаг входа заново настроят люди: {people}. До этого они входят одним паролем.\n"
    )


def _tell_of_evidence(cities: Sequence[SealedAnew]) -> None:
    sealed, left = sum(city.sealed for city in cities), sum(city.left for city in cities)
    if sealed or left:
        sys.stdout.write(
            f"Доказательства: сходятся по контрольным суммам и закрыты новой связкой: {sealed}; не сходятся: {left}. "
            "Какие, назовёт veche manage verify_journal. В журнале есть запись об этом.\n"
        )
