"""Secret codes: twelve signs of thirty, 59 random bits, that a person can read from a screen and type."""

import hashlib
import secrets
from typing import Final

from django.utils.crypto import constant_time_compare

# Without 0, 1, I, L, O, U, which are taken for others.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 12
_PART: Final = 4
# Cyrillic letters that look like those of the alphabet: a Russian keyboard types them.
_ALIKE: Final = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")
_LONGEST: Final = 60
# What a code is compared with when no ticket has the number, so that both take the same time.
NOBODYS: Final = "0" * 64


def new_code() -> str:
    """«ABCD-2345-WXYZ»."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + _PART] for start in range(0, LENGTH, _PART))


def read_code(typed: str) -> str:
    """The signs of a typed code, without spaces and dashes."""
    return "".join(sign for sign in typed[:_LONGEST].upper().translate(_ALIKE) if sign.isalnum())


def digest(administration: int, number: int, code: str) -> str:
    """A plain hash suffices for 59 random bits; number and administration keep equal codes apart."""
    said = f"{administration}:{number}:{read_code(code)}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def fits(stored: str | None, computed: str) -> bool:
    return constant_time_compare(stored or NOBODYS, computed)
