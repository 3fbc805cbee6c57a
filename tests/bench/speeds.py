"""Speed of the engines, in their own process and data folder: `python -m tests.bench.speeds FOLDER`.

Prints the rows as one JSON line. SQLite with the product's own settings: each act and each entry reaches the disk.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

from tests.chaos.city import City
from tests.sandbox_process import SandboxProcess
from veche.kernel.crypto import Keyring

ENTRIES = 500
ACTS = 60
ACTS_SECONDS = 120.0
SENT = ("sent", "confirmed")


def main(folder: Path) -> None:
    with SandboxProcess(folder / "sandbox.sqlite3") as sandbox:
        os.environ["VECHE_KEYRING"] = Keyring.generate().to_text()
        os.environ["VECHE_SANDBOX_URL"] = sandbox.info["control"]
        for network in sandbox.networks:
            os.environ[f"VECHE_{network.upper()}_URL"] = sandbox.info[network]["base"]
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _let_go_at_once()
        cities = [City(sandbox, setting) for setting in ("vk", "ok", "telegram-group", "max")]
        rows = [*journal(cities[0]), *(lane(city) for city in cities)]
    sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")


def _let_go_at_once() -> None:
    """Remove rate limits: our own work is measured; `rush` measures with them."""
    from tests.profiles import change_rates
    from veche.kernel.pace import Rate

    change_rates(lambda _rate: Rate(10**6, 1, at_once=10**6))


def journal(city: City) -> list[dict[str, Any]]:
    from django.db import transaction

    from veche.journal.domain.record import record
    from veche.journal.domain.verify import verify

    started = time.perf_counter()
    for _ in range(ENTRIES):
        with transaction.atomic():
            record(administration=city.administration, actor=city.person, verb="bench.wrote", obj=city.person)
    written = time.perf_counter() - started
    started = time.perf_counter()
    verdict = verify(city.administration)
    read = time.perf_counter() - started
    if not verdict.ok:
        raise SystemExit(f"the journal is not whole: {verdict.problems}")
    return [
        _row("журнал: записать, каждая запись на диске", ENTRIES, written),
        _row("журнал: проверить цепочку", verdict.length, read),
    ]


def lane(city: City) -> dict[str, Any]:
    """One lane with all acts due, until each has the network's answer."""
    from veche.engine.lanes import Lane
    from veche.outbox.models import Act

    texts = [f"Замер {city.network}, запись {number}" for number in range(ACTS)]
    ids = city.plan(texts)
    worker = Lane(queue=city.network)
    started = time.perf_counter()
    worker.start()
    while Act.objects.unscoped().filter(pk__in=ids, state__in=SENT).count() < ACTS:
        if time.perf_counter() - started > ACTS_SECONDS:
            raise SystemExit(f"{city.network}: not everything was sent in {ACTS_SECONDS} s")
        time.sleep(0.02)
    took = time.perf_counter() - started
    worker._stop_event.set()
    worker.join()
    if any(city.wall()[text] != 1 for text in texts):
        raise SystemExit(f"{city.network}: the wall does not show each post once")
    return _row(f"отправка: {city.network}, одна дорожка, до ответа сети", ACTS, took)


def _row(what: str, count: int, seconds: float) -> dict[str, Any]:
    return {"что": what, "сколько": count, "в секунду": count / seconds, "мкс на одно": seconds / count * 1e6}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
