"""`/method/<name>`: reads the form, finds the caller, lets the method run, and puts the answer in VK's envelope."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche.sandbox.faults import Dialect, Reply, carry_out
from veche.sandbox.forms import read_form
from veche.sandbox.store import Store
from veche.sandbox.vk.calls import METHODS, NETWORK, Call, Caller, caller_of
from veche.sandbox.vk.errors import (
    ApiError,
    group_auth,
    group_auth_only,
    no_token,
    no_version,
    old_version,
    out_of_scope,
    profile_type,
    service_auth,
    too_many_requests,
    unknown_method,
)
from veche.sandbox.vk.limits import Rates
from veche.sandbox.vk.params import read_params, unknown_names
from veche.sandbox.vk.registry import Json, Method, Right, TokenKind

OLDEST = (5, 81)
WRONG_KIND = {
    TokenKind.COMMUNITY: group_auth,
    TokenKind.SERVICE: service_auth,
    TokenKind.VK_ID: profile_type,
    TokenKind.USER: group_auth_only,
}


def _said(error: ApiError) -> Reply:
    return Reply(JSONResponse({"error": {"error_code": error.code, "error_msg": error.message}}), str(error.code))


DIALECT = Dialect(
    NETWORK,
    lambda: _said(ApiError(10, "Internal server error")),
    lambda _seconds: _said(too_many_requests()),
    lambda code: _said(ApiError(int(code) if code.isdecimal() else 1, "Ordered by the control API")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request taken apart: `sent` is the form and the query together, without the token."""

    method: str
    sent: Mapping[str, str]
    token: str


class Transport:
    """`strict_rates`: also refuse calls that come too fast."""

    def __init__(self, store: Store, *, strict_rates: bool) -> None:
        self._store = store
        self._rates = Rates() if strict_rates else None

    async def answer(self, request: Request) -> Response:
        asked = await _read(request)

        async def act() -> Reply:
            try:
                answer = self._run(asked)
            except ApiError as error:
                return Reply(JSONResponse(_envelope(error, asked)), str(error.code))
            return Reply(JSONResponse({"response": answer}))

        return await carry_out(self._store, DIALECT, asked.method, self._kind(asked), act)

    def _kind(self, asked: Asked) -> str:
        token = self._store.accounts.token(NETWORK, asked.token)
        return token.kind if token else ""

    def _run(self, asked: Asked) -> Json:
        """The order of the questions is VK's: method, version, token, its kind, its rights, then the parameters."""
        method = METHODS.find(asked.method)
        if method is None:
            raise unknown_method()
        _check_version(asked.sent.get("v", ""))
        if not asked.token:
            raise no_token()
        caller = caller_of(self._store, asked.token)
        _check_kind(method, caller)
        if self._rates is not None:
            self._rates.count(asked.token, caller.kind)
        for name in unknown_names(method.params, asked.sent):
            self._store.ledger.complain(NETWORK, method.name, name)
        return method.run(Call(self._store, caller, read_params(method.params, asked.sent)))


async def _read(request: Request) -> Asked:
    sent = {**request.query_params, **await read_form(request)}
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    token = sent.pop("access_token", "") or (bearer.strip() if kind.lower() == "bearer" else "")
    return Asked(request.path_params["name"], sent, token)


def _check_version(version: str) -> None:
    major, _, minor = version.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        raise no_version()
    if (int(major), int(minor)) < OLDEST:
        raise old_version()


def _check_kind(method: Method[Call], caller: Caller) -> None:
    if caller.kind not in method.kinds:
        refusal = WRONG_KIND[caller.kind]
        raise refusal()
    if method.right is not Right.NONE and method.right not in caller.rights:
        raise out_of_scope()


def _envelope(error: ApiError, asked: Asked) -> dict[str, Json]:
    """`request_params` repeat what was sent, never the token."""
    echoed = {**asked.sent, "method": asked.method, "oauth": "1"}
    params: list[Json] = [{"key": name, "value": value} for name, value in echoed.items()]
    return {"error": {"error_code": error.code, "error_msg": error.message, "request_params": params}}
