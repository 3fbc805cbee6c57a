"""execute: several calls in one, by a script in VKScript (`vkscript`)."""

import json

from veche_sandbox.vk.calls import METHODS, NETWORK, Call, called, check_kind, find_method
from veche_sandbox.vk.errors import ApiError, runtime_error
from veche_sandbox.vk.params import string
from veche_sandbox.vk.registry import GROUP, USER, Json
from veche_sandbox.vk.vkscript import Script, read_script
from veche_sandbox.vk.vkscript_run import Returned, Run, checked

MOST = 25


@METHODS.method("execute", string("code", required=True), kinds=USER | GROUP, open_=True)
def execute(call: Call) -> Json:
    """Run a script. A refused call gives `false`; its reason is in `execute_errors`."""
    script = read_script(call.text("code"))
    for name in () if script.args is None else call.undeclared.keys() - script.args:
        call.store.ledger.complain(NETWORK, "execute", name)
    return checked(_returned(call, script))


def _returned(call: Call, script: Script) -> Json:
    made = 0

    def answer(method: str, params: Json) -> Json:
        nonlocal made
        made += 1
        if made > MOST:
            raise runtime_error("Too many API calls")
        return _answer(call, method, params)

    try:
        script.body(Run(answer, call.undeclared))
    except Returned as found:
        return found.value
    except RecursionError:
        raise runtime_error("Too deep") from None
    return None


def _answer(call: Call, name: str, params: Json) -> Json:
    ledger = call.store.ledger
    listed = ledger.call_began(NETWORK, name, call.caller.kind)
    try:
        answer = _run(call, name, params)
    except ApiError as error:
        ledger.call_ended(listed, str(error.code))
        refusals = call.beside.setdefault("execute_errors", [])
        if isinstance(refusals, list):
            refusals.append({"method": name, "error_code": error.code, "error_msg": error.message})
        return False
    ledger.call_ended(listed, "ok")
    return answer


def _run(call: Call, name: str, params: Json) -> Json:
    method = find_method(name)
    check_kind(method, call.caller)
    given = params if isinstance(params, dict) else {}
    sent = {name: _form(value) for name, value in given.items() if value is not None}
    return method.run(called(call.store, call.caller, call.version, method, sent))


def _form(value: Json) -> str:
    """The value in the format of a form."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return ",".join(_form(one) for one in value)
    return json.dumps(checked(value), ensure_ascii=False) if isinstance(value, dict) else str(value)
