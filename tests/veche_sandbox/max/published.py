"""The published API of dev.max.ru as an independent reference; its files are not in this repository.

Two files: the OpenAPI of July 2026, and the names taken from maxo 0.10.0, which include the comments of August. Both
are parsed leniently: the first does not pass a validator.
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SHARED = Path(os.environ.get("VECHE_SHARED", Path(__file__).parents[3].parent / "shared"))
FOLDER = SHARED / "specs" / "max"
HERE = FOLDER.exists()
MISSING = f"the published description of the MAX Bot API is not at {FOLDER} (set VECHE_SHARED)"


@dataclass(frozen=True, slots=True)
class Published:
    """A published operation.

    `query` and `body`: name → schema, `{}` if only the name is known; `required`: of the query.
    """

    query: dict[str, dict[str, Any]]
    body: dict[str, dict[str, Any]]
    required: frozenset[str]


def shape(path: str) -> str:
    """The path with every `{name}` replaced by `{}`: the two files name parameters differently."""
    return "/" + re.sub(r"\{\w+\}", "{}", path.strip("/"))


def operations() -> dict[tuple[str, str], Published]:
    found = _of_maxo()
    spec = json.loads((FOLDER / "schema_2026_07_01.json").read_text())
    for path, verbs in spec["paths"].items():
        for verb, entry in verbs.items():
            name = (verb.upper(), shape(path))
            known = found.get(name, Published({}, {}, frozenset()))
            asked = [one for one in entry.get("parameters", []) if one["in"] == "query"]
            query = {one["name"]: _resolved(spec, one.get("schema", {})) for one in asked}
            required = frozenset(one["name"] for one in asked if one.get("required"))
            found[name] = Published({**known.query, **query}, {**known.body, **_body(spec, entry)}, required)
    # Of September 2026: named by the address of its page in maxapi 1.2.3 and called by @maxhub/max-bot-api.
    commands = {"commands": {"type": "array"}}
    found["PATCH", "/me/commands"] = Published({}, commands, frozenset())
    return found


def _of_maxo() -> dict[tuple[str, str], Published]:
    listed = json.loads((FOLDER / "max-methods-derived-from-maxo-0.10.0.json").read_text())["methods"]
    return {
        (one["method"].upper(), shape(one["url"])): Published(
            {field["name"].rstrip("_"): {} for field in one["query"]},
            {field["name"]: {} for field in one["body"]},
            frozenset(field["name"] for field in one["query"] if field["required"]),
        )
        for one in listed
        if "{upload_url}" not in one["url"]  # the upload server's address comes from an answer
    }


def _body(spec: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    content = (entry.get("requestBody") or {}).get("content", {}).get("application/json", {})
    properties: dict[str, Any] = _resolved(spec, content.get("schema", {})).get("properties", {})
    return {name: _resolved(spec, schema) for name, schema in properties.items()}


def _resolved(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for one in [schema, *schema.get("allOf", ())]:
        if "$ref" in one:
            return {**spec["components"]["schemas"][one["$ref"].rpartition("/")[2]], **schema}
    return schema


def problems(table: dict[tuple[str, str], Published], verb: str, url: str, body: Any) -> list[str]:
    """Violations of the published description in a request; [] if there are none."""
    parts = urlsplit(url)
    fitting = [name for name in table if name[0] == verb and _fits(name[1], parts.path)]
    if not fitting:
        return [f"{verb} {parts.path} is not published"]
    # A fixed path such as /chats/{}/members/me has precedence over one with more parameters.
    known = table[min(fitting, key=lambda name: name[1].count("{}"))]
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    sent = body if isinstance(body, dict) else {}
    found = [f"unknown in the query: {name}" for name in query.keys() - known.query.keys()]
    found += [f"unknown in the body: {name}" for name in sent.keys() - known.body.keys()]
    found += [f"missing in the query: {name}" for name in known.required - query.keys()]
    found += [_wrong(name, value, known.query.get(name, {})) for name, value in query.items()]
    found += [_wrong(name, value, known.body.get(name, {})) for name, value in sent.items()]
    return [problem for problem in found if problem]


def _fits(shaped: str, path: str) -> bool:
    return re.fullmatch(re.escape(shaped).replace(r"\{\}", "[^/]+"), path) is not None


def _wrong(name: str, value: Any, schema: dict[str, Any]) -> str:
    if value is None:
        return "" if schema.get("nullable", True) else f"{name} may not be null"
    kinds = {"array": list | str, "boolean": bool | str, "object": dict}
    faults = (
        ("enum" in schema and value not in schema["enum"], "not one of the published values"),
        (isinstance(value, str) and len(value) > schema.get("maxLength", len(value)), "too long"),
        (schema.get("type") == "integer" and not _is_within(str(value), schema), "no number within the bounds"),
        (not isinstance(value, kinds.get(schema.get("type", ""), object)), "of another type"),
    )
    return next((f"{name}: {said}" for wrong, said in faults if wrong), "")


def _is_within(text: str, schema: dict[str, Any]) -> bool:
    if not re.fullmatch(r"-?\d+", text):
        return False
    return bool(schema.get("minimum", int(text)) <= int(text) <= schema.get("maximum", int(text)))
