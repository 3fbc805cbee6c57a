"""Parse JSON from outside: numbers that fit no database column become None; texts that databases refuse."""

import json
import math
from typing import Any

# Of what a 64-bit column holds; the networks' own ids are within.
_DIGITS = 19
_LARGEST = 2**63 - 1


def loads(body: bytes | str) -> Any:
    """The value; NaN, infinities and numbers beyond 64 bits become None. Raises `ValueError` if it is not JSON."""
    try:
        return json.loads(body, parse_int=_whole, parse_float=_real, parse_constant=_nothing)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _whole(digits: str) -> int | None:
    if len(digits) > _DIGITS + 1:
        return None
    number = int(digits)
    return number if abs(number) <= _LARGEST else None


def _real(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _nothing(_name: str) -> None:
    return None


def storable(value: Any) -> Any:
    """The value without NUL and lone surrogates, which databases refuse: one such comment would block the rest."""
    match value:
        case str():
            return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {key: storable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [storable(inner) for inner in value]
    return value
