"""Check that mail server and networks answer, and the clock."""

import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.core.mail import mailers
from django.db.models import Min

from veche.accounts.domain.clients import http
from veche.accounts.models import Account
from veche.config import plain
from veche.journal.models import Entry
from veche.kernel.clock import local, now
from veche.kernel.http import CallFailed, MaybeSent, Response
from veche.kernel.mailbox import MailboxError, open_mailbox
from veche.networks.registry import NETWORKS
from veche.staff.domain.found import home_zone
from veche.staff.domain.mail import is_set_up
from veche.upkeep.doctor.finding import Finding

CALL_SECONDS = 6.0
SKEW = timedelta(seconds=60)
_WAITING = "Письма ждут и уйдут, когда ответит."
_CERTIFICATE = (
    "Узел в VECHE_EMAIL_URL пишут именем из сертификата; проверьте его срок; внутренний УЦ — в системные "
    f"(update-ca-certificates). {_WAITING}"
)
SPELLING = f"Обычно порт 587 — smtp+tls://, 465 — smtp+ssl://: поправьте VECHE_EMAIL_URL. {_WAITING}"
# Something came back, only not what was hoped for: the network is there.
_ANSWERED = frozenset({"too_large", "garbled", "truncated"})


def mail() -> Iterator[Finding]:
    if not is_set_up():
        if not settings.DEMO:
            todo = "Назовите почтовый сервер в VECHE_EMAIL_URL: иначе о сбое никто не узнает из письма."
            yield Finding("Почта", "сервер не назван, писем не будет", todo)
        return
    yield from _way()
    server = mailers.default
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        yield Finding("Почта", *_why(error))
    else:
        if plain.MAIL in plain.in_clear() & settings.PLAIN:
            yield Finding("Почта", "сервер отвечает и впускает, без TLS: так названо в VECHE_PLAIN")
        else:
            yield Finding("Почта", "сервер отвечает и впускает")
    finally:
        server.close()


def mailbox() -> Iterator[Finding]:
    if settings.MAILBOX is None:
        if is_set_up() and not settings.DEMO:
            yield Finding("Возвраты писем", f"приходят в ящик {settings.DEFAULT_FROM_EMAIL}, читает их только человек")
        return
    try:
        with open_mailbox(settings.MAILBOX):
            yield Finding("Возвраты писем", "ящик открывается")
    except MailboxError as error:
        todo = "Проверьте узел, имя и пароль в VECHE_EMAIL_BOX. Письма уходят и без него."
        yield Finding("Возвраты писем", f"ящик не открывается ({type(error).__name__})", todo)


def _way() -> Iterator[Finding]:
    if plain.MAIL in plain.in_clear() - settings.PLAIN:
        todo = (
            "Возьмите smtp+tls:// или smtp+ssl:// в VECHE_EMAIL_URL; если сервер не умеет, назовите это: "
            "VECHE_PLAIN=mail."
        )
        yield Finding("Почта", "по сети без TLS: пароль и письма видит вся сеть", todo)


def _why(error: Exception) -> tuple[str, str]:
    """The kind of the failure and what to do; the server's words may repeat a name."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "сервер не принимает имя или пароль", f"Проверьте имя и пароль в VECHE_EMAIL_URL. {_WAITING}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"сертификат почтового сервера не принят ({error.verify_message})", _CERTIFICATE
    if isinstance(error, (ssl.SSLError, smtplib.SMTPNotSupportedError)):
        return "сервер на этом порту говорит не так, как сказано", SPELLING
    if type(error).__name__ == "gaierror":
        return "имя почтового сервера не находится", f"Проверьте DNS и узел в VECHE_EMAIL_URL. {_WAITING}"
    return f"сервер не отвечает ({type(error).__name__})", f"Проверьте VECHE_EMAIL_URL и сам сервер. {_WAITING}"


def networks() -> Iterator[Finding]:
    yield from _hours_of_the_journal()
    theirs: list[datetime] = []
    for slug in (
        Account.objects.unscoped()
        .filter(closed_at=None)
        .order_by("network")
        .values_list("network", flat=True)
        .distinct()
    ):
        yield _network(slug, theirs)
    if theirs:
        yield _clock(theirs)


def _network(slug: str, theirs: list[datetime]) -> Finding:
    about = f"Сеть {NETWORKS[slug].title}"
    try:
        answer = http(slug).send("GET", settings.NETWORKS[slug]["url"], deadline=time.monotonic() + CALL_SECONDS)
    except CallFailed as error:
        if not (isinstance(error, MaybeSent) and error.reason in _ANSWERED):
            return _silent(about, slug, error.reason)
    else:
        _note_hour(answer, theirs)
    return Finding(about, "отвечает")


def _silent(about: str, slug: str, reason: str) -> Finding:
    """A network that does not answer is a normal state, shown on each account's page too."""
    noticed = (
        Account.objects.unscoped().filter(network=slug, closed_at=None).aggregate(at=Min("unreachable_since"))["at"]
    )
    since = f"с {local(noticed, home_zone()):%d.%m %H:%M}" if noticed else "сейчас"
    name = slug.upper()
    return Finding(
        about,
        f"нет связи {since} ({reason})",
        f"Записи ждут. Проверьте выход в интернет, VECHE_{name}_PROXY и VECHE_{name}_CA.",
    )


def _note_hour(answer: Response, theirs: list[datetime]) -> None:
    with suppress(KeyError, ValueError, TypeError):
        told = parsedate_to_datetime(answer.headers["date"])
        if told.tzinfo is not None:
            theirs.append(told)


def _clock(theirs: list[datetime]) -> Finding:
    """Compare with the network whose clock agrees best: one of them may be wrong."""
    skew = min(abs(now() - told) for told in theirs)
    if skew <= SKEW:
        return Finding("Часы", "идут как у сетей")
    return Finding(
        "Часы", f"расходятся с сетями на {skew.total_seconds():.0f} с", "Включите NTP: timedatectl set-ntp true."
    )


def _hours_of_the_journal() -> Iterator[Finding]:
    last = Entry.objects.unscoped().order_by("-at").values_list("at", flat=True).first()
    if last is not None and last > now() + SKEW:
        hour = f"{local(last, home_zone()):%d.%m.%Y %H:%M}"
        todo = "Поправьте часы: timedatectl set-ntp true. Пока они отстают, записи уйдут не в свой час."
        yield Finding("Часы", f"журнал уже знает {hour}: часы этого компьютера отстали", todo)
