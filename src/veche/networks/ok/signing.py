"""Sign a call (apiok.ru, «Вызов методов API»): MD5 over the sorted parameters and the session's secret."""

import re
from collections.abc import Mapping
from hashlib import md5

_UNSIGNED = frozenset({"sig", "access_token", "session_key"})
_SESSION_SECRET = re.compile(r"[0-9a-f]{32}")


def signature(params: Mapping[str, str], secret: str) -> str:
    """The signature over the values exactly as sent, without token and session key."""
    base = "".join(f"{name}={params[name]}" for name in sorted(params) if name not in _UNSIGNED)
    return _md5(base + secret)


def session_secret(token: str, secret: str) -> str:
    """The session's secret.

    `secret`: pasted by a person, the session's own (32 hexadecimal digits) or the application's.
    """
    return secret if _SESSION_SECRET.fullmatch(secret) else _md5(token + secret)


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
