"""Convert dataclasses to JSON values and back by cattrs; refuse a value of another type than its field's."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, get_origin

from cattrs import Converter, transform_error
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.errors import ForbiddenExtraKeysError

# What a 64-bit column holds.
_LARGEST = 2**63 - 1


def strict_converter(*, forbid_extra_keys: bool = False) -> Converter:
    """Converter that writes tuples as lists, moments in ISO 8601, durations in seconds, and reads exactly that.

    Its `structure` raises exceptions that `faults` describes.
    """
    converter = Converter(forbid_extra_keys=forbid_extra_keys, unstruct_collection_overrides={tuple: list})
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(StrEnum, lambda value, kind: kind(value))  # cattrs takes it for a `str`
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(_exactly(value, str)))
    converter.register_structure_hook(timedelta, lambda value, _: timedelta(seconds=_number(value, float)))
    converter.register_structure_hook_factory(_is_tuple, _list_hook)
    converter.register_unstructure_hook(StrEnum, lambda value: value.value)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(timedelta, timedelta.total_seconds)
    return converter


def faults(error: Exception) -> str:
    """What was refused and where: «missing @ $.text; int where str belongs @ $.post_id»."""
    return "; ".join(transform_error(error, format_exception=_fault))


def _fault(error: BaseException, _kind: type | None) -> str:
    match error:
        case KeyError():
            return "missing"
        case ForbiddenExtraKeysError():
            return f"unknown keys {', '.join(sorted(map(str, error.extra_fields)))}"
    return str(error)


def _exactly(value: Any, kind: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} where {kind.__name__} belongs")
    if kind is int and abs(value) > _LARGEST:
        raise ValueError("a number beyond 64 bits")
    return value


def _number(value: Any, _kind: Any) -> float:
    """The number; an int stays an int, so that it is written again unchanged."""
    if type(value) not in (int, float):
        raise TypeError(f"{type(value).__name__} where a number belongs")
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value  # type: ignore[no-any-return] # of a JSON value


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _list_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    read = homogenous_tuple_structure_factory(kind, converter)

    def read_list(value: Any, kind: Any) -> Any:
        return read(_exactly(value, list), kind)

    return read_list
