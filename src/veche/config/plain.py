"""Connections without TLS to the mail server or database.

`VECHE_PLAIN` permits them by name. Older installations without it still start; `veche doctor` and `check --deploy`
report it.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from veche.kernel.guard import LOOPBACK

MAIL, DATABASE = "mail", "database"
NAMES = (MAIL, DATABASE)
# libpq's `prefer`, its default, talks in clear to whoever says that there is no TLS.
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})


def in_clear() -> frozenset[str]:
    """The `NAMES` that go over a network without TLS."""
    ways = {
        MAIL: mail_is_plain(settings.MAILERS["default"]),
        DATABASE: database_is_plain(settings.DATABASES["default"]),
    }
    return frozenset(name for name, plain in ways.items() if plain)


def mail_is_plain(mailer: Mapping[str, Any]) -> bool:
    options = mailer.get("OPTIONS", {})
    host = options.get("host", "")
    return bool(host and host not in LOOPBACK and not options.get("use_tls") and not options.get("use_ssl"))


def database_is_plain(database: Mapping[str, Any]) -> bool:
    """SQLite and a socket (no host, or a folder) are of this machine."""
    options = database.get("OPTIONS", {})
    host, mode = str(options.get("host") or database.get("HOST") or ""), options.get("sslmode", "prefer")
    return bool(host and host not in LOOPBACK and not host.startswith(("/", "@")) and mode not in _ENCRYPTED)
