"""Parse JSON from outside: numbers that fit no database column become None."""

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
