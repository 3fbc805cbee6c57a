"""Map an HTTP request to an operation and its result to an answer: token, parameters, refusals."""

import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.max import names
from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import (
    ApiError,
    Unsuccessful,
    bad_token,
    internal,
    not_found,
    not_ready,
    too_many,
    wrong_verb,
)
from veche_sandbox.max.params import read_body, read_query
from veche_sandbox.max.rates import Rates
from veche_sandbox.max.registry import OPERATIONS, Operation
from veche_sandbox.store import Person, Store


def _said(error: ApiError) -> Reply:
    return Reply(JSONResponse({"code": error.code, "message": error.message}, error.status), error.code)


def _unsuccessful(error: Unsuccessful) -> Reply:
    body = {"success": False, "code": error.code, "message": error.message}
    return Reply(JSONResponse(body), f"success false: {error.code}")


_STATUS = {
    "proto.payload": 400,
    "verify.token": 401,
    "access.denied": 403,
    "chat.denied": 403,
    "not.found": 404,
    "comments.timeout_exceeded": 422,
    "too.many.requests": 429,
    "internal.error": 500,
}


def _ordered(code: str) -> Reply:
    """A refusal ordered by name or by status; `success_false` is a refusal with status 200.

    `success_false:access.denied` is the same with another code than internal.error.
    """
    name, _, more = code.partition(":")
    if name == "success_false":
        return _unsuccessful(Unsuccessful(more or "internal.error", "Something went wrong"))
    if code == not_ready().code:
        return _said(not_ready())
    if code.isdecimal():
        named = next((name for name, status in _STATUS.items() if status == int(code)), f"http.{code}")
        return _said(ApiError(int(code), named, "Ordered by the control API"))
    return _said(ApiError(_STATUS.get(code, 400), code, "Ordered by the control API"))


def _flood(seconds: float) -> Reply:
    """Too many calls. MAX documents no wait; an ordered one is sent as HTTP's own header."""
    reply = _said(too_many())
    if seconds:
        reply.response.headers["Retry-After"] = str(math.ceil(seconds))
    return reply


DIALECT = Dialect("max", lambda: _said(internal()), _flood, _ordered)


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    operation: Operation | None
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    token: str

    @property
    def name(self) -> str:
        return self.operation.name if self.operation else "unknown"


class Transport:
    """`strict_rates`: enforce rate limits."""

    def __init__(self, store: Store, *, strict_rates: bool) -> None:
        self._store = store
        self._rates = Rates(strict=strict_rates)

    async def answer(self, request: Request) -> Response:
        path = "/" + request.path_params["path"].strip("/")
        operation, values = OPERATIONS.match(request.method, path)
        token = request.headers.get("authorization", "")
        asked = ParsedRequest(operation, values, dict(request.query_params), await request.body(), token)

        async def act() -> Reply:
            try:
                return Reply(JSONResponse(await self._run(asked)))
            except ApiError as error:
                return _said(error)
            except Unsuccessful as error:
                return _unsuccessful(error)

        known = self._store.accounts.token("max", token)
        return await carry_out(self._store, DIALECT, asked.name, known, act)

    async def _run(self, asked: ParsedRequest) -> Any:
        """Check path, token, rate and parameters in this order, then run the operation."""
        if asked.operation is None:
            raise wrong_verb("Method is not allowed") if asked.path else not_found("Path is not recognized")
        bot = self._bot(asked.token)
        query = read_query(asked.operation.query, asked.query)
        self._rates.spend(bot.id, asked.name, _chat_of(query))
        body, unknown = self._body(asked)
        call = Call(self._store, bot, asked.name, asked.path, query, body)
        known = {param.name for param in asked.operation.query}
        for name in [*(name for name in asked.query if name not in known), *unknown]:
            call.complain(name)
        if asked.operation.run is None:
            raise not_found("Path is not recognized")
        result = asked.operation.run(call)
        return await result if inspect.isawaitable(result) else result

    def _bot(self, value: str) -> Person:
        """The bot of the token. The header holds the bare token; with «Bearer» it is a wrong one."""
        token = self._store.accounts.token("max", value)
        bot = self._store.accounts.person_by_id("max", token.user_id or 0) if token else None
        if token is None or token.revoked or bot is None:
            raise bad_token()
        return bot

    def _body(self, asked: ParsedRequest) -> tuple[dict[str, Any], list[str]]:
        wanted = asked.operation.body if asked.operation else None
        return ({}, []) if wanted is None else read_body(wanted, asked.body)


def _chat_of(query: Mapping[str, Any]) -> int | None:
    """The chat for the rate limit; a dialog is counted by its person."""
    for name in ("chat_id", "user_id"):
        if name in query:
            return int(query[name])
    return names.place_of(str(query.get("message_id", "")))
