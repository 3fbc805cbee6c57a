"""Complaints about input that the real server ignores silently: unknown parameters and values of a wrong type."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from veche_sandbox.telegram.arguments import Arguments
from veche_sandbox.telegram.table import METHODS, OBJECTS, Parameter

type Complain = Callable[[str, str], None]

_MEDIA = {
    "photo": "InputMediaPhoto",
    "video": "InputMediaVideo",
    "animation": "InputMediaAnimation",
    "document": "InputMediaDocument",
}
_WHOLE = re.compile(r"-?\d+")
_NAMED = re.compile(r"@\w+")


def check_arguments(method: str, arguments: Arguments, complain: Complain) -> None:
    """Call `complain(parameter, problem)` for each; attached files are named by the media that use them."""
    known = METHODS[method]
    for name, value in arguments.texts.items():
        if name not in known:
            complain(name, "unknown parameter")
        elif value and not _fits(known[name], value):
            complain(name, f"is not {known[name].types}")
        elif value:
            _check_inside(name, known[name].types, value, complain)
    used = {name for name, parameter in known.items() if "InputFile" in parameter.types}
    for name in arguments.files:
        if name not in used and not any(f"attach://{name}" in value for value in arguments.texts.values()):
            complain(name, "a file that nothing refers to")


def _fits(parameter: Parameter, value: str) -> bool:
    if parameter.types == "Integer":
        return bool(_WHOLE.fullmatch(value))
    if parameter.types == "Integer|String":
        return bool(_WHOLE.fullmatch(value) or _NAMED.fullmatch(value))
    if parameter.types == "Boolean":
        return value.lower() in {"true", "false"}
    return True


def _check_inside(name: str, types: str, value: str, complain: Complain) -> None:
    """Check fields of objects in JSON parameters; invalid JSON is refused later with the real error."""
    album, kind = "InputMedia" in types, types.removeprefix("Array of ")
    if not album and kind not in OBJECTS:
        return
    try:
        data = json.loads(value)
    except ValueError:
        return
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            known = OBJECTS.get(_MEDIA.get(str(item.get("type")), "InputMediaPhoto") if album else kind, {})
            _check_fields(name, known, item, complain)


def _check_fields(name: str, known: Mapping[str, Parameter], item: dict[str, Any], complain: Complain) -> None:
    for field, value in item.items():
        if field not in known:
            complain(f"{name}.{field}", "unknown parameter")
        elif not _is_of(known[field].types, value):
            complain(f"{name}.{field}", f"is not {known[field].types}")


def _is_of(types: str, value: Any) -> bool:
    if types == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if types == "Boolean":
        return isinstance(value, bool)
    if types == "String":
        return isinstance(value, str)
    return True
