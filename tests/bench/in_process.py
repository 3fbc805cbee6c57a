"""Pages answered in this process: nothing else is measured than the program."""

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django

from tests.bench.pages import quantile
from tests.bench.report import VERDICT, Row, judged
from veche.kernel.crypto import Keyring
from veche.kernel.memory_tuning import tune_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

WARM_UP, TIMES = 5, 60


@dataclass(frozen=True, slots=True)
class Limits:
    p95_ms: float
    queries: int
    kilobytes: float


def prepare() -> None:
    """Set Django up on the database of VECHE_DATABASE_URL, with its tables, and memory as the web process does."""
    os.environ["VECHE_KEYRING"] = Keyring.generate().to_text()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    tune_memory()


def analyze() -> None:
    """As autovacuum of PostgreSQL does within a minute. SQLite keeps the product's own statistics."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def measured(name: str, browser: "Client", path: str, limits: Limits) -> Row:
    return measured_asking(name, lambda: browser.get(path), limits)


def measured_asking(name: str, ask: "Callable[[], Any]", limits: Limits) -> Row:
    """`ask`: what a person does once, with the answer 200. The processor's time is of this process, without that of
    PostgreSQL."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took, worked = list[float](), list[float]()
    content = b""
    for _ in range(WARM_UP + TIMES):
        started, began = time.perf_counter(), time.process_time()
        answer = ask()
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - began) * 1000)
        content = answer.content
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        ask()
    times, busy = sorted(took[WARM_UP:]), sorted(worked[WARM_UP:])
    p95, weight = quantile(times, 0.95), len(content) / 1000
    row: dict[str, Any] = {"страница": name, "p50, мс": quantile(times, 0.5), "p95, мс": p95}
    row |= {"процессор p50, мс": quantile(busy, 0.5), "процессор p95, мс": quantile(busy, 0.95)}
    worst = max(p95 / limits.p95_ms, len(captured) / limits.queries, weight / limits.kilobytes)
    return {**row, "запросов к базе": len(captured), "HTML, кБ": weight, VERDICT: judged(worst, 1)}
