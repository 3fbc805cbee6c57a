"""Start the sandbox: `veche sandbox --port N --db FILE --json`, or `python -m veche_sandbox` with the same options."""

import asyncio
import json
import signal
import sys
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from veche_sandbox.app import build
from veche_sandbox.keys import first_keys, seed
from veche_sandbox.server import Server
from veche_sandbox.store import Store


def run(told: Namespace) -> None:
    """Serve until SIGTERM or SIGINT. With `--json` a line of JSON signals readiness."""

    def ready(store: Store) -> None:
        line = json.dumps(info(store), ensure_ascii=False) if told.json else f"Учебная сеть: {store.address}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    asyncio.run(_serve(told, ready))


async def _serve(told: Namespace, ready: Callable[[Store], None]) -> None:
    store, host = Store(told.db), told.host
    try:
        seed(store, told.city)

        def listening(real_port: int) -> None:
            shown = f"[{host}]" if ":" in host else host
            store.address = f"http://{shown}:{real_port}"
            ready(store)

        application = build(store, hosts=[host], strict_rates=told.strict_rates)
        server = Server(application, host=host, port=told.sandbox_port, ready=listening)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, server.stop)
        await server.serve()
    except SystemExit:
        sys.stderr.write(f"Учебная сеть не запустилась: адрес {host}:{told.sandbox_port} занят или недоступен.\n")
        raise SystemExit(1) from None
    finally:
        store.close()


def info(store: Store) -> dict[str, Any]:
    """The data for clients. `base`: the part of addresses before `/bot<token>/…`, `/method/…` and `/fb.do`."""
    return {"control": f"{store.address}/control", **first_keys(store)}
