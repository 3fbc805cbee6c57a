"""`/fb.do` and `/api/<group>/<method>`: form and query merged, signature, session, rights, then the method."""

from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.forms import NotUtf8, read_form
from veche_sandbox.ok.calls import METHODS, NETWORK, Call, Method
from veche_sandbox.ok.errors import ApiError, bad_param, unknown_method
from veche_sandbox.ok.signing import is_signed, session_secret
from veche_sandbox.ok.xml import MEDIA_TYPE, answer_xml, error_xml
from veche_sandbox.store import Account, Store, Token


def _said(error: ApiError, *, as_xml: bool = False) -> Reply:
    headers = {"invocation-error": str(error.code)}
    if as_xml:
        return Reply(Response(error_xml(error), headers=headers, media_type=MEDIA_TYPE), str(error.code))
    return Reply(JSONResponse(error.as_json(), headers=headers), str(error.code))


def _dialect(*, as_xml: bool) -> Dialect:
    said = partial(_said, as_xml=as_xml)
    return Dialect(
        NETWORK,
        lambda: said(ApiError(2, "Service temporary unavailable")),
        lambda _seconds: said(ApiError(8, "Flood detected")),
        lambda code: said(ApiError(int(code) if code.isdecimal() else 1, "Ordered by the control API")),
    )


DIALECT = _dialect(as_xml=False)


class Transport:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def answer(self, request: Request) -> Response:
        try:
            sent = await read_form(request)
        except NotUtf8 as broken:
            return _said(bad_param(broken.name)).response
        name = sent.get("method", "")
        if "group" in request.path_params:
            name = f"{request.path_params['group']}.{request.path_params['method']}"

        as_xml = _wants_xml(request, sent)

        async def act() -> Reply:
            try:
                answer = self._run(name, sent)
            except ApiError as error:
                return _said(error, as_xml=as_xml)
            return Reply(Response(answer_xml(name, answer), media_type=MEDIA_TYPE) if as_xml else JSONResponse(answer))

        return await carry_out(self._store, _dialect(as_xml=as_xml), name, self._token(sent), act)

    def _token(self, sent: dict[str, str]) -> Token | None:
        return self._store.accounts.token(NETWORK, sent.get("access_token", ""))

    def _run(self, name: str, sent: dict[str, str]) -> Any:
        found = METHODS.get(name)
        if found is None:
            raise unknown_method(name)
        application = self._application(sent)
        call = Call(self._store, name, application, 0, frozenset(), sent)
        if sent.get("access_token"):
            call = self._with_session(call, self._token(sent))
        self._check_signature(found, call)
        if sent.get("format", "json").lower() not in ("json", "xml"):
            raise bad_param("format")
        found.check(call)
        return found.run(call)

    def _application(self, sent: dict[str, str]) -> Account:
        key = sent.get("application_key", "")
        if not key:
            raise ApiError(101, "No application key")
        for group in self._store.accounts.all(NETWORK, "group"):
            if group.extra["application_key"] == key:
                return group
        raise ApiError(101, "Unknown application key")

    def _with_session(self, call: Call, token: Token | None) -> Call:
        """The call with its user. A token belongs to one application and one user; its rights are those of the seat."""
        if token is None or token.account_id != call.application.id:
            raise ApiError(103, "Invalid session key")
        if token.revoked:
            raise ApiError(102, "Session expired")
        membership = self._store.accounts.membership(NETWORK, token.user_id or 0, call.application.id)
        return replace(call, user_id=token.user_id or 0, granted=membership.rights if membership else frozenset())

    def _check_signature(self, found: Method, call: Call) -> None:
        secret = call.application.extra["application_secret"]
        if call.user_id:
            secret = session_secret(call.text("access_token"), secret)
        if not is_signed(call.sent, secret):
            raise ApiError(104, "Invalid signature")
        if found.session and not call.user_id:
            raise ApiError(453, "Session required")


def _wants_xml(request: Request, sent: dict[str, str]) -> bool:
    """The format: `format`, else the header Accept («Odnoklassniki Rest API», common parameters)."""
    wanted = sent.get("format", "").lower()
    return wanted == "xml" or (not wanted and request.headers.get("accept", "").startswith(MEDIA_TYPE))
