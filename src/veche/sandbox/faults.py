"""Breaking things on order: how a call goes wrong, the same for every dialect."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from veche.sandbox.store import Store
from veche.sandbox.store.ledger import Fault

ABORT = "sandbox.abort"
"""ASGI extension of our server: a function that closes the connection at once."""

KINDS = ("lost_after_apply", "applied_late", "refused_before_apply", "rate_limited", "slow", "dropped")


class NoAnswer(Response):
    """Not one byte comes back: the connection is closed instead."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- nothing is sent
        scope["extensions"][ABORT]()
        # The server answers 500 if the application returns while the connection still looks open.
        while (await receive())["type"] != "http.disconnect":
            pass


@dataclass(frozen=True, slots=True)
class Reply:
    """What a dialect answers, and one word about it for the list of calls («ok», an error code)."""

    response: Response
    outcome: str = "ok"


_running: set[asyncio.Task[Reply]] = set()

type Act = Callable[[], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a network says «internal error, nothing was done» and «too often, wait so many seconds»."""

    network: str
    refuse: Callable[[], Reply]
    flood: Callable[[float], Reply]


async def carry_out(store: Store, dialect: Dialect, method: str, token_kind: str, act: Act) -> Response:
    """Do a call, or break it as ordered, and write down how it ended. The request's body must be read before."""
    fault = store.ledger.take_fault(dialect.network, method)
    call = store.ledger.call_began(dialect.network, method, token_kind, fault.fault if fault else "")
    reply = await (_break(dialect, fault, act) if fault else act())
    store.ledger.call_ended(call, reply.outcome)
    return reply.response


async def _break(dialect: Dialect, fault: Fault, act: Act) -> Reply:
    if fault.fault == "dropped":
        return Reply(NoAnswer(), "dropped")
    if fault.fault == "refused_before_apply":
        return dialect.refuse()
    if fault.fault == "rate_limited":
        return dialect.flood(fault.seconds)
    if fault.fault == "applied_late":
        late = await _apply_late(fault.seconds, act)
        return Reply(NoAnswer(), f"applied late: {late.outcome}")
    reply = await act()
    await asyncio.sleep(fault.seconds)
    if fault.fault == "slow":
        return reply
    return Reply(NoAnswer(), f"lost: {reply.outcome}")


async def _apply_late(seconds: float, act: Act) -> Reply:
    """In a task of its own: a client that goes away does not stop it."""

    async def later() -> Reply:
        await asyncio.sleep(seconds)
        return await act()

    task = asyncio.create_task(later())
    _running.add(task)
    task.add_done_callback(_running.discard)
    return await asyncio.shield(task)
