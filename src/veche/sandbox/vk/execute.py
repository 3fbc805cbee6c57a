"""execute: several calls in one, in the form that public clients send. Its code is read by `vkscript`."""

import json

from veche.sandbox.vk.calls import METHODS, NETWORK, Call, called, check_kind, find_method
from veche.sandbox.vk.errors import ApiError, too_many_calls
from veche.sandbox.vk.params import string
from veche.sandbox.vk.registry import GROUP, USER, Json
from veche.sandbox.vk.vkscript import ApiCall, Script, read_script

MOST = 25


@METHODS.method("execute", string("code", required=True), kinds=USER | GROUP)
def execute(call: Call) -> Json:
    """A call that is refused gives `false`, and why stands in `execute_errors` beside the answer."""
    script = read_script(call.text("code"))
    if _calls(script) > MOST:
        raise too_many_calls()
    return _done(call, script)


def _calls(script: Script) -> int:
    if isinstance(script, ApiCall):
        return 1 + _calls(script.params)
    inside = script.values() if isinstance(script, dict) else script if isinstance(script, list) else ()
    return sum(_calls(one) for one in inside)


def _done(call: Call, script: Script) -> Json:
    if isinstance(script, ApiCall):
        return _answer(call, script)
    if isinstance(script, list):
        return [_done(call, one) for one in script]
    if isinstance(script, dict):
        return {name: _done(call, one) for name, one in script.items()}
    return script


def _answer(call: Call, inner: ApiCall) -> Json:
    ledger = call.store.ledger
    listed = ledger.call_began(NETWORK, inner.method, call.caller.kind)
    try:
        answer = _run(call, inner)
    except ApiError as error:
        ledger.call_ended(listed, str(error.code))
        refusals = call.beside.setdefault("execute_errors", [])
        if isinstance(refusals, list):
            refusals.append({"method": inner.method, "error_code": error.code, "error_msg": error.message})
        return False
    ledger.call_ended(listed, "ok")
    return answer


def _run(call: Call, inner: ApiCall) -> Json:
    method = find_method(inner.method)
    check_kind(method, call.caller)
    given = ((name, _done(call, value)) for name, value in inner.params.items())
    sent = {name: _form(value) for name, value in given if value is not None}
    return method.run(called(call.store, call.caller, call.version, method, sent))


def _form(value: Json) -> str:
    """As the same value would have been written in a form."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return ",".join(_form(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
