"""Parameters of a call: query, form and JSON, parsed as by Rails."""

import json
import re
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

type Params = dict[str, Any]


@dataclass
class Refused(Exception):
    status: int
    error: str


async def read(request: Request) -> Params:
    """`media_ids[]` and `poll[options][]` become lists and objects."""
    found: Params = {}
    for name, value in request.query_params.multi_items():
        _set(found, name, value)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json":
        body = json.loads(await request.body() or b"{}")
        if not isinstance(body, dict):
            raise Refused(400, "Bad Request")
        found |= {name: value for name, value in body.items() if value is not None}
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as form:
            for name, given in form.multi_items():
                content: Any = given
                if isinstance(given, UploadFile):
                    content = (given.filename, given.content_type, await given.read())
                _set(found, name, content)
    return found


def _set(found: Params, name: str, value: Any) -> None:
    head, *keys = re.findall(r"[^\[\]]+|\[\]", name)
    if not keys:
        found[head] = value
    elif keys == ["[]"]:
        found.setdefault(head, []).append(value)
    else:
        _set(found.setdefault(head, {}), keys[0] + "".join(f"[{key.strip('[]')}]" for key in keys[1:]), value)


def truth(value: Any) -> bool:
    return value in (True, "true", "True", "1", 1)


def whole(params: Params, name: str, usual: int, *, most: int) -> int:
    value = str(params.get(name, usual))
    return min(int(value), most) if value.isdecimal() else usual
