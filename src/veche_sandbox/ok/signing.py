"""`sig`: parameters sorted by name and concatenated, then a secret; MD5 in lower case.

With a session the secret is MD5 of the token and the application's secret key, without one that key itself.
"""

import hmac
from collections.abc import Mapping
from hashlib import md5

UNSIGNED = frozenset({"sig", "access_token", "session_key"})


def signature(sent: Mapping[str, str], secret: str) -> str:
    base = "".join(f"{name}={sent[name]}" for name in sorted(sent) if name not in UNSIGNED)
    return _md5(base + secret)


def session_secret(token: str, application_secret: str) -> str:
    return _md5(token + application_secret)


def is_signed(sent: Mapping[str, str], secret: str) -> bool:
    return hmac.compare_digest(signature(sent, secret).encode(), sent.get("sig", "").lower().encode())


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
