"""Send one letter and report whether it left, did not, or nobody knows."""

import email.policy
import smtplib
import uuid
from contextlib import suppress
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.smtp import EmailBackend

_FINE = (250, 251)
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


class MailNotSent(Exception):
    """The letter was not sent and may be retried. `away`: the mail server takes no letter at all now."""

    def __init__(self, why: str, *, away: bool = False) -> None:
        super().__init__(why)
        self.away = away


class MailInDoubt(Exception):
    """The connection broke after the message had begun to leave."""


def is_set_up() -> bool:
    """Whether VECHE_EMAIL_URL is set; without it letters are neither sent nor printed, as they may hold links."""
    return bool(settings.MAILERS["default"]["BACKEND"] != NOWHERE)


def compose(*, to: str, subject: str, body: str, letter: uuid.UUID) -> EmailMessage:
    """The message. `letter` is its Message-ID, the same for each try."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        headers={
            "Message-ID": f"<{letter}@{domain}>",
            "Date": formatdate(localtime=False),
            "Auto-Submitted": "auto-generated",
        },
    )


def send_letter(message: EmailMessage) -> None:
    backend = mailers.default
    if not isinstance(backend, EmailBackend):
        backend.send_messages([message])
        return
    try:
        backend.open()
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSent(_plain(error), away=True) from None
    try:
        _introduce(backend, backend.connection, message)
        _hand_over(backend, backend.connection, message)
    except _SenderRefused as error:
        raise MailNotSent(f"отправитель: {_plain(error)}", away=True) from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise MailNotSent(_plain(error)) from None
    finally:
        _say_goodbye(backend)


class _SenderRefused(smtplib.SMTPResponseException):
    """The server does not take letters from this address; no recipient is to blame."""


def _introduce(backend: EmailBackend, server: Any, message: EmailMessage) -> None:
    server.ehlo_or_helo_if_needed()
    answer = server.mail(backend.prep_address(message.from_email))
    if answer[0] not in _FINE:
        raise _SenderRefused(*answer)


def _hand_over(backend: EmailBackend, server: Any, message: EmailMessage) -> None:
    """smtplib's `sendmail` step by step: only after its last step the outcome may be unknown."""
    words = message.message(policy=email.policy.SMTP).as_bytes()
    for name in message.recipients():
        _must(server.rcpt(backend.prep_address(name)))
    try:
        answer = server.data(words)
    except smtplib.SMTPDataError:
        raise
    except (OSError, smtplib.SMTPException) as error:
        raise MailInDoubt(_plain(error)) from None
    _must(answer)


def _must(answer: tuple[int, bytes]) -> None:
    if answer[0] not in _FINE:
        raise smtplib.SMTPResponseException(*answer)


def _say_goodbye(backend: EmailBackend) -> None:
    """Close the connection; the server's answer no longer matters."""
    with suppress(OSError, smtplib.SMTPException):
        backend.close()


def _plain(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code}"
    return type(error).__name__
