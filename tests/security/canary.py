"""A key that must be nowhere in plain text, and the encodings in which it could appear."""

import base64
from collections.abc import Iterable
from urllib.parse import quote


def shapes(secret: str) -> tuple[bytes, ...]:
    """Plain, percent-encoded, hexadecimal, UTF-16, and base64 at any offset."""
    raw = secret.encode()
    in_base64 = [base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)]
    return (raw, quote(secret, safe="").encode(), raw.hex().encode(), secret.encode("utf-16-le"), *in_base64)


def seen_in(places: Iterable[tuple[str, bytes]], *secrets: str) -> list[str]:
    """Names of the places that contain one of the secrets."""
    wanted = [shape for secret in secrets for shape in shapes(secret)]
    return [name for name, content in places if any(shape in content for shape in wanted)]
