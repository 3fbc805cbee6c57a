"""VK's published JSON schema, to check the shape of answers.

The files are outside the repository (`VECHE_SHARED`, else `../shared` beside it). The checker is our own because the
schema is not JSON Schema: `"required": true` is inside a property, and a `$ref` is a path to another of its files.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(os.environ.get("VECHE_SHARED", Path(__file__).parents[3].parent / "shared")) / "specs" / "vk"
MISSING = f"VK's schema is not at {ROOT}: set VECHE_SHARED to the folder that holds specs/vk"
KINDS: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def present() -> bool:
    return (ROOT / "errors.json").is_file()


@cache
def read(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / path).read_text(encoding="utf-8"))
    return found


def methods() -> dict[str, dict[str, Any]]:
    """Every method of the schema by its full name."""
    found = {}
    for file in sorted(ROOT.glob("*/methods.json")):
        for method in read(f"{file.parent.name}/methods.json")["methods"]:
            found[method["name"]] = method
    return found


def errors() -> dict[int, str]:
    return {error["code"]: error["description"] for error in read("errors.json")["errors"].values()}


def definition(path: str, name: str) -> dict[str, Any]:
    return dict(read(path)["definitions"][name])


def faults(value: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """Every violation of `schema` in `value`; [] if there is none."""
    if "$ref" in schema:
        path, name = schema["$ref"].split("#/definitions/")
        return faults(value, definition(path.removeprefix("../"), name), where)
    found = [fault for part in schema.get("allOf", ()) for fault in faults(value, part, where)]
    wrong_kind = _kind(value, schema, where)
    return found + (wrong_kind or _bounds(value, schema, where) + _children(value, schema, where))


def _kind(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    named = schema.get("type")
    names = named if isinstance(named, list) else [named] if named else []
    kinds = tuple(kind for name in names for kind in KINDS[name])
    if not kinds or (isinstance(value, kinds) and (not isinstance(value, bool) or bool in kinds)):
        return []
    return [f"{where}: {value!r} is not {named}"]


def _bounds(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{where}: {value!r} is out of bounds")
    if schema.get("format") == "uri" and not str(value).startswith(("http://", "https://")):
        found.append(f"{where}: {value!r} is no address")
    return found


def _children(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    found: list[str] = []
    if isinstance(value, list) and "items" in schema:
        for place, item in enumerate(value):
            found += faults(item, schema["items"], f"{where}[{place}]")
    if isinstance(value, dict):
        for name, child in schema.get("properties", {}).items():
            if name in value:
                found += faults(value[name], child, f"{where}.{name}")
            elif child.get("required") is True:
                found.append(f"{where}: no {name}")
    return found
