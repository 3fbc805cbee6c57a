"""Parse parameters: a wrong type or bound is refused, an unknown name is ignored and recorded as a complaint."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from veche_sandbox.max.errors import ApiError, bad_request
from veche_sandbox.max.registry import FLAG, LIST, OBJECT, TEXT, WHOLE, Param
from veche_sandbox.max.texts import units

_WHOLE = re.compile(r"-?\d{1,19}")
_TYPES: dict[str, type] = {WHOLE: int, FLAG: bool, TEXT: str, LIST: list, OBJECT: dict}


def read_query(params: Iterable[Param], sent: Mapping[str, str]) -> dict[str, Any]:
    values = {param.name: _from_text(param, sent[param.name]) for param in params if sent.get(param.name)}
    return _checked(params, values)


def _from_text(param: Param, text: str) -> Any:
    if param.kind == WHOLE:
        return int(text) if _WHOLE.fullmatch(text) else _refuse(param)
    if param.kind == FLAG:
        return text == "true" if text in ("true", "false") else _refuse(param)
    if param.kind == LIST:
        return [item for item in text.split(",") if item]
    return text


def read_body(params: Iterable[Param], raw: bytes) -> tuple[dict[str, Any], list[str]]:
    """The non-null values, and unknown names. Surrogate halves are refused."""
    try:
        sent = json.loads(raw)
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise bad_request("Invalid JSON") from None
    if not isinstance(sent, dict):
        raise bad_request("Object expected")
    known = {param.name: param for param in params}
    values = {name: _typed(known[name], value) for name, value in sent.items() if name in known and value is not None}
    return _checked(params, values), [name for name in sent if name not in known]


def _typed(param: Param, value: Any) -> Any:
    if not isinstance(value, _TYPES[param.kind]) or (param.kind == WHOLE and isinstance(value, bool)):
        return _refuse(param)
    return value


def _refuse(param: Param) -> Any:
    raise bad_request(f"{param.name}: invalid value")


def _checked(params: Iterable[Param], values: dict[str, Any]) -> dict[str, Any]:
    for param in params:
        if param.name not in values:
            if param.required:
                raise bad_request(f"Missing required parameter: {param.name}")
            continue
        problem = _problem(param, values[param.name])
        if problem is not None:
            raise problem
    return values


def _problem(param: Param, value: Any) -> ApiError | None:
    if param.choices and value not in param.choices:
        return bad_request(f"{param.name}: must be one of {', '.join(param.choices)}")
    if isinstance(value, bool) or not isinstance(value, int | str | list):
        return None
    size = value if isinstance(value, int) else units(value) if isinstance(value, str) else len(value)
    if param.high is not None and size > param.high:
        return bad_request(f"{param.name}: must be less than or equal to {param.high}")
    if param.low is not None and size < param.low:
        return bad_request(f"{param.name}: must be greater than or equal to {param.low}")
    return None
