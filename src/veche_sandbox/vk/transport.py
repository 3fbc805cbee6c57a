"""`/method/<name>`: read the form, find the caller, run the method, wrap the answer in VK's format."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.forms import NotUtf8, read_form
from veche_sandbox.store import Store, Token
from veche_sandbox.vk import captcha
from veche_sandbox.vk.calls import NETWORK, Version, called, caller_of, check_kind, find_method
from veche_sandbox.vk.captcha import Attempt
from veche_sandbox.vk.errors import ApiError, bad_param, no_token, no_version, old_version, ordered
from veche_sandbox.vk.limits import Rates
from veche_sandbox.vk.registry import Json

OLDEST = (5, 81)
TOO_MANY, INTERNAL, CAPTCHA, VALIDATION = 6, 10, 14, 17


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A parsed request. `sent`: form and query without the token."""

    method: str
    sent: dict[str, str]
    token: str
    attempt: Attempt


class Transport:
    """`strict_rates`: enforce rate limits."""

    def __init__(self, store: Store, *, strict_rates: bool) -> None:
        self._store = store
        self._rates = Rates() if strict_rates else None

    async def answer(self, request: Request) -> Response:
        try:
            asked = await self._read(request)
        except NotUtf8 as broken:
            asked = ParsedRequest(request.path_params["name"], {}, "", Attempt.NONE)
            return self._refused(bad_param(f"{broken.name} is invalid"), asked).response

        async def act() -> Reply:
            return self._reply(asked)

        return await carry_out(self._store, self._dialect(asked), asked.method, self._token(asked), act)

    async def _read(self, request: Request) -> ParsedRequest:
        sent = await read_form(request)
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        token = sent.pop("access_token", "") or (bearer.strip() if kind.lower() == "bearer" else "")
        return ParsedRequest(request.path_params["name"], sent, token, captcha.attempt(self._store, sent))

    def _dialect(self, asked: ParsedRequest) -> Dialect:
        """The dialect for this call, whose refusals repeat its parameters.

        A call with a solved captcha is not asked again.
        """

        def said(code: int) -> Reply:
            if code == CAPTCHA and asked.attempt is Attempt.RIGHT:
                return self._reply(asked)
            return self._refused(ordered(code), asked)

        return Dialect(
            NETWORK,
            lambda: said(INTERNAL),
            lambda _seconds: said(TOO_MANY),
            lambda code: said(int(code) if code.isdecimal() else 1),
            partial=lambda: self._reply(_without_the_last(asked)),
        )

    def _reply(self, asked: ParsedRequest) -> Reply:
        if asked.attempt is Attempt.WRONG:
            return self._refused(ordered(CAPTCHA), asked)
        if asked.attempt is Attempt.RIGHT:
            captcha.spend(self._store, asked.sent)
        try:
            answer = self._run(asked)
        except ApiError as error:
            return self._refused(error, asked)
        return Reply(JSONResponse(answer))

    def _token(self, asked: ParsedRequest) -> Token | None:
        return self._store.accounts.token(NETWORK, asked.token)

    def _run(self, asked: ParsedRequest) -> dict[str, Json]:
        """Check in VK's order: method, version, token, its kind, its rights, then the parameters."""
        method = find_method(asked.method)
        version = _version(asked.sent.get("v", ""))
        if not asked.token:
            raise no_token()
        caller = caller_of(self._store, asked.token)
        check_kind(method, caller)
        if self._rates is not None:
            self._rates.count(asked.token, caller.kind)
        call = called(self._store, caller, version, method, asked.sent)
        return {"response": method.run(call), **call.beside}

    def _refused(self, error: ApiError, asked: ParsedRequest) -> Reply:
        """A refusal; `request_params` repeat the parameters, never the token."""
        echoed = {**asked.sent, "method": asked.method, "oauth": "1"}
        params: list[Json] = [{"key": name, "value": value} for name, value in echoed.items()]
        body: dict[str, Json] = {"error_code": error.code, "error_msg": error.message, "request_params": params}
        return Reply(JSONResponse({"error": {**body, **self._recovery_fields(error.code)}}), str(error.code))

    def _recovery_fields(self, code: int) -> dict[str, Json]:
        """Fields that let a person continue after this error."""
        if code == CAPTCHA:
            return captcha.given(self._store)
        if code == VALIDATION:
            return {"redirect_uri": f"{self._store.address}/vk/security_check"}
        return {}


def _without_the_last(asked: ParsedRequest) -> ParsedRequest:
    """The call without its last attachment: by field reports VK may drop one without saying so."""
    kept = asked.sent.get("attachments", "").split(",")[:-1]
    return replace(asked, sent={**asked.sent, "attachments": ",".join(kept)})


def _version(text: str) -> Version:
    major, _, minor = text.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        raise no_version()
    if (int(major), int(minor)) < OLDEST:
        raise old_version()
    return int(major), int(minor)
