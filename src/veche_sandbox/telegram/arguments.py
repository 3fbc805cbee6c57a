"""The arguments of a call from address, form, JSON or multipart, all converted to text as in the real server."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from veche_sandbox.forms import NotUtf8, check_multipart, read_pairs
from veche_sandbox.telegram.errors import ApiError, bad_request

MAX_BODY = 52_428_800
"""50 MB, «Sending files»; more is 413."""

_WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Arguments:
    """An empty text equals a missing argument, as in the real server."""

    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def whole(self, name: str, default: int = 0) -> int:
        """A number. Other texts are 0, as in the real server, and are recorded as complaints."""
        value = self.text(name)
        return as_whole(value) if value else default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def data(self, name: str, what: str) -> Any:
        """Parsed JSON, None if missing. `what`: its name in the real server's error."""
        value = self.text(name)
        if not value:
            return None
        try:
            return checked(json.loads(value))
        except ValueError as error:
            raise bad_request(f"can't parse {what} JSON object") from error

    def objects(self, name: str, what: str, *, called: str = "") -> dict[str, Any]:
        """A JSON object, {} if missing. `called`: its name in «object expected as …»."""
        value = self.data(name, what)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {called or what}")
        return value


def as_whole(value: str) -> int:
    return int(value) if _WHOLE.fullmatch(value) else 0


def checked(value: Any) -> Any:
    """Refuse surrogate halves."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    return value


async def read_arguments(request: Request) -> Arguments:
    """The arguments of all sources; the body overrides the address."""
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise ApiError(413, "Request Entity Too Large")
    try:
        return await _read(request)
    except NotUtf8 as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    except ValueError as error:
        raise bad_request("can't parse the request body") from error


async def _read(request: Request) -> Arguments:
    texts = read_pairs(request.scope["query_string"])
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    files: dict[str, Upload] = {}
    if kind == "application/json":
        texts |= _from_json(await request.body())
    elif kind == "application/x-www-form-urlencoded":
        texts |= read_pairs(await request.body())
    elif kind == "multipart/form-data":
        await _read_form(request, texts, files)
    return Arguments(texts, files)


async def _read_form(request: Request, texts: dict[str, str], files: dict[str, Upload]) -> None:
    body, given = await request.body(), dict[str, str]()
    try:
        async with request.form(max_files=100, max_fields=1000, max_part_size=MAX_BODY) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = Upload(value.filename or "", await value.read())
                else:
                    given[name] = value
    except HTTPException as error:
        raise bad_request("can't parse the request body") from error
    check_multipart(body, given)
    texts |= given


def _from_json(body: bytes) -> dict[str, str]:
    if not body.strip():
        return {}
    try:
        data = checked(json.loads(body))
    except ValueError as error:
        raise bad_request("can't parse JSON object in the request body") from error
    if not isinstance(data, dict):
        raise bad_request("object expected as the request body")
    return {name: as_text(value) for name, value in data.items() if value is not None}


def as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
