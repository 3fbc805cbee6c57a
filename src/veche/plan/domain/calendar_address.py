"""The address at which a calendar is read: sealed, because many calendars are opened by a secret in it."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction

from veche.accounts.domain.clients import keyring, opened
from veche.accounts.domain.rotate import reseal
from veche.journal.domain.record import record
from veche.kernel import clock
from veche.kernel.crypto import CryptoError, Keyring, Secret, row_binding, seal
from veche.kernel.redaction import conceal
from veche.plan.errors import PlanError
from veche.plan.models import Calendar
from veche.staff.models import Administration, Person
from veche.staff.tenancy import OwnedQuerySet

MOST_ADDRESS = 2000
NO_ADDRESS = (
    "Это не адрес календаря. Нужен такой: https://узел/путь. Его даёт программа-календарь, а ленту новостей (RSS) сайт."
)
NO_TLS = "По такому адресу секрет увидят по дороге. Нужен адрес, который начинается с https://."
NO_NAMES = "Имя и пароль в адресе не поддерживаем. Возьмите в программе-календаре секретную ссылку."


def set_address(*, calendar: Calendar, by: Person, address: str) -> None:
    """Store the address and read the calendar within a minute. Raises `PlanError`; nothing is changed then."""
    secret, host = _checked(address)
    conceal(secret)
    with transaction.atomic():
        calendar.sealed = seal(keyring(), secret, aad=address_binding(calendar))
        calendar.host = host
        _start_afresh(calendar, due=True)
        record(administration=calendar.administration, actor=by, verb="calendar.addressed", obj=calendar, facts={})


def forget_address(*, calendar: Calendar, by: Person) -> None:
    """Read it no longer; its occasions stay. A second press changes nothing."""
    with transaction.atomic():
        if not _with_address(calendar.administration_id).filter(pk=calendar.pk).exists():
            return
        calendar.sealed = calendar.host = ""
        _start_afresh(calendar, due=False)
        record(administration=calendar.administration, actor=by, verb="calendar.unaddressed", obj=calendar, facts={})


def read_soon(calendar: Calendar) -> None:
    """Let the next run of the schedule read it. The program's own note."""
    _with_address(calendar.administration_id).filter(pk=calendar.pk).update(next_read_at=clock.now())


def address_of(calendar: Calendar) -> Secret:
    """Raises `kernel.crypto.CryptoError` if the keyring does not open it."""
    secret = opened(calendar.sealed, address_binding(calendar))
    conceal(secret)
    return secret


def address_binding(calendar: Calendar) -> str:
    return row_binding("plan_calendar", "sealed", calendar.pk)


def reseal_addresses(*, keyring: Keyring, administration: Administration) -> int:
    """Seal anew under the newest key. Returns the number of changed rows. Needs a transaction."""
    return reseal(keyring, _with_address(administration.pk), "sealed", address_binding)


def give_up_unopened(*, administration: Administration) -> int:
    """Forget addresses that the keyring does not open. Needs a transaction."""
    lost = [one.pk for one in _with_address(administration.pk) if not _opens(one)]
    said = "Ключ шифрования потерян, адрес не прочесть. Впишите его снова."
    rows = Calendar.objects.of(administration).filter(pk__in=lost)
    return rows.update(sealed="", host="", next_read_at=None, trouble=said)


def _checked(address: str) -> tuple[Secret, str]:
    """The address as it is asked, and its host."""
    text = address.strip()
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise PlanError(NO_ADDRESS) from None
    scheme = "https" if parts.scheme == "webcal" else parts.scheme
    if scheme not in ("http", "https") or not host or len(text) > MOST_ADDRESS or len(host) > 253:
        raise PlanError(NO_ADDRESS)
    if parts.username is not None or parts.password is not None:
        raise PlanError(NO_NAMES)
    if scheme == "http" and (host, port or 80) not in settings.CALENDAR_HOSTS:
        raise PlanError(NO_TLS)
    return Secret(urlunsplit((scheme, parts.netloc, parts.path, parts.query, ""))), host


def _start_afresh(calendar: Calendar, *, due: bool) -> None:
    calendar.next_read_at = clock.now() if due else None
    calendar.asked_at = calendar.read_at = calendar.whole_at = None
    calendar.trouble = calendar.etag = calendar.modified = ""
    calendar.has_news = False
    calendar.save(
        update_fields=(
            *("sealed", "host", "next_read_at", "asked_at", "read_at", "whole_at"),
            *("trouble", "etag", "modified", "has_news"),
        )
    )


def _with_address(administration: int) -> OwnedQuerySet[Calendar]:
    return Calendar.objects.of(administration).exclude(sealed="")


def _opens(calendar: Calendar) -> bool:
    try:
        address_of(calendar)
    except CryptoError:
        return False
    return True
