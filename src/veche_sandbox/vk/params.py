"""Parameters of a call as VK reads them: strings of a form, checked by name, kind and bounds.

A refusal is error 100 with the parameter's name. Undeclared parameters are ignored, as by VK, and returned by
`unknown_names`, so that the sandbox can record complaints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from veche_sandbox.vk.errors import bad_param

type Value = int | float | bool | str | list[str]
type Values = dict[str, Value]

TRANSPORT = frozenset(
    {"access_token", "v", "lang", "https", "test_mode", "captcha_sid", "captcha_key", "success_token", "rand"}
)
YES = frozenset({"1", "true"})
NO = frozenset({"0", "false", ""})


class Kind(StrEnum):
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    STRING = "string"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter. `low`, `high`: bounds of a number; `longest`: of a string, in characters; `choices`: the allowed
    strings.
    """

    name: str
    kind: Kind = Kind.STRING
    required: bool = False
    low: int | None = None
    high: int | None = None
    longest: int | None = None
    choices: frozenset[str] = frozenset()


def integer(name: str, *, required: bool = False, low: int | None = None, high: int | None = None) -> Param:
    return Param(name, Kind.INTEGER, required=required, low=low, high=high)


def string(name: str, *, required: bool = False, longest: int | None = None, choices: str = "") -> Param:
    return Param(name, Kind.STRING, required=required, longest=longest, choices=frozenset(choices.split()))


def flags(*names: str) -> tuple[Param, ...]:
    return tuple(Param(name, Kind.BOOLEAN) for name in names)


def listing(name: str, *, required: bool = False) -> Param:
    return Param(name, Kind.LIST, required=required)


def number(name: str) -> Param:
    return Param(name, Kind.NUMBER)


def read_params(declared: Iterable[Param], sent: Mapping[str, str]) -> Values:
    """Typed values; parameters that were not sent are absent."""
    values: Values = {}
    for param in declared:
        raw = sent.get(param.name)
        if raw is None or (raw == "" and param.kind is not Kind.BOOLEAN):
            if param.required:
                raise bad_param(f"{param.name} is undefined")
            continue
        values[param.name] = _value(param, raw)
    return values


def unknown_names(declared: Iterable[Param], sent: Mapping[str, str]) -> list[str]:
    known = {param.name for param in declared} | TRANSPORT
    return sorted(set(sent) - known)


def _value(param: Param, raw: str) -> Value:
    match param.kind:
        case Kind.INTEGER:
            return _integer(param, raw)
        case Kind.NUMBER:
            return _number(param, raw)
        case Kind.BOOLEAN:
            return _boolean(param, raw)
        case Kind.LIST:
            return [part.strip() for part in raw.split(",") if part.strip()]
        case Kind.STRING:
            return _string(param, raw)


def _integer(param: Param, raw: str) -> int:
    text = raw.strip()
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or len(text) > 19:
        raise bad_param(f"{param.name} not integer")
    found = int(text)
    if param.low is not None and found < param.low:
        raise bad_param(f"{param.name} should be " + (f"greater than {param.low - 1}" if param.low else "positive"))
    if param.high is not None and found > param.high:
        raise bad_param(f"{param.name} should be less or equal to {param.high}")
    return found


def _number(param: Param, raw: str) -> float:
    try:
        return float(raw)
    except ValueError:
        raise bad_param(f"{param.name} not number") from None


def _boolean(param: Param, raw: str) -> bool:
    text = raw.strip().lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise bad_param(f"{param.name} not boolean")


def _string(param: Param, raw: str) -> str:
    if param.choices and raw not in param.choices:
        raise bad_param(f"{param.name} is invalid")
    if param.longest is not None and len(raw) > param.longest:
        raise bad_param(f"{param.name} should be less or equal to {param.longest} letters length")
    return raw
