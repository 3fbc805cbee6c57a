"""Fault injection: how an ordered fault changes a call, the same in every dialect."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from veche_sandbox.store import Store
from veche_sandbox.store.ledger import Fault
from veche_sandbox.store.rows import Token

ABORT = "sandbox.abort"
"""ASGI extension of our server: a function that closes the connection at once."""

KINDS = (
    "lost_after_apply",
    "applied_late",
    "refused_before_apply",
    "rate_limited",
    "rate_limited_unhinted",
    "slow",
    "dropped",
    "truncated",
    "bad_gateway",
    "token_revoked",
    "partial",
    "error",
)
# Faults after which the call is handled and answered.
_ANSWERED = frozenset({"slow", "token_revoked", "partial"})


class NoAnswer(Response):
    """Close the connection without sending a byte."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- nothing is sent
        scope["extensions"][ABORT]()
        # The server answers 500 if the application returns while the connection is open.
        while (await receive())["type"] != "http.disconnect":
            pass


@dataclass(frozen=True, slots=True)
class Reply:
    """A dialect's answer, and its outcome in the list of calls («ok», an error code)."""

    response: Response
    outcome: str = "ok"


_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"

_running: set[asyncio.Task[Reply]] = set()

type Act = Callable[[], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a network says «internal error, nothing was done», «too often, wait so many seconds», and any error code."""

    network: str
    refuse: Callable[[], Reply]
    flood: Callable[[float], Reply]
    error: Callable[[str], Reply] | None = None
    flood_code: str = ""
    """The error that is `flood` whoever orders it."""
    unhinted: Callable[[], Reply] | None = None
    """`flood` that names no time; without it `flood(0)` names none."""
    partial: Callable[[], Reply] | None = None
    """Carries out the call with a part of what it attaches left out."""


async def carry_out(store: Store, dialect: Dialect, method: str, token: Token | None, act: Act) -> Response:
    """Handle a call, or break it as ordered, and record its outcome. The request's body must be read before.

    `token`: the caller's; `act` looks it up again, because it may be revoked meanwhile.
    """
    fault = store.ledger.take_fault(dialect.network, method)
    call = store.ledger.call_began(dialect.network, method, token.kind if token else "", fault.fault if fault else "")
    if token and fault and fault.fault == "token_revoked":
        store.accounts.revoke(token.network, token.value)
    reply = await (_break(dialect, fault, act) if fault else act())
    store.ledger.call_ended(call, reply.outcome)
    return reply.response


async def _break(dialect: Dialect, fault: Fault, act: Act) -> Reply:
    nothing_done = _refused(dialect, fault)
    if nothing_done is not None:
        return nothing_done
    if fault.fault == "applied_late":
        late = await _apply_late(fault.seconds, act)
        return Reply(NoAnswer(), f"applied late: {late.outcome}")
    reply = dialect.partial() if fault.fault == "partial" and dialect.partial else await act()
    await asyncio.sleep(fault.seconds)
    if fault.fault in _ANSWERED:
        return reply
    if fault.fault == "truncated":
        body = bytes(reply.response.body)
        return Reply(Response(body[: len(body) // 2], media_type="application/json"), f"truncated: {reply.outcome}")
    return Reply(NoAnswer(), f"lost: {reply.outcome}")


def _refused(dialect: Dialect, fault: Fault) -> Reply | None:
    """The answer of faults that prevent handling; None for those that do not."""
    name, _, code = fault.fault.partition(":")
    match name:
        case "dropped":
            return Reply(NoAnswer(), "dropped")
        case "refused_before_apply":
            return dialect.refuse()
        case "bad_gateway":
            return Reply(Response(_GATEWAY, 502, media_type="text/html"), "502")
        case "error" if code != dialect.flood_code:
            return dialect.error(code) if dialect.error else dialect.refuse()
        case "rate_limited" | "rate_limited_unhinted" | "error":
            return _flooded(dialect, fault, hinted=name != "rate_limited_unhinted")
    return None


def _flooded(dialect: Dialect, fault: Fault, *, hinted: bool) -> Reply:
    if hinted:
        return dialect.flood(fault.seconds)
    return dialect.unhinted() if dialect.unhinted else dialect.flood(0)


async def _apply_late(seconds: float, act: Act) -> Reply:
    """Handle the call later, in its own task, so that a disconnected client does not cancel it."""

    async def later() -> Reply:
        await asyncio.sleep(seconds)
        return await act()

    task = asyncio.create_task(later())
    _running.add(task)
    task.add_done_callback(_running.discard)
    return await asyncio.shield(task)
