"""A run of VKScript: variables, limits, and the operators and functions on values."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from veche_sandbox.vk.errors import runtime_error
from veche_sandbox.vk.registry import Json

MOST_STEPS = 10_000
MOST_VALUES = 5 * 1024 * 1024
"""An answer has at most 5 MB; here that many letters and values."""
MOST_LISTED = 100_000
MOST_NUMBER = 2**63
_WHOLE = re.compile(r"\s*(-?\d{1,18})")
_NUMBER = re.compile(r"\s*(-?\d{1,18}(?:\.\d{1,18})?)")


class Returned(Exception):
    def __init__(self, value: Json) -> None:
        super().__init__()
        self.value = value


@dataclass(slots=True)
class Run:
    """`args`: the other parameters of `execute`; `call`: runs a method."""

    call: Callable[[str, Json], Json]
    args: Mapping[str, str]
    names: dict[str, Json] = field(default_factory=dict)
    steps: int = 0

    def count(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise runtime_error("Too many operations")


def checked(value: Json) -> Json:
    """Raise error 13 for an answer that is too large, contains itself, or has a non-finite number."""
    left, waiting = MOST_VALUES, [value]
    while waiting:
        one = waiting.pop()
        left -= 1 + (len(one) if isinstance(one, str) else 0)
        if left < 0:
            raise runtime_error("Response size is too big")
        if isinstance(one, float) and not math.isfinite(one):
            raise runtime_error("Not a number")
        waiting.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
    return value


def truth(value: Json) -> bool:
    """Truth as in ECMAScript: lists and objects are true, empty ones too."""
    return isinstance(value, list | dict) or bool(value)


def member(owner: Json, key: Json) -> Json:
    """The member; null if missing, also for null and for false, which a refused call gives."""
    if key == "length" and isinstance(owner, list | str):
        return len(owner)
    if isinstance(owner, dict):
        return owner.get(_text(key))
    if isinstance(owner, list | str):
        at = _whole(key)
        return owner[at] if 0 <= at < len(owner) else None
    return None


def put(owner: Json, key: Json, value: Json) -> None:
    if isinstance(owner, dict):
        owner[_text(key)] = value
    elif isinstance(owner, list) and 0 <= _whole(key) <= len(owner):
        owner[_whole(key) : _whole(key) + 1] = [value]
    else:
        raise runtime_error("Cannot assign a field")


def pluck(owner: Json, name: str) -> Json:
    """`list@.name`: that field of each item."""
    return [member(one, name) for one in owner] if isinstance(owner, list) else []


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, list | dict):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: Json) -> int | float:
    """The number; 0 for other values."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value)
        return 0 if found is None else float(found[1]) if "." in found[1] else int(found[1])
    return value if isinstance(value, int | float) else 0


def _whole(value: Json) -> int:
    return int(_number(value))


def _kept(number: float) -> int | float:
    if not -MOST_NUMBER < number < MOST_NUMBER:
        raise runtime_error("Number is too large")
    return number


def _plus(left: Json, right: Json) -> Json:
    """Join lists, objects and texts; in objects the right field wins. null adds nothing."""
    if isinstance(left, list | dict) or isinstance(right, list | dict):
        return _joined(left, right)
    if isinstance(left, str) or isinstance(right, str):
        text = _text(left) + _text(right)
        if len(text) > MOST_VALUES:
            raise runtime_error("Text is too long")
        return text
    return _kept(_number(left) + _number(right))


def _joined(left: Json, right: Json) -> Json:
    if isinstance(left, dict) and isinstance(right, dict):
        return {**left, **right}
    if isinstance(left, list) and isinstance(right, list):
        if len(left) + len(right) > MOST_LISTED:
            raise runtime_error("List is too long")
        return [*left, *right]
    return left if isinstance(left, list | dict) else right


def _divided(left: Json, right: Json) -> Json:
    if not _number(right):
        raise runtime_error("Division by zero")
    found = _number(left) / _number(right)
    return int(found) if found.is_integer() else found


def _rest(left: Json, right: Json) -> Json:
    if not _whole(right):
        raise runtime_error("Division by zero")
    return int(math.fmod(_whole(left), _whole(right)))


def _equal(left: Json, right: Json) -> bool:
    """Equality; a number equals its text."""
    if left is None or right is None or isinstance(left, list | dict) or isinstance(right, list | dict):
        return left == right
    return left == right if isinstance(left, str) and isinstance(right, str) else _number(left) == _number(right)


def _less(left: Json, right: Json) -> bool:
    return left < right if isinstance(left, str) and isinstance(right, str) else _number(left) < _number(right)


OPERATORS: Mapping[str, Callable[[Json, Json], Json]] = {
    "+": _plus,
    "-": lambda left, right: _kept(_number(left) - _number(right)),
    "*": lambda left, right: _kept(_number(left) * _number(right)),
    "/": _divided,
    "%": _rest,
    "==": _equal,
    "===": lambda left, right: type(left) is type(right) and left == right,
    "!=": lambda left, right: not _equal(left, right),
    "!==": lambda left, right: type(left) is not type(right) or left != right,
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: not _less(right, left),
    ">=": lambda left, right: not _less(left, right),
}


def _parse(pattern: re.Pattern[str], value: Json) -> float:
    found = pattern.match(_text(value))
    return float(found[1]) if found else 0


FUNCTIONS: Mapping[str, Callable[..., Json]] = {
    "parseInt": lambda value=None: int(_parse(_WHOLE, value)) if isinstance(value, str) else _whole(value),
    "parseDouble": lambda value=None: _parse(_NUMBER, value),
}


def _slice(owner: Json, given: list[Json]) -> Json:
    start = _whole(given[0]) if given else 0
    end = _whole(given[1]) if len(given) > 1 and given[1] is not None else None
    return owner[start:end] if isinstance(owner, list | str) else None


def _substr(owner: Json, given: list[Json]) -> Json:
    start = _whole(given[0]) if given else 0
    end = start + _whole(given[1]) if len(given) > 1 else None
    return owner[start:end] if isinstance(owner, str) else None


def _splice(owner: Json, given: list[Json]) -> Json:
    """Remove a range of the list, insert values there, and return the removed ones."""
    if not isinstance(owner, list):
        return None
    start = _whole(given[0]) if given else 0
    start = max(0, len(owner) + start) if start < 0 else start
    end = start + max(0, _whole(given[1])) if len(given) > 1 else len(owner)
    taken = owner[start:end]
    owner[start:end] = given[2:]
    return taken


def _push(owner: Json, given: list[Json]) -> Json:
    return _splice(owner, [len(owner), 0, *given]) if isinstance(owner, list) else None


def _taken(at: int) -> Callable[[Json, list[Json]], Json]:
    return lambda owner, _given: owner.pop(at) if isinstance(owner, list) and owner else None


def _index(owner: Json, given: list[Json]) -> Json:
    if isinstance(owner, str):
        return owner.find(_text(given[0] if given else None))
    listed = owner if isinstance(owner, list) else []
    return next((at for at, one in enumerate(listed) if given and _equal(one, given[0])), -1)


def _split(owner: Json, given: list[Json]) -> Json:
    mark = _text(given[0] if given else None)
    if not isinstance(owner, str):
        return None
    return [*owner.split(mark)] if mark else [*owner]


MEMBERS: Mapping[str, Callable[[Json, list[Json]], Json]] = {
    "push": _push,
    "pop": _taken(-1),
    "shift": _taken(0),
    "unshift": lambda owner, given: _splice(owner, [0, 0, *given]),
    "splice": _splice,
    "slice": _slice,
    "indexOf": _index,
    "substr": _substr,
    "split": _split,
}
