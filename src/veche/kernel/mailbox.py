"""The mailbox where bounces arrive, read by IMAP.

Only unread bounces are fetched and marked as read; what people wrote to that address stays as it is.
"""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from veche.kernel.guard import LOOPBACK

log = logging.getLogger(__name__)

SECONDS = 10.0
# Bounces of one run; the others wait for the next one.
MOST = 100
# A bounce repeats the letter; its first part is enough.
MOST_BYTES = 200_000
_BOUNCES = '(UNSEEN OR HEADER Content-Type "report" HEADER X-Failed-Recipients "@")'
_SCHEMES = {"imaps": ("ssl", 993), "imap+tls": ("tls", 143), "imap": ("", 143)}

type Box = imaplib.IMAP4
MailboxError = (OSError, imaplib.IMAP4.error)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`tls`: "ssl" is TLS from the first byte, "tls" is STARTTLS, "" is no encryption, for this machine alone."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    tls: str = "ssl"


def mailbox_at(url: str) -> Mailbox:
    """Parse `imaps://name:password@host:993/FOLDER` or `imap+tls://…:143`; `imap://` on this machine alone.

    Raises `ValueError` or `LookupError`.
    """
    parts = urlsplit(url)
    tls, port = _SCHEMES[parts.scheme]
    if not parts.hostname or not (tls or parts.hostname in LOOPBACK):
        raise ValueError("no host, or a password in clear")
    return Mailbox(
        host=parts.hostname,
        port=parts.port or port,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
    )


@contextmanager
def open_mailbox(mailbox: Mailbox) -> Iterator[Box]:
    """Sign in and select the folder; log out at the end. Raises one of `MailboxError`."""
    box = _connected(mailbox)
    try:
        _sign_in(box, mailbox)
        answer, _ = box.select(mailbox.folder)
        if answer != "OK":
            raise imaplib.IMAP4.error("no such folder")
        yield box
    finally:
        _close(box)


def unread_bounces(box: Box) -> Iterator[bytes]:
    """Yield the body of each unread bounce, the first `MOST_BYTES` of a long one.

    A bounce is marked as read after the caller has processed it, so a failure leaves it for the next run.
    """
    _, found = box.uid("SEARCH", _BOUNCES)
    for number in (found[0] or b"").decode().split()[:MOST]:
        _, parts = box.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        yield from (part[1] for part in parts if isinstance(part, tuple))
        box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)")


def _connected(mailbox: Mailbox) -> Box:
    if mailbox.tls == "ssl":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=SECONDS)
    box = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=SECONDS)
    if mailbox.tls == "tls":
        box.starttls(ssl.create_default_context())
    return box


def _sign_in(box: Box, mailbox: Mailbox) -> None:
    """LOGIN takes ASCII alone; AUTHENTICATE takes UTF-8 (RFC 4616)."""
    if mailbox.username.isascii() and mailbox.password.isascii():
        box.login(mailbox.username, mailbox.password)
        return
    words = f"\0{mailbox.username}\0{mailbox.password}".encode()
    box.authenticate("PLAIN", lambda _challenge: words)


def _close(box: Box) -> None:
    try:
        box.logout()
    except MailboxError:
        log.info("the mailbox did not say goodbye")
