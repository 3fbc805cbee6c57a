"""Secret codes: twelve signs of thirty, 59 random bits, that a person can read from a screen and type."""

import hashlib
import re
import secrets
from typing import Final

from django.utils.crypto import constant_time_compare

# Without 0, 1, I, L, O, U, which are taken for others.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 12
_PART: Final = 4
_DIGITS: Final = 10
# Cyrillic letters that look like signs of the alphabet: a Russian keyboard types them.
_ALIKE: Final = str.maketrans("АВЕЗКМНРСТУХ", "ABE3KMHPCTYX")
# How a notice names both, if it is pasted whole.
_NUMBER: Final = re.compile(r"\bномер\W{0,3}(\d+)", re.IGNORECASE)
_CODE: Final = re.compile(r"(?<![а-яё])код(?![а-яё])", re.IGNORECASE)
_LONGEST: Final = 60
# What a code is compared with when no ticket has the number, so that both take the same time.
NOBODYS: Final = "0" * 64


def new_code() -> str:
    """«ABCD-2345-WXYZ»."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + _PART] for start in range(0, LENGTH, _PART))


def read_code(typed: str) -> str:
    """The signs of a typed code, without spaces and dashes; of a notice those after its last «код»."""
    named = list(_CODE.finditer(typed))
    said = typed[named[-1].end() :] if named else typed
    signs = "".join(sign for sign in said[:_LONGEST].upper().translate(_ALIKE) if sign.isalnum())
    return signs[:LENGTH] if named else signs


def read_number(typed: str) -> int:
    """A typed number, or the one that a notice names last; 0 if there is none."""
    named = _NUMBER.findall(typed)
    said = named[-1] if named else typed.strip().lstrip("№#").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _DIGITS else 0


def digest(administration: int, number: int, code: str) -> str:
    """A plain hash suffices for 59 random bits; number and administration keep equal codes apart."""
    said = f"{administration}:{number}:{read_code(code)}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def fits(stored: str | None, computed: str) -> bool:
    return constant_time_compare(stored or NOBODYS, computed)
